#include "sandbox/native_chat.hpp"

#include "conversation.hpp"
#include "support.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

namespace json = boost::json;
using sandbox_test::at;
using sandbox_test::conversation;

namespace {

constexpr std::string_view text_endpoint = "/api/v1/services/aigc/text-generation/generation";
constexpr std::string_view multimodal_endpoint = sandbox_test::sync_images;

std::string body(std::string_view model, std::string_view content, std::string_view parameters = "{}") {
    return R"({"model":")" + std::string(model) + R"(","input":{"messages":[{"role":"user","content":)" +
           std::string(content) + R"(}]},"parameters":)" + std::string(parameters) + "}";
}

json::value answer(std::string_view endpoint, std::string const& asked) {
    conversation with;
    return with.post_json(endpoint, asked);
}

struct streamed {
    int status = 0;
    std::string type;
    std::vector<json::value> frames;
};

streamed stream(std::string_view endpoint, std::string const& asked) {
    conversation with;
    with.with("x-dashscope-sse", "enable");
    auto const plan = with.post(endpoint, asked);
    streamed made{plan.status, plan.content_type, {}};
    for (auto const& piece : plan.pieces) {
        auto const data = piece.bytes.find("\ndata:");
        REQUIRE(data != std::string::npos);
        made.frames.push_back(json::parse(piece.bytes.substr(data + 6)));
    }
    return made;
}

std::string joined(streamed const& from, std::string_view pointer) {
    std::string text;
    for (auto const& frame : from.frames)
        if (auto const piece = at(frame, pointer); piece != "(absent)") text += piece;
    return text;
}

constexpr std::string_view content = "/output/choices/0/message/content";
constexpr std::string_view part = "/output/choices/0/message/content/0/text";
constexpr std::string_view reasoning = "/output/choices/0/message/reasoning_content";
constexpr std::string_view sample = "\"[[say:one two three, 你好]][[chunks:4]]\"";

}  // namespace

