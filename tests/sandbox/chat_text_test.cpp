#include "sandbox/chat_text.hpp"

#include "sandbox/tokens.hpp"
#include "support.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

namespace {

std::string text(std::string body, sandbox::wishes const& wanted = {}, std::size_t index = 0) {
    auto asked = sandbox::read_chat_request(sandbox_test::post_chat(std::move(body)));
    REQUIRE(asked.has_value());
    sandbox::generator random(1);
    return answer_text(*asked, wanted, asked->last_user()->text, index, random);
}

bool has(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("sandbox/chat_text") {
    TEST_CASE("an answer says who made it and what it heard") {
        auto answer = text(sandbox_test::chat_body("Hello there"));
        CHECK(answer.starts_with("[sandbox] qwen-plus heard: Hello there. The conversation has 1 message."));
        CHECK(has(answer, "Thinking: off."));
        CHECK(has(answer, "No model was asked"));
        CHECK(sandbox::count_tokens(answer) > 24);
    }

    TEST_CASE("it repeats the facts that tests look for") {
        auto answer =
            text(R"({"model":"qwen3-vl-plus","temperature":0.5,"translation_options":{"target_lang":"English"},
            "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":[{"type":"text","text":"Look"},
            {"type":"image_url","image_url":{"url":"https://a/b"}}]}]})");
        CHECK(has(answer, "has 2 messages."));
        CHECK(has(answer, "System text: Be brief."));
        CHECK(has(answer, "Images: 1."));
        CHECK(has(answer, "temperature=5E-1"));
        CHECK(has(answer, R"(translation_options={"target_lang":"English"})"));
    }

    TEST_CASE("a search shows") {
        auto answer = text(sandbox_test::chat_body("news", "\"enable_search\":true"));
        CHECK(has(answer, "[sandbox] searched: news [1](https://example.com/sandbox/1)"));
    }

    TEST_CASE("a tool's results are quoted") {
        auto answer = text(R"({"model":"qwen-plus","messages":[{"role":"user","content":"x"},
            {"role":"assistant","content":"","tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}},
            {"id":"b","function":{"name":"f","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"a","content":"sunny"},
            {"role":"tool","tool_call_id":"b","content":[{"type":"text","text":"rainy"}]}]})");
        CHECK(has(answer, "[sandbox] qwen-plus got the tool's result: sunny; rainy."));
    }

    TEST_CASE("wishes for the text itself") {
        sandbox::wishes wanted;
        wanted.chunks = 500;
        CHECK(sandbox::count_tokens(text(sandbox_test::chat_body("x"), wanted)) == 500);
        wanted.say = "just this";
        CHECK(text(sandbox_test::chat_body("x"), wanted) == "just this");
    }

    TEST_CASE("choices differ") {
        CHECK(text(sandbox_test::chat_body("x"), {}, 1).ends_with("This is choice 2."));
    }

    TEST_CASE("JSON mode gives JSON") {
        auto answer = text(sandbox_test::chat_body("json \"please\"", R"("response_format":{"type":"json_object"})"));
        auto body = boost::json::parse(answer);
        CHECK(sandbox_test::at(body, "/sandbox") == "true");
        CHECK(sandbox_test::at(body, "/heard") == "json \"please\"");
    }

    TEST_CASE("a schema gives an instance of it") {
        auto answer = text(sandbox_test::chat_body("x", R"("response_format":{"type":"json_schema","json_schema":{
            "name":"p","schema":{"type":"object","properties":{"age":{"type":"integer","minimum":3,"maximum":3}}}}})"));
        CHECK(answer == R"({"age":3})");
    }

    TEST_CASE("reasoning repeats the question") {
        auto asked = sandbox::read_chat_request(sandbox_test::post_chat(sandbox_test::chat_body("Why?")));
        CHECK(sandbox::reasoning_text(*asked, "Why?").starts_with("[sandbox] thinking about: Why?"));
    }
}
