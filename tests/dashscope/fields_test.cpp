#include "dashscope/fields.hpp"

#include "support.hpp"

using namespace dashscope;

TEST_CASE("fields that are absent or of another type read as nothing") {
    auto const value = json::parse(R"({"o":{"a":1},"l":[1],"s":"text","e":"","n":null,"i":3})");
    auto const& fields = value.as_object();
    CHECK(object_at(fields, "o"));
    CHECK(array_at(fields, "l"));
    CHECK(string_at(fields, "s") == "text");
    for (auto other : {"l", "s", "n", "i", "absent"}) CHECK_FALSE(object_at(fields, other));
    for (auto other : {"o", "s", "n", "i", "absent"}) CHECK_FALSE(array_at(fields, other));
    for (auto other : {"o", "l", "n", "i", "e", "absent"}) CHECK(string_at(fields, other).empty());
    CHECK(first_string(fields, {"absent", "e", "n", "s", "o"}) == "text");
    CHECK(first_string(fields, {"absent", "i"}).empty());
}
