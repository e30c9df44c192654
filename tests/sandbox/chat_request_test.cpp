#include "sandbox/chat_request.hpp"

#include "support.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

namespace json = boost::json;
using sandbox::read_chat_request;
using sandbox_test::chat_body;
using sandbox_test::post_chat;

namespace {

sandbox::failure refusal(std::string body) {
    auto read = read_chat_request(post_chat(std::move(body)));
    REQUIRE(!read.has_value());
    return read.error();
}

sandbox::chat_request request(std::string body) {
    auto read = read_chat_request(post_chat(std::move(body)));
    REQUIRE(read.has_value());
    return *read;
}

}  // namespace

TEST_SUITE("sandbox/chat_request") {
    TEST_CASE("bodies that are no JSON object") {
        for (auto body : {"", "{", "[]", "null", "\"text\"", "{\"a\":1}x"}) {
            CAPTURE(body);
            CHECK(refusal(body).message == "Required body invalid, please check the request body format.");
        }
    }

    TEST_CASE("deep bodies are read, bottomless ones refused") {
        auto nested = [](std::size_t depth) {
            return chat_body("Hi", "\"x\":" + std::string(depth, '[') + std::string(depth, ']'));
        };
        CHECK(request(nested(100)).messages.size() == 1);
        CHECK(refusal(nested(1000)).status == 400);
    }

    TEST_CASE("models that can't answer") {
        struct {
            std::string_view model;
            int status;
            std::string_view code, message;
        } const cases[] = {
            {"gpt-4", 404, "model_not_found", "The model `gpt-4` does not exist or you do not have access to it."},
            {"wan2.6-t2i", 404, "model_not_supported", "Unsupported model `wan2.6-t2i` for OpenAI compatibility mode."},
            {"", 400, "missing_required_parameter", "you must provide a model parameter"},
        };
        for (auto const& c : cases) {
            CAPTURE(c.model);
            auto error = refusal(chat_body("Hello", {}, c.model));
            CHECK(error.status == c.status);
            CHECK(error.compatible_code == c.code);
            CHECK(error.message == c.message);
        }
        CHECK(refusal("{}").param == "model");
        CHECK(refusal(R"({"model":1})").message == "'model' must be String");
    }

    TEST_CASE("what a good request asks for") {
        auto asked = request(R"({"model":"qwen-plus","stream":true,"stream_options":{"include_usage":true},"n":2,
            "max_tokens":50,"stop":["a","b"],"enable_thinking":true,"parallel_tool_calls":true,
            "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]})");
        CHECK(asked.model == "qwen-plus");
        CHECK(asked.stream);
        CHECK(asked.include_usage);
        CHECK(asked.thinks);
        CHECK(asked.choices == 2);
        CHECK(asked.most_tokens == 50);
        CHECK(asked.stops == std::vector<std::string>{"a", "b"});
        CHECK(asked.parallel_tools);
        CHECK(asked.messages.size() == 2);
        CHECK(asked.last_user()->text == "Hi");
    }

    TEST_CASE("parts are counted and their texts joined") {
        auto asked = request(R"({"model":"qwen3-vl-plus","messages":[{"role":"user","content":[
            {"type":"text","text":"one"},
            {"type":"image_url","image_url":{"url":"https://example.com/a.png"}},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
            {"type":"input_audio","input_audio":{"data":"https://example.com/a.mp3","format":"mp3"}},
            {"type":"audio_url","audio_url":{"url":"https://example.com/b.mp3"}},
            {"type":"video_url","video_url":{"url":"https://example.com/a.mp4"}},
            {"type":"video","video":["https://a/1","https://a/2","https://a/3","https://a/4"]},
            {"type":"text","text":"two"}]}]})");
        auto const& message = asked.messages.front();
        CHECK(message.text == "one\ntwo");
        CHECK(message.images == 2);
        CHECK(message.audios == 2);
        CHECK(message.videos == 2);
        CHECK(message.frames == 4);
    }

    TEST_CASE("nulls count as absent") {
        auto asked = request(chat_body("Hi", R"("max_tokens":null,"n":null,"stop":null,"tools":null,"tool_choice":null,
            "response_format":null,"stream_options":null,"seed":null,"temperature":null,"modalities":null)"));
        CHECK(asked.choices == 1);
        CHECK(!asked.most_tokens);
        CHECK(asked.format == "text");
    }

    TEST_CASE("whether an answer thinks") {
        struct {
            std::string_view model, more;
            bool thinks;
        } const cases[] = {
            {"qwen-plus", "{}", false},   {"qwen-plus", R"({"enable_thinking":true})", true},
            {"qwen3.6-plus", "{}", true}, {"qwen3.6-plus", R"({"enable_thinking":false})", false},
            {"qwq-plus", "{}", true},     {"qwen-max", R"({"enable_thinking":true})", false},
        };
        for (auto const& c : cases) {
            CAPTURE(c.model);
            CAPTURE(c.more);
            auto traits = sandbox::find_model(c.model).traits;
            CHECK(sandbox::will_think(json::parse(c.more).as_object(), traits) == c.thinks);
        }
    }

    TEST_CASE("tool choices") {
        constexpr auto tools = R"("tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":)";
        CHECK(request(chat_body("Hi", std::string(tools) + "\"none\"")).tool_choice == "none");
        CHECK(request(chat_body("Hi", std::string(tools) + "\"required\"")).tool_choice == "required");
        auto named = std::string(tools) + R"({"type":"function","function":{"name":"f"}})";
        CHECK(request(chat_body("Hi", named)).tool_choice == "=f");
    }

    TEST_CASE("an oss reference is good with the resolve header only") {
        auto asked = post_chat(R"({"model":"qwen3-vl-plus","messages":[{"role":"user","content":[
            {"type":"image_url","image_url":{"url":"oss://dashscope-instant/a.png"}}]}]})");
        CHECK(!read_chat_request(asked).has_value());
        asked.fields.push_back({"x-dashscope-ossresourceresolve", "enable"});
        CHECK(read_chat_request(asked).has_value());
        asked.fields.back().value = "disable";
        CHECK(!read_chat_request(asked).has_value());
    }
}