TEST_SUITE("sandbox/native_chat") {
    TEST_CASE("content is text at one endpoint, a list of parts at the other") {
        auto const text = answer(text_endpoint, body("qwen-plus", sample, R"({"result_format":"message"})"));
        CHECK(at(text, content) == "one two three, 你好");
        CHECK(at(text, "/output/choices/0/finish_reason") == "stop");
        CHECK(at(text, "/usage/prompt_tokens_details/cached_tokens") == "0");
        auto const parts = answer(multimodal_endpoint, body("qwen3-vl-plus", R"([{"text":"[[say:one]]"}])"));
        CHECK(at(parts, part) == "one");
        CHECK(parts.at("usage").at("total_tokens").as_int64() ==
              parts.at("usage").at("input_tokens").as_int64() + parts.at("usage").at("output_tokens").as_int64());
    }

    TEST_CASE("the oldest forms: a prompt alone, and output.text") {
        auto const text = answer(text_endpoint, R"({"model":"qwen-turbo","input":{"prompt":"[[say:four]]"}})");
        CHECK(at(text, "/output/text") == "four");
        CHECK(at(text, "/output/finish_reason") == "stop");
        CHECK(at(text, "/output/choices") == "(absent)");
    }

    TEST_CASE("streams hold what is new, or all so far") {
        auto const asked = [](std::string_view more) {
            return body("qwen-plus", sample, R"({"result_format":"message")" + std::string(more) + "}");
        };
        auto const added = stream(text_endpoint, asked(R"(,"incremental_output":true)"));
        REQUIRE(added.frames.size() > 2);
        CHECK(joined(added, content) == "one two three, 你好");
        CHECK(at(added.frames.front(), "/output/choices/0/finish_reason") == "null");
        CHECK(at(added.frames.back(), "/output/choices/0/finish_reason") == "stop");
        auto const whole = stream(text_endpoint, asked(""));
        CHECK(at(whole.frames.front(), content) == at(added.frames.front(), content));
        CHECK(at(whole.frames[1], content) == at(added.frames[0], content) + at(added.frames[1], content));
        CHECK(at(whole.frames.back(), content) == "one two three, 你好");
    }

    TEST_CASE("thoughts come before the answer, and are counted") {
        auto const thought =
            stream(multimodal_endpoint, body("qwen3.6-plus", sample, R"({"incremental_output":true})"));
        CHECK(joined(thought, reasoning).size() > 10);
        CHECK(joined(thought, part) == "one two three, 你好");
        CHECK(at(thought.frames.front(), content) == "[]");
        CHECK(at(thought.frames.back(), "/usage/output_tokens_details/reasoning_tokens") != "0");
        auto const plain = answer(text_endpoint, body("qwen3.6-plus", sample, R"({"enable_thinking":false,
            "result_format":"message"})"));
        CHECK(at(plain, reasoning) == "(absent)");
    }

    TEST_CASE("pictures, films and recordings of messages arrive") {
        auto const seen = answer(multimodal_endpoint, body("qwen3-vl-plus", R"([{"image":"https://example.com/a.png"},
            {"video":"https://example.com/b.mp4"},{"video":["https://e.com/1.jpg","https://e.com/2.jpg",
            "https://e.com/3.jpg","https://e.com/4.jpg"]},{"text":"What is this?"}])"));
        CHECK(at(seen, part).find("Images: 1") != std::string::npos);
        CHECK(at(seen, part).find("Videos: 2") != std::string::npos);
        CHECK(at(seen, "/usage/image_tokens") != "(absent)");
    }

    TEST_CASE("tools, several choices, sources of a search, a translation") {
        auto const called = answer(text_endpoint, body("qwen-max", "\"f\"", R"({"result_format":"message",
            "tools":[{"type":"function","function":{"name":"f"}}]})"));
        CHECK(at(called, "/output/choices/0/message/tool_calls/0/function/name") == "f");
        CHECK(at(called, "/output/choices/0/finish_reason") == "tool_calls");
        auto const several = answer(text_endpoint, body("qwen-plus", sample, R"({"result_format":"message","n":2})"));
        CHECK(at(several, "/output/choices/1/index") == "1");
        auto const searched = answer(text_endpoint, body("qwen-plus", "\"news\"", R"({"result_format":"message",
            "enable_search":true,"search_options":{"enable_source":true}})"));
        CHECK(at(searched, "/output/search_info/search_results/2/title") == "[sandbox] news (3)");
        CHECK(at(searched, "/usage/plugins/search/count") == "1");
        auto const translated = answer(text_endpoint, body("qwen-mt-plus", "\"你好\"", R"({"result_format":"message",
            "translation_options":{"source_lang":"Chinese","target_lang":"English"}})"));
        CHECK(at(translated, "/output/model_name") == "qwen-mt-plus");
    }

    TEST_CASE("what is refused") {
        struct {
            std::string_view endpoint;
            std::string asked;
            std::string_view code;
            std::string_view message;
        } const cases[] = {
            {text_endpoint, body("qwen3-vl-plus", sample), "InvalidParameter", "url error, please check url！"},
            {text_endpoint, body("qwen-image-max", sample), "InvalidParameter", "url error, please check url！"},
            {text_endpoint, body("qwen3-omni-flash", sample), "InvalidParameter", "url error, please check url！"},
            {multimodal_endpoint, body("qwen-plus", sample), "InvalidParameter", "url error, please check url！"},
            {text_endpoint, body("no-such-model", sample), "InvalidParameter", "Model not exist."},
            {text_endpoint, R"({"input":{"prompt":"x"}})", "BadRequest.EmptyModel", ""},
            {text_endpoint, R"({"model":"qwen-plus"})", "BadRequest.EmptyInput", ""},
            {text_endpoint, R"({"model":"qwen-plus","input":{"messages":[]}})", "InvalidParameter", ""},
            {text_endpoint, body("qwen-plus", sample, R"({"temperature":7})"), "InvalidParameter", ""},
            {text_endpoint, body("qwen-plus", "\"[[error:Arrearage]]\""), "Arrearage", ""},
            {text_endpoint, body("sandbox-error-Arrearage", sample), "Arrearage", ""},
        };
        for (auto const& one : cases) {
            CAPTURE(one.asked);
            auto const refused = answer(one.endpoint, one.asked);
            CHECK(at(refused, "/code") == one.code);
            if (!one.message.empty()) CHECK(at(refused, "/message") == one.message);
        }
    }

    TEST_CASE("what validation refuses of a stream is its only event; what the gateway refuses has its own status") {
        auto const refused = stream(text_endpoint, R"({"model":"qwen-plus","input":{"messages":[]}})");
        CHECK(refused.status == 200);
        CHECK(refused.type.starts_with("text/event-stream"));
        REQUIRE(refused.frames.size() == 1);
        CHECK(at(refused.frames[0], "/code") == "InvalidParameter");
        conversation with;
        with.with("x-dashscope-sse", "enable");
        with.with("authorization", "Bearer sk-invalid");
        CHECK(with.post(text_endpoint, body("qwen-plus", sample)).status == 401);
    }

    TEST_CASE("models that see") {
        for (auto model : {"qwen3-vl-plus", "qwen-vl-ocr", "qvq-max", "qwen3.6-plus", "qwen2.5-vl-72b-instruct"})
            CHECK(sandbox::sees(model));
        for (auto model :
             {"qwen-plus", "qwen3-max", "qwen3.5-omni-plus", "qwen3-vl-embedding", "qwen3-vl-rerank", "deepseek-r1"})
            CHECK_FALSE(sandbox::sees(model));
    }
}
