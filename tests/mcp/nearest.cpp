#include "mcp/schema.hpp"

#include <doctest/doctest.h>

TEST_CASE("a slip of the pen is understood, a different word is not") {
    std::vector<std::string_view> const names = {"prompt", "model", "messages", "max_tokens"};
    struct {
        char const* text;
        char const* meant;  // null: nothing is near
    } const cases[] = {{"promt", "prompt"},
                       {"Prompt", "prompt"},
                       {"modle", "model"},
                       {"message", "messages"},
                       {"max_token", "max_tokens"},
                       {"maxtokens", "max_tokens"},
                       {"temperature", nullptr},
                       {"xyz", nullptr},
                       {"", nullptr}};
    for (auto const& each : cases) {
        CAPTURE(each.text);
        auto const found = mcp::nearest(each.text, names);
        CHECK(found.has_value() == (each.meant != nullptr));
        if (found && each.meant) CHECK(*found == each.meant);
    }
    CHECK_FALSE(mcp::nearest(std::string(100'000, 'a'), names));
}
