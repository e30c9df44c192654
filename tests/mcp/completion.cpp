#include "mcp/completion.hpp"

#include <doctest/doctest.h>

using mcp::fitting;

TEST_CASE("what begins with the typed text comes first, then what has it somewhere") {
    std::vector<std::string> const candidates{"qwen-plus", "Qwen-VL", "wan2.7", "deep-qwen", "qwen3"};
    struct {
        std::string_view typed;
        std::vector<std::string> expected;
    } const cases[] = {
        {"", candidates},
        {"qwen", {"qwen-plus", "Qwen-VL", "qwen3", "deep-qwen"}},
        {"QWEN-", {"qwen-plus", "Qwen-VL"}},
        {"2.7", {"wan2.7"}},
        {"nothing", {}},
    };
    for (auto const& each : cases) {
        CAPTURE(each.typed);
        auto const found = fitting(candidates, each.typed);
        CHECK(found.values == each.expected);
        CHECK(found.total == each.expected.size());
    }
}

TEST_CASE("an answer holds a hundred, and tells how many there are") {
    std::vector<std::string> many;
    for (int i = 0; i < 250; ++i) many.push_back("v" + std::to_string(i));
    auto const found = fitting(many, "v");
    CHECK(found.values.size() == mcp::most_completions);
    CHECK(found.values.front() == "v0");
    CHECK(found.values.back() == "v99");
    CHECK(found.total == 250);
}
