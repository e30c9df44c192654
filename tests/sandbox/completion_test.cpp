#include "sandbox/completion.hpp"

#include "support.hpp"

#include <doctest/doctest.h>

using sandbox_test::at;
using sandbox_test::body_of;
using sandbox_test::chunks;
using sandbox_test::joined;

namespace {

sandbox::completion small() {
    sandbox::completion what;
    what.id = "chatcmpl-1";
    what.created = 1'767'225'600;
    what.model = "qwen-plus";
    what.choices.emplace_back();
    what.choices[0].content = "Hello to you.";
    what.usage.prompt = 5;
    what.usage.completion = 4;
    return what;
}

sandbox::completion calling() {
    auto what = small();
    what.choices[0].content.clear();
    what.choices[0].finish_reason = "tool_calls";
    what.choices[0].calls = {{"call_a", "f", R"({"city":"Hangzhou"})"}, {"call_b", "g", "{}"}};
    return what;
}

}  // namespace

TEST_SUITE("sandbox/completion") {
    TEST_CASE("a whole answer is OpenAI's object, to the byte") {
        CHECK(
            whole_answer(small()).body() ==
            R"({"id":"chatcmpl-1","object":"chat.completion","created":1767225600,"model":"qwen-plus",)"
            R"("system_fingerprint":null,"choices":[{"index":0,"message":{"role":"assistant","content":"Hello to you."},)"
            R"("logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":4,)"
            R"("total_tokens":9,"prompt_tokens_details":{"cached_tokens":0}}})");
    }

    TEST_CASE("reasoning has its own member and its own count") {
        auto what = small();
        what.choices[0].reasoning = "Well.";
        what.usage.thinks = true;
        what.usage.reasoning = 2;
        auto body = body_of(whole_answer(what));
        CHECK(at(body, "/choices/0/message/reasoning_content") == "Well.");
        CHECK(at(body, "/usage/completion_tokens_details/reasoning_tokens") == "2");
        CHECK(at(body, "/usage/completion_tokens_details/text_tokens") == "2");
    }

    TEST_CASE("a stream begins with the role and ends with a reason and [DONE]") {
        auto answer = streamed_answer(small(), false, 0);
        auto all = chunks(answer);
        CHECK(at(all.front(), "/choices/0/delta/role") == "assistant");
        CHECK(at(all.front(), "/object") == "chat.completion.chunk");
        CHECK(at(all.front(), "/choices/0/finish_reason") == "null");
        CHECK(at(all.back(), "/choices/0/finish_reason") == "stop");
        CHECK(at(all.back(), "/usage") == "null");
        CHECK(joined(all, "content") == "Hello to you.");
        CHECK(answer.body().ends_with("data: [DONE]\n\n"));
        for (auto const& piece : answer.pieces) CHECK(piece.bytes.ends_with("\n\n"));
    }

    TEST_CASE("usage comes last, without choices, when asked for") {
        auto all = chunks(streamed_answer(small(), true, 0));
        CHECK(at(all.back(), "/choices") == "[]");
        CHECK(at(all.back(), "/usage/total_tokens") == "9");
        CHECK(at(all[all.size() - 2], "/choices/0/finish_reason") == "stop");
    }

    TEST_CASE("reasoning streams before content") {
        auto what = small();
        what.choices[0].reasoning = "Let me think about it.";
        auto all = chunks(streamed_answer(what, false, 0));
        CHECK(joined(all, "reasoning_content") == "Let me think about it.");
        CHECK(joined(all, "content") == "Hello to you.");
        bool spoke = false;
        for (auto const& chunk : all) {
            bool speaks =
                !at(chunk, "/choices/0/delta/content").empty() && at(chunk, "/choices/0/delta/content") != "null";
            if (spoke) CHECK(at(chunk, "/choices/0/delta/reasoning_content").size() <= 8);  // null or absent
            spoke = spoke || speaks;
        }
    }

    TEST_CASE("the number of content chunks is as asked") {
        auto what = small();
        what.choices[0].content = "one two three four five six seven eight";
        CHECK(chunks(streamed_answer(what, false, 8)).size() == 10);
        CHECK(chunks(streamed_answer(what, false, 2)).size() == 4);
    }

    TEST_CASE("tool calls of a whole answer") {
        auto body = body_of(whole_answer(calling()));
        CHECK(at(body, "/choices/0/finish_reason") == "tool_calls");
        CHECK(at(body, "/choices/0/message/tool_calls/0/id") == "call_a");
        CHECK(at(body, "/choices/0/message/tool_calls/0/type") == "function");
        CHECK(at(body, "/choices/0/message/tool_calls/1/index") == "1");
        CHECK(at(body, "/choices/0/message/tool_calls/1/function/name") == "g");
    }

    TEST_CASE("tool calls stream in fragments: the first names the call, the index joins the rest") {
        std::string arguments[2];
        std::string names[2];
        for (auto const& chunk : chunks(streamed_answer(calling(), false, 0))) {
            if (at(chunk, "/choices/0/delta/tool_calls") == "(absent)") continue;
            auto const& call = chunk.at("choices").at(0).at("delta").at("tool_calls").at(0);
            auto index = call.at("index").to_number<std::size_t>();
            arguments[index] += at(call, "/function/arguments");
            if (at(call, "/function/name") != "(absent)") names[index] += at(call, "/function/name");
        }
        CHECK(arguments[0] == R"({"city":"Hangzhou"})");
        CHECK(arguments[1] == "{}");
        CHECK(names[0] == "f");
        CHECK(names[1] == "g");
    }

    TEST_CASE("choices keep their index") {
        auto what = small();
        what.choices.push_back(what.choices[0]);
        what.choices[1].content = "Another.";
        CHECK(at(body_of(whole_answer(what)), "/choices/1/index") == "1");
        auto all = chunks(streamed_answer(what, false, 0));
        CHECK(joined(all, "content", 0) == "Hello to you.");
        CHECK(joined(all, "content", 1) == "Another.");
    }

    TEST_CASE("audio comes in pieces that are base64 each") {
        auto what = small();
        what.choices[0].audio = std::string(10'000, 'A');
        std::string audio;
        for (auto const& chunk : chunks(streamed_answer(what, false, 0))) {
            auto data = at(chunk, "/choices/0/delta/audio/data");
            if (data == "(absent)") continue;
            CHECK(data.size() % 4 == 0);
            audio += data;
        }
        CHECK(audio == what.choices[0].audio);
    }
}
