#include "dashscope/chat.hpp"

#include "client_fixture.hpp"

#include <boost/json/serialize.hpp>

using namespace dashscope;
using namespace dashscope::test;

namespace {

chat_request hello() {
    chat_request request;
    request.model = "qwen-plus";
    request.prompt = "hello";
    return request;
}

struct chat_fixture : client_fixture {
    chat_result ask(chat_request request = hello()) {
        chat_callbacks callbacks;
        callbacks.on_text = [this](std::string_view text) { said += text; };
        callbacks.on_reasoning = [this](std::string_view text) { thought += text; };
        return run(context, chat(api, someone(), std::move(request), options, std::move(callbacks)));
    }

    std::string said;
    std::string thought;
};

}  // namespace

TEST_CASE("the smallest body") {
    CHECK(json::value(chat_body(hello())) == json::parse(
                                                 R"({"model":"qwen-plus","messages":[{"role":"user","content":"hello"}],
            "stream":true,"stream_options":{"include_usage":true}})"));
}

TEST_CASE("every field has its place") {
    auto request = hello();
    request.system = "be brief";
    request.messages = {{{"role", "assistant"}, {"content", "yes?"}}};
    request.temperature = 0.5;
    request.top_p = 0.25;
    request.top_k = 20;
    request.max_tokens = 100;
    request.seed = 7;
    request.presence_penalty = 1.5;
    request.n = 2;
    request.stop = {"END"};
    request.enable_thinking = true;
    request.thinking_budget = 50;
    request.response_format = {{"type", "json_object"}};
    request.tools = {{{"type", "function"}}};
    request.tool_choice = "auto";
    request.parallel_tool_calls = false;
    request.enable_search = true;
    request.search_options = {{"forced_search", true}};
    request.translation_options = {{"target_lang", "English"}};
    CHECK(json::value(chat_body(request)) == json::parse(
                                                 R"({"model":"qwen-plus",
            "messages":[{"role":"system","content":"be brief"},{"role":"assistant","content":"yes?"},{"role":"user","content":"hello"}],
            "temperature":0.5,"top_p":0.25,"top_k":20,"max_tokens":100,"seed":7,"presence_penalty":1.5,"n":2,"stop":["END"],
            "enable_thinking":true,"thinking_budget":50,"response_format":{"type":"json_object"},"tools":[{"type":"function"}],
            "tool_choice":"auto","parallel_tool_calls":false,"enable_search":true,"search_options":{"forced_search":true},
            "translation_options":{"target_lang":"English"},"stream":true,"stream_options":{"include_usage":true}})"));
}

TEST_CASE("free parameters go last but cannot turn streaming off") {
    auto request = hello();
    request.temperature = 0.5;
    request.parameters = {
        {"temperature", 1.0}, {"stream", false}, {"stream_options", {{"x", 1}, {"include_usage", false}}}};
    auto body = chat_body(request);
    CHECK(body.at("temperature") == 1.0);
    CHECK(body.at("stream") == true);
    CHECK(body.at("stream_options") == json::value({{"x", 1}, {"include_usage", true}}));
    request.parameters = {{"stream_options", 3}};
    CHECK(chat_body(request).at("stream_options").at("include_usage") == true);
}

TEST_CASE_FIXTURE(chat_fixture, "a chat over a real connection, byte by byte") {
    server.script = {
        event_stream("data: "
                     "{\"id\":\"chatcmpl-1\",\"model\":\"qwen-plus\",\"choices\":[{\"index\":0,\"delta\":{\"reasoning_"
                     "content\":\"Hm\"}}]}\n\n"
                     "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"你\"}}]}\n\n"
                     "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"好\"},\"finish_reason\":\"stop\"}]}\n\n"
                     "data: {\"choices\":[],\"usage\":{\"total_tokens\":9}}\n\n"
                     "data: [DONE]\n\n",
                     1)};
    auto result = ask();
    CHECK(result.choices[0].text == "你好");
    CHECK(said == "你好");
    CHECK(thought == "Hm");
    CHECK(result.usage.at("total_tokens") == 9);
    CHECK(result.request_id == "head-id");
    CHECK(result.id == "chatcmpl-1");
    CHECK(server.seen[0].head.starts_with("POST /compatible-mode/v1/chat/completions HTTP/1.1\r\n"));
    CHECK(json::parse(server.seen[0].body).at("stream") == true);
    CHECK_FALSE(contains(server.seen[0].head, "X-DashScope-SSE"));
}

