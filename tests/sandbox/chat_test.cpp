#include "sandbox/chat.hpp"

#include "conversation.hpp"
#include "support.hpp"

#include <doctest/doctest.h>
#include <boost/json/serialize.hpp>

using sandbox_test::at;
using sandbox_test::body_of;
using sandbox_test::chat;
using sandbox_test::chunks;
using sandbox_test::joined;

TEST_SUITE("sandbox/chat") {
    TEST_CASE("a question is answered") {
        auto answer = chat("Hello");
        CHECK(answer.status == 200);
        CHECK(answer.content_type == "application/json");
        auto body = body_of(answer);
        CHECK(at(body, "/object") == "chat.completion");
        CHECK(at(body, "/model") == "qwen-plus");
        CHECK(at(body, "/choices/0/message/content").starts_with("[sandbox] qwen-plus heard: Hello."));
        CHECK(at(body, "/choices/0/finish_reason") == "stop");
        CHECK(body.at("created").as_int64() >= 1'767'225'600);
        auto const& usage = body.at("usage");
        CHECK(usage.at("total_tokens").as_int64() ==
              usage.at("prompt_tokens").as_int64() + usage.at("completion_tokens").as_int64());
    }

    TEST_CASE("a stream says the same as a whole answer") {
        auto whole = body_of(chat("[[say:The same text, twice.]]"));
        auto all =
            chunks(chat("[[say:The same text, twice.]]", R"("stream":true,"stream_options":{"include_usage":true})"));
        CHECK(joined(all, "content") == at(whole, "/choices/0/message/content"));
        CHECK(at(all.back(), "/usage") == at(whole, "/usage"));
    }

    TEST_CASE("a refused request is plain JSON, streaming or not") {
        for (auto more : {R"("temperature":9)", R"("temperature":9,"stream":true)"}) {
            auto answer = chat("Hello", more);
            CHECK(answer.status == 400);
            CHECK(answer.content_type == "application/json");
            CHECK(at(body_of(answer), "/error/code") == "invalid_parameter_error");
        }
    }

    TEST_CASE("markers do not reach the answer") {
        CHECK(at(body_of(chat("Hi [[latency:1]]there")), "/choices/0/message/content").find("[[") == std::string::npos);
    }

    TEST_CASE("only the last user message is searched for markers") {
        auto answer = sandbox_test::answer(sandbox_test::post_chat(R"({"model":"qwen-plus","messages":[
            {"role":"user","content":"[[error:Arrearage]]"},{"role":"assistant","content":"x"},
            {"role":"user","content":"go on"}]})"));
        CHECK(answer.status == 200);
    }

    TEST_CASE("max_tokens cuts the content") {
        auto body = body_of(chat("Hello", "\"max_tokens\":5"));
        CHECK(at(body, "/choices/0/finish_reason") == "length");
        CHECK(at(body, "/usage/completion_tokens") == "5");
        auto all = chunks(chat("Hello", R"("max_tokens":5,"stream":true)"));
        CHECK(joined(all, "content") == at(body, "/choices/0/message/content"));
        CHECK(at(all.back(), "/choices/0/finish_reason") == "length");
    }

    TEST_CASE("stop sequences end the content before themselves") {
        auto body = body_of(chat("[[say:one two three]]", R"("stop":["three","two"])"));
        CHECK(at(body, "/choices/0/message/content") == "one ");
        CHECK(at(body, "/choices/0/finish_reason") == "stop");
    }

    TEST_CASE("several choices") {
        auto body = body_of(chat("Hello", "\"n\":3"));
        REQUIRE(body.at("choices").as_array().size() == 3);
        CHECK(at(body, "/choices/2/index") == "2");
        CHECK(at(body, "/choices/0/message/content") != at(body, "/choices/2/message/content"));
    }

    TEST_CASE("thinking") {
        auto all =
            chunks(chat("Why?", R"("stream":true,"enable_thinking":true,"stream_options":{"include_usage":true})"));
        CHECK(joined(all, "reasoning_content").starts_with("[sandbox] thinking about: Why?"));
        CHECK(joined(all, "content").find("Thinking: on.") != std::string::npos);
        CHECK(all.back().at("usage").at("completion_tokens_details").at("reasoning_tokens").as_int64() > 5);
        auto whole = body_of(chat("Why?", {}, "qwen3.6-plus"));
        CHECK(at(whole, "/choices/0/message/reasoning_content").starts_with("[sandbox] thinking about"));
        CHECK(at(body_of(chat("Why?")), "/choices/0/message/reasoning_content") == "(absent)");
    }

    TEST_CASE("tool calls, whole and streamed") {
        constexpr auto tools = R"("tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object",
            "properties":{"a":{"type":"string"}}}}}],"tool_choice":"required")";
        auto body = body_of(chat("Hello", tools));
        CHECK(at(body, "/choices/0/finish_reason") == "tool_calls");
        CHECK(at(body, "/choices/0/message/content") == "");
        CHECK(at(body, "/choices/0/message/tool_calls/0/function/arguments") == R"({"a":"sandbox a"})");
        auto all = chunks(chat("Hello", std::string(tools) + ",\"stream\":true"));
        CHECK(at(all.back(), "/choices/0/finish_reason") == "tool_calls");
    }

    TEST_CASE("a given number of chunks") {
        auto all = chunks(chat("Hello [[chunks:200]]", "\"stream\":true"));
        CHECK(all.size() == 202);
        CHECK(at(body_of(chat("Hello [[chunks:200]]")), "/usage/completion_tokens") == "200");
    }

    TEST_CASE("prompts are counted") {
        auto tokens = [](sandbox::plan const& answer) {
            return body_of(answer).at("usage").at("prompt_tokens").as_int64();
        };
        CHECK(tokens(chat("Hello")) == 5);
        CHECK(tokens(chat("Hello world, how are you?")) == 11);
        auto image =
            sandbox_test::answer(sandbox_test::post_chat(R"({"model":"qwen3-vl-plus","messages":[{"role":"user",
            "content":[{"type":"image_url","image_url":{"url":"https://a/b"}}]}]})"));
        CHECK(tokens(image) == 262);
        CHECK(at(body_of(image), "/usage/prompt_tokens_details/image_tokens") == "258");
    }

    TEST_CASE("long prompts are partly cached, and too long ones refused") {
        std::string words;
        for (int i = 0; i < 2000; ++i) words += " word";
        CHECK(body_of(chat(words)).at("usage").at("prompt_tokens_details").at("cached_tokens").as_int64() > 900);
        auto refused = chat(std::string(400'000, '.'), {}, "qwen-max");
        CHECK(refused.status == 400);
        CHECK(at(body_of(refused), "/error/message").ends_with("Range of input length should be [1, 131072]"));
    }

    TEST_CASE("omni models speak") {
        auto all = chunks(chat("[[say:Hello]]",
                               R"("stream":true,"modalities":["text","audio"],"audio":{"voice":"Tina","format":"wav"})",
                               "qwen3.5-omni-plus"));
        std::size_t size = 0;
        for (auto const& chunk : all)
            if (auto data = at(chunk, "/choices/0/delta/audio/data"); data != "(absent)") size += data.size();
        CHECK(size == 5U * 240 * 2 * 4 / 3);  // ten milliseconds of 24 kHz for each letter
        CHECK(joined(all, "content") == "Hello");
    }

    TEST_CASE("a picture that is too small is refused in the engine's words") {
        auto const ask = [](std::string const& uri) {
            return sandbox_test::answer(sandbox_test::post_chat(
                R"({"model":"qwen3-vl-plus","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":")" +
                uri + R"("}},{"type":"text","text":"what is it?"}]}]})"));
        };
        auto const refused = ask(sandbox_test::png_uri(1, 1));
        CHECK(refused.status == 400);
        CHECK(at(body_of(refused), "/error/message") ==
              "<400> InternalError.Algo.InvalidParameter: The image length and width do not meet the model restrictions. "
              "[height:1 or width:1 must be larger than 10]");
        CHECK(ask(sandbox_test::png_uri(11, 11)).status == 200);
        CHECK(ask("data:image/png;base64,AAAA").status == 200);
        CHECK(ask("https://a.example/b.png").status == 200);
    }
}
