#include "mcp/bind.hpp"

#include <doctest/doctest.h>
#include <boost/describe/class.hpp>
#include <boost/json/parse.hpp>

namespace {

struct example {
    std::string text = "default";
    std::optional<double> number;
    std::optional<std::int64_t> integer;
    bool flag = true;
    std::vector<std::string> list;
    boost::json::object object;
    boost::json::array array;
    boost::json::value any;
};
BOOST_DESCRIBE_STRUCT(example, (), (text, number, integer, flag, list, object, array, any))

example bound(char const* text) {
    return mcp::bind<example>(boost::json::parse(text).as_object());
}

}  // namespace

TEST_CASE("absent arguments keep their defaults") {
    auto const result = bound("{}");
    CHECK(result.text == "default");
    CHECK_FALSE(result.number);
    CHECK(result.flag);
    CHECK(result.list.empty());
}

TEST_CASE("given arguments arrive with their type") {
    auto const result = bound(R"({"text":"t","number":2,"integer":-3,"flag":false,"list":["a","b"],
                                  "object":{"x":1},"array":[1,"2"],"any":null,"unknown":1})");
    CHECK(result.text == "t");
    CHECK(result.number == 2.0);
    CHECK(result.integer == -3);
    CHECK_FALSE(result.flag);
    CHECK(result.list == std::vector<std::string>{"a", "b"});
    CHECK(result.object.at("x").as_int64() == 1);
    CHECK(result.array.size() == 2);
    CHECK(result.any.is_null());
}

TEST_CASE("a type that the schema would not have let through throws") {
    CHECK_THROWS(bound(R"({"text":1})"));
    CHECK_THROWS(bound(R"({"integer":1.5})"));
}
