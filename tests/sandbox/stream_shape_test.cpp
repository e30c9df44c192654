// What holds for every stream and every whole answer, whatever was asked: OpenAI's types, and one text in both forms.

#include "support.hpp"

#include <doctest/doctest.h>
#include <boost/json/serialize.hpp>

namespace json = boost::json;
using sandbox_test::at;
using sandbox_test::body_of;
using sandbox_test::chat;
using sandbox_test::chunks;
using sandbox_test::joined;

namespace {

struct question {
    std::string_view text;
    std::string_view more;
    std::string_view model;
};

constexpr std::string_view tools = R"("tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object",
    "properties":{"a":{"type":"string"},"b":{"type":"array","items":{"type":"integer"}}}}}},
    {"type":"function","function":{"name":"g"}}],"parallel_tool_calls":true)";

// All of these may be asked with and without a stream.
constexpr question questions[] = {
    {"Hello", R"("temperature":0.1)", "qwen-plus"},
    {"Hello", R"("n":4)", "qwen-plus"},
    {"Hello", R"("max_tokens":7)", "qwen-plus"},
    {"Hello", R"("max_tokens":1,"n":2)", "qwen-plus"},
    {"Hello", R"("stop":"message")", "qwen-plus"},
    {"Hello", R"("stop":["[sandbox]"])", "qwen-plus"},
    {"Hello", R"("enable_search":true)", "qwen-max"},
    {"Hello", R"("seed":7)", "qwen3.6-plus"},
    {"Hello", R"("max_tokens":3)", "qwen3.6-plus"},
    {"Hello", R"("enable_thinking":false)", "qwen3.6-plus"},
    {"Why?", R"("thinking_budget":50)", "deepseek-r1"},
    {"call f and g", tools, "qwen-plus"},
    {"call f and g", tools, "qwen3.6-plus"},
    {"[[tool:g]]", tools, "kimi-k2.6"},
    {"json", R"("response_format":{"type":"json_object"})", "qwen-plus"},
    {"x", R"("response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object","properties":
        {"a":{"type":"integer"},"b":{"type":"string"}}}}})",
     "qwen-plus"},
    {"你好，世界 🙂", R"("top_p":0.5)", "glm-5"},
    {"[[say:]]", R"("top_k":5)", "qwen-plus"},
    {"[[chunks:50]]", R"("top_k":5)", "qwen-plus"},
    {"say \"quotes\" and \\ and \n", R"("top_k":5)", "MiniMax-M2.5"},
};

json::value const& member(json::value const& from, std::string_view name) {
    REQUIRE(from.is_object());
    auto const* found = from.get_object().if_contains(name);
    CAPTURE(name);
    REQUIRE(found);
    return *found;
}

void check_usage(json::value const& usage) {
    auto prompt = member(usage, "prompt_tokens").as_int64();
    auto completion = member(usage, "completion_tokens").as_int64();
    CHECK(prompt > 0);
    CHECK(completion >= 0);
    CHECK(member(usage, "total_tokens").as_int64() == prompt + completion);
    CHECK(member(usage, "prompt_tokens_details").at("cached_tokens").as_int64() <= prompt);
    if (auto const* details = usage.get_object().if_contains("completion_tokens_details")) {
        auto reasoning = details->at("reasoning_tokens").as_int64();
        CHECK(reasoning > 0);
        CHECK(reasoning + details->at("text_tokens").as_int64() == completion);
    }
}

void check_envelope(json::value const& body, std::string_view object) {
    CHECK(at(body, "/object") == object);
    CHECK(at(body, "/id").starts_with("chatcmpl-"));
    CHECK(member(body, "created").is_int64());
    CHECK(member(body, "model").is_string());
    CHECK(member(body, "system_fingerprint").is_null());
    CHECK(member(body, "choices").is_array());
}

void check_finish(json::value const& reason, bool calls) {
    std::string text(reason.as_string());
    CHECK((calls ? text == "tool_calls" : text == "stop" || text == "length"));
}

/// The streamed calls of one choice, put together as clients do.
std::string calls_of(std::vector<json::value> const& all) {
    std::vector<std::string> calls;
    for (auto const& chunk : all) {
        boost::system::error_code error;
        auto const* parts = chunk.find_pointer("/choices/0/delta/tool_calls", error);
        if (!parts) continue;
        auto const& part = parts->at(0);
        auto index = part.at("index").to_number<std::size_t>();
        if (index == calls.size()) calls.push_back(at(part, "/id") + at(part, "/function/name"));
        REQUIRE(index < calls.size());
        calls[index] += at(part, "/function/arguments");
    }
    std::string text;
    for (auto const& call : calls) text += call + ";";
    return text;
}

