#include "tool_bench.hpp"

using namespace tools::test;

TEST_CASE("a translation stands alone in the first block") {
    tool_bench bench;
    auto const made = bench.call("translate", {{"text", "我看到这个视频后没有笑"}, {"target_lang", "en"}});
    CHECK(made.error == "");
    REQUIRE(made.result.content.size() >= 2);
    CHECK_FALSE(made.result.content[0].at("text").as_string().empty());
    check_parts(made.text(), {"[qwen-mt-plus", "tokens in", "request "});
    REQUIRE(made.result.structured);
    CHECK(made.result.structured->at("text") == made.result.content[0].at("text"));
}

TEST_CASE("terms, memories and domain are in the request") {
    tool_bench bench;
    auto const shown = bench.call("translate", {{"text", "博客园"},
                                                {"to", "English"},
                                                {"from", "中文"},
                                                {"terms", json::array{json::object{{"source", "博客园"}, {"target", "cnblogs"}}}},
                                                {"tm_list", json::array{json::object{{"source", "a"}, {"target", "b"}}}},
                                                {"domain", "A promotion."},
                                                {"dry_run", true}});
    CHECK(shown.error == "");
    check_parts(shown.text(), {"POST ", "/compatible-mode/v1/chat/completions", R"("source_lang": "Chinese")",
                               R"("target_lang": "English")", R"("target": "cnblogs")", R"("tm_list")",
                               R"("domains": "A promotion.")", R"("stream": false)"});
    CHECK_FALSE(shown.has("sk-test-0123456789abcdef"));
}

TEST_CASE("bad arguments of translate") {
    tool_bench bench;
    struct {
        json::object arguments;
        char const* part;
    } const cases[] = {
        {{{"text", "x"}}, "target_language"},
        {{{"target_language", "en"}}, "text"},
        {{{"text", ""}, {"target_language", "en"}}, "text"},
        {{{"text", "x"}, {"target_language", "en"}, {"terms", json::array{json::object{{"source", "a"}}}}}, "target"},
        {{{"text", "x"}, {"target_language", "en"}, {"words", 1}}, "words"},
    };
    for (auto const& each : cases) CHECK_MESSAGE(bench.call("translate", each.arguments).has(each.part), each.part);
}

TEST_CASE("a model that does not exist is told") {
    tool_bench bench;
    auto const made = bench.call("translate", {{"text", "x"}, {"target_language", "en"}, {"model", "no-such-model"}});
    check_parts(made.error, {"no-such-model", "model"});
}
