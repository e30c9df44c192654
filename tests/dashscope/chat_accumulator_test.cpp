#include "dashscope/chat_accumulator.hpp"

#include "support.hpp"

#include <boost/json/serialize.hpp>

using namespace dashscope;
using namespace dashscope::test;

namespace {

chat_accumulator fed(std::initializer_list<std::string_view> chunks) {
    chat_accumulator answer;
    for (auto chunk : chunks) REQUIRE(answer.feed(chunk).has_value());
    return answer;
}

chat_result replayed(std::string_view name, std::size_t piece, std::string* told = nullptr) {
    chat_accumulator answer;
    for (auto const& event : events_of(recorded(name), piece)) {
        auto delta = answer.feed(event.data);
        REQUIRE(delta.has_value());
        if (told) *told += delta->text;
    }
    CHECK(answer.finished());
    return answer.take();
}

}  // namespace

TEST_CASE("a compatible stream: text, thoughts, finish reason, usage, ids") {
    auto answer = fed({
        R"({"id":"chatcmpl-1","model":"qwen-plus","choices":[{"index":0,"delta":{"role":"assistant","content":null,"reasoning_content":"Hm"},"finish_reason":null}],"usage":null})",
        R"({"choices":[{"index":0,"delta":{"content":null,"reasoning_content":"m."}}]})",
        R"({"choices":[{"index":0,"delta":{"content":"Hel","reasoning_content":null},"finish_reason":null}]})",
        R"({"choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"null"}]})",
    });
    CHECK_FALSE(answer.finished());
    REQUIRE(answer.feed(R"({"choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}]})").has_value());
    CHECK(answer.finished());
    REQUIRE(answer.feed(R"({"choices":[],"usage":{"total_tokens":7}})").has_value());
    REQUIRE(answer.feed("[DONE]").has_value());
    auto result = answer.take();
    REQUIRE(result.choices.size() == 1);
    CHECK(result.choices[0].text == "Hello");
    CHECK(result.choices[0].reasoning == "Hmm.");
    CHECK(result.choices[0].finish_reason == "stop");
    CHECK(result.usage.at("total_tokens") == 7);
    CHECK(result.model == "qwen-plus");
    CHECK(result.id == "chatcmpl-1");
}

TEST_CASE("each feed gives what is new of choice 0 only") {
    chat_accumulator answer;
    auto delta = answer.feed(
        R"({"choices":[{"index":1,"delta":{"content":"b"}},{"index":0,"delta":{"content":"a","reasoning_content":"r"}}]})");
    REQUIRE(delta.has_value());
    CHECK(delta->text == "a");
    CHECK(delta->reasoning == "r");
    auto result = answer.take();
    REQUIRE(result.choices.size() == 2);
    CHECK(result.choices[1].text == "b");
}

TEST_CASE("two entries for one choice are both new") {
    chat_accumulator answer;
    auto delta = answer.feed(
        R"({"choices":[{"index":0,"delta":{"content":"a","reasoning_content":"r"}},{"index":0,"delta":{"content":"b"}}]})");
    REQUIRE(delta.has_value());
    CHECK(delta->text == "ab");
    CHECK(delta->reasoning == "r");
    CHECK(answer.take().choices[0].text == "ab");
}

TEST_CASE("several choices are finished when each is") {
    auto answer = fed({R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"},{"index":1,"delta":{}}]})"});
    CHECK_FALSE(answer.finished());
    REQUIRE(answer.feed(R"({"choices":[{"index":1,"delta":{},"finish_reason":"length"}]})").has_value());
    CHECK(answer.finished());
}

TEST_CASE("tool calls are joined from fragments") {
    auto result =
        fed({
                R"({"choices":[{"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"weather","arguments":""}}]}}]})",
                R"({"choices":[{"delta":{"tool_calls":[{"index":0,"id":"","function":{"name":"","arguments":"{\"city\":"}}]}}]})",
                R"({"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"name":null,"arguments":"\"Ulm\"}"}},{"index":1,"id":"call_2","function":{"name":"time","arguments":"{}"}}]}}]})",
                R"({"choices":[{"delta":{"content":null},"finish_reason":"tool_calls"}]})",
            })
            .take();
    auto expected = json::parse(
        R"([{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Ulm\"}"}},
            {"id":"call_2","type":"function","function":{"name":"time","arguments":"{}"}}])");
    CHECK(json::value(result.choices[0].tool_calls) == expected);
    CHECK(result.choices[0].finish_reason == "tool_calls");
}

TEST_CASE("tool calls without an index, with a repeated name, with arguments as an object") {
    auto calls =
        fed({
                R"({"choices":[{"delta":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"1"}}]}}]})",
                R"({"choices":[{"delta":{"tool_calls":[{"function":{"name":"f","arguments":"2"}}]}}]})",
                R"({"choices":[{"delta":{"tool_calls":[{"id":"b","function":{"name":"g","arguments":{"x":1}}}]}}]})",
            })
            .take()
            .choices[0]
            .tool_calls;
    REQUIRE(calls.size() == 2);
    CHECK(calls[0].at("function").at("arguments").as_string() == "12");
    CHECK(calls[0].at("function").at("name").as_string() == "f");
    CHECK(calls[1].at("function").at("arguments").as_string() == R"({"x":1})");
}