std::string calls_of(json::value const& message) {
    std::string text;
    auto const* calls = message.get_object().if_contains("tool_calls");
    if (!calls) return text;
    for (auto const& call : calls->as_array())
        text += at(call, "/id") + at(call, "/function/name") + at(call, "/function/arguments") + ";";
    return text;
}

}  // namespace

TEST_SUITE("sandbox/stream_shape") {
    TEST_CASE("whole answers have all of OpenAI's members") {
        for (auto const& q : questions) {
            CAPTURE(q.text);
            CAPTURE(q.more);
            auto answer = chat(q.text, q.more, q.model);
            REQUIRE(answer.status == 200);
            auto body = body_of(answer);
            check_envelope(body, "chat.completion");
            check_usage(member(body, "usage"));
            std::size_t index = 0;
            for (auto const& choice : body.at("choices").as_array()) {
                CHECK(choice.at("index").to_number<std::size_t>() == index++);
                CHECK(member(choice, "logprobs").is_null());
                auto const& message = member(choice, "message");
                CHECK(message.at("role") == "assistant");
                CHECK(message.at("content").is_string());
                check_finish(member(choice, "finish_reason"), message.as_object().contains("tool_calls"));
            }
        }
    }

    TEST_CASE("streams have the chunks of OpenAI's, and one end for each choice") {
        for (auto const& q : questions) {
            CAPTURE(q.text);
            CAPTURE(q.more);
            auto more = std::string(q.more) + R"(,"stream":true,"stream_options":{"include_usage":true})";
            auto answer = chat(q.text, more, q.model);
            REQUIRE(answer.status == 200);
            CHECK(answer.body().ends_with("data: [DONE]\n\n"));
            auto all = chunks(answer);
            REQUIRE(all.size() > 2);
            check_usage(member(all.back(), "usage"));
            CHECK(all.back().at("choices").as_array().empty());
            all.pop_back();
            std::vector<int> begun(4), ended(4);
            for (auto const& chunk : all) {
                check_envelope(chunk, "chat.completion.chunk");
                CHECK(member(chunk, "usage").is_null());
                CHECK(at(chunk, "/id") == at(all.front(), "/id"));
                REQUIRE(chunk.at("choices").as_array().size() == 1);
                auto const& choice = chunk.at("choices").at(0);
                auto index = choice.at("index").to_number<std::size_t>();
                REQUIRE(index < 4);
                CHECK(ended[index] == 0);
                if (choice.at("delta").as_object().contains("role")) ++begun[index];
                CHECK(begun[index] == 1);
                if (!member(choice, "finish_reason").is_null()) ++ended[index];
            }
            CHECK(begun == ended);
        }
    }

    TEST_CASE("both forms of an answer hold the same texts and calls when the request is the same but for the stream") {
        // Ids and drawn values come from the request's bytes; [[say]] and schemas without draws do not depend on them.
        for (std::string_view text : {"[[say:one]]", "[[say:a longer text, of several tokens. 你好]]", "Hello"})
            for (std::string_view model : {"qwen-max", "qwen3.6-plus", "deepseek-r1"}) {
                CAPTURE(text);
                CAPTURE(model);
                auto whole = body_of(chat(text, "\"stream\":false", model));
                auto streamed = chunks(chat(text, "\"stream\":true", model));
                auto reasoning = at(whole, "/choices/0/message/reasoning_content");
                CHECK(joined(streamed, "reasoning_content") == (reasoning == "(absent)" ? "" : reasoning));
                if (text != "Hello") CHECK(joined(streamed, "content") == at(whole, "/choices/0/message/content"));
            }
    }

    TEST_CASE("streamed calls put together are calls") {
        for (std::string_view model : {"qwen-plus", "qwen3.6-plus"}) {
            auto all = chunks(chat("call f and g", std::string(tools) + ",\"stream\":true", model));
            auto calls = calls_of(all);
            CHECK(calls.starts_with("call_"));
            CHECK(calls.ends_with("g{};"));
            auto whole = calls_of(body_of(chat("call f and g", tools, model)).at("choices").at(0).at("message"));
            // The ids differ with the request's bytes; the shape does not.
            CHECK(whole.substr(29, 2) == calls.substr(29, 2));
        }
    }

    TEST_CASE("every frame is one piece, so that a delay falls between frames") {
        for (auto const& q : questions) {
            auto answer = chat(q.text, std::string(q.more) + ",\"stream\":true", q.model);
            for (auto const& piece : answer.pieces) {
                CHECK(piece.bytes.starts_with("data: "));
                CHECK(piece.bytes.find("\n\n") == piece.bytes.size() - 2);
            }
        }
    }
}