TEST_CASE_FIXTURE(chat_fixture, "[DONE] may be missing after a finish reason, not before one") {
    server.script = {
        event_stream("data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n")};
    CHECK(ask().choices[0].text == "a");
    server.script = {event_stream("data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n")};
    auto error = failed([&] { ask(); });
    CHECK(error.kind() == error_kind::bad_answer);
    CHECK(contains(error.text(), "before the answer was complete"));
    CHECK(server.seen.size() == 2);
}

TEST_CASE_FIXTURE(chat_fixture, "a chunk that is not JSON is not passed over") {
    server.script = {event_stream("data: {\"choices\":[\n\ndata: [DONE]\n\n")};
    CHECK(contains(failed([&] { ask(); }).text(), "not JSON"));
}

TEST_CASE_FIXTURE(chat_fixture, "what had come of an answer that breaks off is not lost") {
    std::string const begun =
        R"(data: {"id":"c1","model":"qwen-plus","choices":[{"index":0,"delta":{"content":"half","reasoning_content":"Hm"}}]})"
        "\n\n";
    struct {
        reply given;
        std::string_view why;
    } const cases[] = {
        {event_stream(begun), "before the answer was complete"},
        {cut_stream(begun), "Chat with"},
        {event_stream(begun + "data: {\"choices\":[\n\n"), "not JSON"},
        {event_stream(begun + "data: {\"error\":{\"code\":\"internal_error\",\"message\":\"m\"}}\n\n"),
         "internal_error"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.why);
        server.script = {each.given};
        try {
            ask();
            FAIL("no failure");
        } catch (broken_off<chat_result> const& broken) {
            CHECK(contains(broken.text(), each.why));
            CHECK(broken.so_far.choices[0].text == "half");
            CHECK(broken.so_far.choices[0].reasoning == "Hm");
            CHECK(broken.so_far.model == "qwen-plus");
        }
    }
}

TEST_CASE_FIXTURE(chat_fixture, "a failure before the first word carries none") {
    server.script = {json_answer(400, R"({"error":{"code":"invalid_parameter_error","message":"m"}})")};
    try {
        ask();
        FAIL("no failure");
    } catch (broken_off<chat_result> const&) {
        FAIL("nothing had come");
    } catch (failure const& error) {
        CHECK(contains(error.text(), "invalid_parameter_error"));
    }
}

TEST_CASE_FIXTURE(chat_fixture, "an answer that says nothing and gives no reason for it is none") {
    for (char const* events : {"data: [DONE]\n\n", "data: {\"choices\":[],\"usage\":{}}\n\ndata: [DONE]\n\n"}) {
        server.script = {event_stream(events)};
        CHECK(contains(failed([&] { ask(); }).text(), "without an answer"));
    }
}

TEST_CASE_FIXTURE(chat_fixture, "an oss:// reference asks the server to resolve it") {
    auto request = hello();
    request.messages = {
        {{"role", "user"}, {"content", {{{"type", "image_url"}, {"image_url", {{"url", "oss://k/x.png"}}}}}}}};
    server.script = {
        event_stream("data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n")};
    ask(request);
    CHECK(contains(server.seen[0].head, "X-DashScope-OssResourceResolve: enable"));
}

TEST_CASE_FIXTURE(chat_fixture, "recorded: the refusal of a key, and a whole answer from a native stream") {
    server.script = {json_answer(401, recorded("auth-error-nosse"))};
    auto error = failed([&] { ask(); });
    CHECK(error.text().starts_with("Chat with qwen-plus failed. DashScope answered InvalidApiKey (HTTP 401)"));

    server.script = {event_stream(recorded("single-generation-message-sse"), 3)};
    auto result = ask();
    CHECK(result.choices[0].text == said);
    CHECK(result.request_id == "d272255f-82d7-9cc7-93c5-17ff77024349");
}
