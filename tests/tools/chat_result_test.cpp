#include "tools/chat_result.hpp"

#include "support.hpp"

using namespace tools_test;

namespace {

dashscope::chat_result simple() {
    dashscope::chat_result made;
    made.choices.push_back({"It is so.", {}, {}, {}, "stop"});
    made.model = "qwen-plus";
    made.request_id = "r-1";
    made.usage = {{"prompt_tokens", 3}, {"completion_tokens", 5}};
    return made;
}

std::vector<std::string> texts(dashscope::chat_result const& from) {
    std::vector<std::string> all;
    for (auto const& block : tools::chat_tool_result(from).content) {
        CHECK(block.at("type").as_string() == "text");
        all.emplace_back(block.at("text").as_string());
    }
    return all;
}

json::object structure(dashscope::chat_result const& from) {
    auto const result = tools::chat_tool_result(from);
    CHECK_FALSE(result.is_error);
    return result.structured.value();
}

}  // namespace

TEST_CASE("an answer stands alone in the first block, the line about it in the last") {
    CHECK(texts(simple()) == std::vector<std::string>{"It is so.", "[qwen-plus · 3 tokens in, 5 out · request r-1]"});
    CHECK(structure(simple()) == json::object{{"text", "It is so."},
                                              {"finish_reason", "stop"},
                                              {"model", "qwen-plus"},
                                              {"usage", {{"prompt_tokens", 3}, {"completion_tokens", 5}}},
                                              {"request_id", "r-1"}});
}

TEST_CASE("the last line names what is known and what was unusual") {
    struct {
        std::string finish_reason;
        json::object usage;
        std::string request_id;
        std::string expected;
    } const cases[] = {
        {"stop", {}, "", "[qwen-plus]"},
        {"", {}, "r", "[qwen-plus · request r]"},
        {"length", {}, "", "[qwen-plus · cut off: max_tokens reached]"},
        {"tool_calls", {}, "", "[qwen-plus · tool_calls]"},
        {"stop", {{"total_tokens", 4}}, "", "[qwen-plus · ? tokens in, ? out]"},
        {"stop", {{"prompt_tokens", "x"}, {"completion_tokens", 2}}, "", "[qwen-plus · ? tokens in, 2 out]"},
    };
    for (auto const& each : cases) {
        auto from = simple();
        from.choices[0].finish_reason = each.finish_reason;
        from.usage = each.usage;
        from.request_id = each.request_id;
        CHECK(texts(from).back() == each.expected);
    }
}

TEST_CASE("reasoning and tool calls have blocks of their own") {
    auto from = simple();
    from.choices[0].reasoning = "Hm.";
    from.choices[0].tool_calls = {{{"id", "c"}, {"function", {{"name", "f"}, {"arguments", "{}"}}}}};
    auto const all = texts(from);
    REQUIRE(all.size() == 4);
    CHECK(all[0] == "It is so.");
    CHECK(all[1] == "Reasoning:\nHm.");
    CHECK(all[2] == R"(Tool calls:)"
                    "\n"
                    R"([{"id":"c","function":{"name":"f","arguments":"{}"}}])");
    auto const shape = structure(from);
    CHECK(shape.at("reasoning") == "Hm.");
    CHECK(shape.at("tool_calls").as_array().size() == 1);
}

TEST_CASE("a call of a tool alone has no empty block before it") {
    auto from = simple();
    from.choices[0].text.clear();
    from.choices[0].tool_calls = {json::object{{"id", "c"}}};
    auto const all = texts(from);
    REQUIRE(all.size() == 2);
    CHECK(all[0].starts_with("Tool calls:"));
    CHECK(structure(from).at("text") == "");
}

TEST_CASE("several answers are numbered from the second") {
    auto from = simple();
    from.choices.push_back({"Or not.", "Hm?", {}, {}, "length"});
    auto const all = texts(from);
    REQUIRE(all.size() == 4);
    CHECK(all[0] == "It is so.");
    CHECK(all[1] == "Answer 2:\nOr not.");
    CHECK(all[2] == "Reasoning 2:\nHm?");
    CHECK(structure(from).at("alternatives") ==
          json::array{{{"text", "Or not."}, {"reasoning", "Hm?"}, {"finish_reason", "length"}}});
}

TEST_CASE("sources of a search are shown") {
    auto from = simple();
    from.search_info = {{"search_results", json::array{{{"title", "t"}}}}};
    CHECK(texts(from)[1] == "Sources:\n{\"search_results\":[{\"title\":\"t\"}]}");
    CHECK(structure(from).at("search_info") == from.search_info);
}

TEST_CASE("the last line has the estimated cost where the price is known") {
    auto from = simple();
    from.model = "qwen-mt-plus";
    from.usage = {{"prompt_tokens", 1'000'000}, {"completion_tokens", 1'000'000}};
    auto const last = texts(from).back();
    CHECK(last.find(" out · about ") != std::string::npos);
    CHECK(last.find(" CNY (Beijing list prices of 2026-") != std::string::npos);
    from.model = "unheard-of";
    CHECK(texts(from).back().find("CNY") == std::string::npos);
}
