#include "dashscope/translation.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace dashscope;

TEST_CASE("a translation is one user message and its options") {
    translation_request request;
    request.model = "qwen-mt-plus";
    request.text = "博客园的理念是代码改变世界";
    request.source_language = "zh";
    request.target_language = "english";
    request.terms = {{"博客园", "cnblogs"}};
    request.memories = {{"代码改变世界", "Coding changes world"}};
    request.domain = "This text is a promotion.";
    auto const body = chat_body(make_chat(request));
    // As the recorded exchange single-generation-message-translation-nosse has them, under `parameters` there.
    CHECK(body.at("translation_options") == json::parse(R"({"source_lang":"Chinese","target_lang":"English",
        "terms":[{"source":"博客园","target":"cnblogs"}],
        "tm_list":[{"source":"代码改变世界","target":"Coding changes world"}],"domains":"This text is a promotion."})"));
    CHECK(json::serialize(body.at("messages")) ==
          R"([{"role":"user","content":"博客园的理念是代码改变世界"}])");
}

TEST_CASE("what is not asked for is not sent") {
    translation_request request;
    request.model = "qwen-mt-flash";
    request.text = "Hallo";
    request.target_language = "Klingon";
    request.parameters = {{"temperature", 0.2}};
    auto const body = chat_body(make_chat(request));
    CHECK(json::serialize(body.at("translation_options")) == R"({"source_lang":"auto","target_lang":"Klingon"})");
    CHECK(body.at("temperature").as_double() == 0.2);
}

TEST_CASE("models that repeat the text so far in each piece are asked for one answer") {
    struct {
        char const* model;
        bool streamed;
    } const cases[] = {{"qwen-mt-plus", false},  {"qwen-mt-plus-2026-01-01", false}, {"qwen-mt-turbo", false},
                       {"qwen-mt-flash", true}, {"qwen-mt-lite", true},             {"qwen-plus", true}};
    for (auto const& each : cases) {
        CAPTURE(each.model);
        translation_request request;
        request.model = each.model;
        request.target_language = "en";
        request.parameters = {{"stream", !each.streamed}, {"stream_options", {{"include_usage", true}}}};
        auto const body = chat_body(make_chat(request));
        CHECK(body.at("stream").as_bool() == each.streamed);
        CHECK(body.contains("stream_options") == each.streamed);
    }
}