TEST_CASE("broken indexes cost nothing") {
    auto result = fed({
                          R"({"choices":[{"index":4000000000,"delta":{"content":"x"}}]})",
                          R"({"choices":[{"index":-1,"delta":{"content":"y"}}]})",
                          R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":999999999,"id":"z"}]}}]})",
                      })
                      .take();
    CHECK(result.choices.size() == 1);
    CHECK(result.choices[0].text == "y");
    CHECK(result.choices[0].tool_calls.empty());
}

TEST_CASE("content in every form") {
    struct {
        std::string_view content, expected;
    } const cases[] = {
        {R"("plain")", "plain"},
        {"null", ""},
        {"[]", ""},
        {R"([{"text":"a"},{"type":"text","text":"b"},"c",{"image":"u"},7])", "abc"},
        {"42", ""},
    };
    for (auto const& c : cases) CHECK(content_text(json::parse(c.content)) == c.expected);
}

TEST_CASE("chunks that lack nearly everything") {
    for (auto chunk :
         {"{}", "[]", "null", R"({"choices":null})", R"({"choices":[]})", R"({"choices":[null,1]})",
          R"({"choices":[{}]})", R"({"choices":[{"delta":null}]})", R"({"choices":[{"delta":{"tool_calls":null}}]})",
          R"({"choices":[{"delta":{"tool_calls":[null,{"function":null}]}}]})", R"({"usage":3,"model":null})"}) {
        CAPTURE(chunk);
        chat_accumulator answer;
        auto delta = answer.feed(chunk);
        REQUIRE(delta.has_value());
        CHECK(delta->text.empty());
        CHECK_FALSE(answer.finished());
        CHECK(answer.take().choices.size() == 1);
    }
}

TEST_CASE("what is not JSON is refused and changes nothing") {
    chat_accumulator answer;
    REQUIRE(answer.feed(R"({"choices":[{"delta":{"content":"a"}}]})").has_value());
    CHECK_FALSE(answer.feed("{\"choices\":[{").has_value());
    CHECK(answer.take().choices[0].text == "a");
}

TEST_CASE("usage may come in every chunk: the last counts") {
    auto result =
        fed({R"({"usage":{"total_tokens":1}})", R"({"usage":{"total_tokens":2}})", R"({"usage":null})"}).take();
    CHECK(result.usage.at("total_tokens") == 2);
}

TEST_CASE("audio, transcripts and annotations") {
    chat_accumulator answer;
    auto delta = answer.feed(R"({"choices":[{"delta":{"content":null,"audio":{"data":"QUJD","transcript":"Hi"}}}]})");
    REQUIRE(delta.has_value());
    CHECK(delta->audio == "QUJD");
    CHECK(delta->text == "Hi");
    REQUIRE(
        answer.feed(R"({"choices":[{"delta":{"annotations":[{"type":"audio_info","language":"de"}]}}]})").has_value());
    auto result = answer.take();
    CHECK(result.choices[0].text == "Hi");
    CHECK(result.choices[0].annotations.size() == 1);
}

TEST_CASE("an answer that was not streamed is one chunk") {
    auto answer = fed(
        {R"({"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],"usage":{"total_tokens":3}})"});
    CHECK(answer.finished());
    CHECK(answer.take().choices[0].text == "Hi");
}

TEST_CASE("recorded: a stream whose frames no blank line separates, chunked at every byte") {
    constexpr std::string_view expected =
        "1+1 等于 2。这是最基本的数学加法之一，在十进制计数体系中，任何情况下 1 加上另一个 1 的结果都是 2。";
    for (std::size_t piece : {1, 2, 3, 7, 64, 100000}) {
        std::string told;
        auto result = replayed("single-generation-message-sse", piece, &told);
        CHECK(result.choices[0].text == expected);
        CHECK(told == expected);
        CHECK(result.choices[0].finish_reason == "stop");
        CHECK(result.usage.at("total_tokens") == 48);
        CHECK(result.request_id == "d272255f-82d7-9cc7-93c5-17ff77024349");
    }
}

TEST_CASE("recorded: thoughts and content in parts") {
    auto whole = replayed("multimodal-generation-message-with-tools-sse", 100000);
    CHECK(whole.choices[0].reasoning.starts_with("用户需要编写"));
    CHECK(whole.choices[0].text.ends_with("只有我们和治愈的暖阳，这就是最完美的周末。"));
    auto bytewise = replayed("multimodal-generation-message-with-tools-sse", 1);
    CHECK(bytewise.choices[0].text == whole.choices[0].text);
    CHECK(bytewise.choices[0].reasoning == whole.choices[0].reasoning);
    CHECK(bytewise.usage == whole.usage);
    CHECK(replayed("multimodal-generation-vl-sse", 5).choices[0].text.ends_with("和其他访客。"));
}

TEST_CASE("recorded: a code interpreter's stream, a tool call, search results") {
    auto code = replayed("single-generation-message-with-code-interpreter-sse", 11);
    CHECK(contains(code.choices[0].reasoning, "用户问"));
    CHECK(code.choices[0].finish_reason == "stop");

    auto tools = fed({recorded("single-generation-message-with-tools-nosse")}).take();
    REQUIRE(tools.choices[0].tool_calls.size() == 1);
    CHECK(tools.choices[0].tool_calls[0].at("function").at("name").as_string() == "get_current_weather");
    CHECK(tools.choices[0].tool_calls[0].at("function").at("arguments").as_string() ==
          R"({"location": "浙江省杭州市"})");

    auto search = fed({recorded("single-generation-message-search-nosse")}).take();
    CHECK(search.search_info.is_object());
}
