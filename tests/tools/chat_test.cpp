// Arguments of chat → the request that leaves.

#include "support.hpp"

using namespace tools_test;

namespace {

json::object parse(std::string_view text) {
    return json::parse(json::string_view(text.data(), text.size())).as_object();
}

}  // namespace

TEST_CASE("what each argument becomes") {
    struct {
        std::string arguments;
        std::string body;  // beside `model`, `messages` of the prompt "x", and streaming
    } const cases[] = {
        {R"({})", R"({})"},
        {R"({"model":"qwen-max"})", R"({"model":"qwen-max"})"},
        {R"({"temperature":0.5,"top_p":0.9,"top_k":20})", R"({"temperature":0.5,"top_p":0.9,"top_k":20})"},
        {R"({"temperature":0})", R"({"temperature":0.0})"},
        {R"({"temperature":"0.5","max_tokens":"100","seed":"7"})", R"({"temperature":0.5,"max_tokens":100,"seed":7})"},
        {R"({"presence_penalty":-1.5,"n":2})", R"({"presence_penalty":-1.5,"n":2})"},
        {R"({"stop":["a","b"]})", R"({"stop":["a","b"]})"},
        {R"({"stop":"a"})", R"({"stop":["a"]})"},
        {R"({"enable_thinking":"true"})", R"({"enable_thinking":true})"},
        {R"({"enable_thinking":false})", R"({"enable_thinking":false})"},
        // A budget turns thinking on, unless that was refused by name.
        {R"({"thinking_budget":50})", R"({"enable_thinking":true,"thinking_budget":50})"},
        {R"({"thinking_budget":50,"enable_thinking":false})", R"({"enable_thinking":false,"thinking_budget":50})"},
        {R"({"response_format":"text"})", R"({})"},
        {R"({"response_format":"json_object"})", R"({"response_format":{"type":"json_object"}})"},
        {R"({"response_format":"JSON_OBJECT"})", R"({"response_format":{"type":"json_object"}})"},
        {R"({"json_schema":{"type":"object"}})",
         R"({"response_format":{"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":{"type":"object"}}}})"},
        {R"({"json_schema":{"name":"n","schema":{"type":"object"}},"response_format":"json_schema"})",
         R"({"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}}})"},
        {R"({"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"auto"})",
         R"({"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"auto"})"},
        {R"({"tools":"[{\"type\":\"function\"}]","tool_choice":"none"})",
         R"({"tools":[{"type":"function"}],"tool_choice":"none"})"},
        {R"({"tool_choice":"f","parallel_tool_calls":true})",
         R"({"tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":true})"},
        {R"({"enable_search":true,"search_options":{"forced_search":true}})",
         R"({"enable_search":true,"search_options":{"forced_search":true}})"},
        {R"({"translation_options":{"target_lang":"English"}})",
         R"({"translation_options":{"target_lang":"English"}})"},
        {R"({"parameters":{"logprobs":true,"temperature":1}})", R"({"logprobs":true,"temperature":1})"},
        // Merged last: what is said there wins, but the answer is always streamed.
        {R"({"temperature":0.5,"parameters":{"temperature":1,"stream":false}})", R"({"temperature":1})"},
        {R"({"max_completion_tokens":9,"search":true})", R"({"max_tokens":9,"enable_search":true})"},
        {R"({"seed":null,"model":null})", R"({})"},
    };
    boost::asio::io_context io{1};
    stand_in server(io);
    bench with(io, server.port());
    for (auto const& each : cases) {
        CAPTURE(each.arguments);
        auto arguments = parse(each.arguments);
        arguments["prompt"] = "x";
        auto const answer = with.call(std::move(arguments));
        CHECK_FALSE(is_error(*answer));
        json::object expected{{"model", with.settings.model_for(dashscope::capability::text)},
                              {"messages", json::array{{{"role", "user"}, {"content", "x"}}}},
                              {"stream", true},
                              {"stream_options", {{"include_usage", true}}}};
        for (auto const& [name, value] : parse(each.body)) expected[name] = value;
        CHECK(server.requests.back().body == expected);
    }
}

TEST_CASE("the conversation: system first, the prompt last") {
    struct {
        std::string arguments;
        std::string messages;
    } const cases[] = {
        {R"({"prompt":"a"})", R"([{"role":"user","content":"a"}])"},
        {R"({"question":"a"})", R"([{"role":"user","content":"a"}])"},
        {R"({"prompt":"a","system":"s"})", R"([{"role":"system","content":"s"},{"role":"user","content":"a"}])"},
        {R"({"messages":[{"role":"user","content":"a"}]})", R"([{"role":"user","content":"a"}])"},
        {R"({"messages":"[{\"role\":\"user\",\"content\":\"a\"}]"})", R"([{"role":"user","content":"a"}])"},
        {R"({"messages":{"role":"user","content":"a"}})", R"([{"role":"user","content":"a"}])"},
        {R"({"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}],"prompt":"c","system":"s"})",
         R"([{"role":"system","content":"s"},{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}])"},
        {R"({"messages":[{"role":"assistant","tool_calls":[{"id":"1"}]},{"role":"tool","tool_call_id":"1","content":"r"}]})",
         R"([{"role":"assistant","tool_calls":[{"id":"1"}]},{"role":"tool","tool_call_id":"1","content":"r"}])"},
    };
    boost::asio::io_context io{1};
    stand_in server(io);
    bench with(io, server.port());
    for (auto const& each : cases) {
        CAPTURE(each.arguments);
        with.call(parse(each.arguments));
        CHECK(server.requests.back().body.at("messages") == json::parse(each.messages));
    }
}

TEST_CASE("the request goes to the compatible endpoint with the operator's key") {
    boost::asio::io_context io{1};
    stand_in server(io);
    bench with(io, server.port(), "sk-operator");
    auto const answer = with.call({{"prompt", "x"}});
    REQUIRE(server.requests.size() == 1);
    CHECK(server.requests[0].target == "/compatible-mode/v1/chat/completions");
    CHECK(server.requests[0].authorization == "Bearer sk-operator");
    CHECK(answer->text() == "fine");
    CHECK(all_text(*answer).find("sk-operator") == std::string::npos);
    CHECK(structured(*answer).at("model") == "qwen-test");
}

TEST_CASE("arguments that are not listed are taken, by themselves and in `parameters`") {
    boost::asio::io_context io{1};
    stand_in server(io);
    bench with(io, server.port());
    with.call({{"prompt", "x"}, {"top_k", 5}, {"parameters", {{"n", 1}, {"thinking_budget", 9}, {"new_field", true}}}});
    auto const& body = server.requests.back().body;
    CHECK(body.at("top_k") == 5);
    CHECK(body.at("n") == 1);
    CHECK(body.at("new_field") == true);
    // What belongs to an argument comes with it.
    CHECK(body.at("enable_thinking") == true);
}

TEST_CASE("the configured model is the default") {
    boost::asio::io_context io{1};
    stand_in server(io);
    bench with(io, server.port());
    dashscope::settings_input input;
    input.flags["default_text_model"] = "qwen-special";
    with.settings.models = dashscope::resolve_settings(input).models;
    with.call({{"prompt", "x"}});
    CHECK(server.requests.back().body.at("model") == "qwen-special");
}

TEST_CASE("arguments that can't be are refused in words, and nothing is sent") {
    struct {
        std::string arguments;
        std::vector<std::string> said;
    } const cases[] = {
        {R"({})", {"prompt", "messages"}},
        {R"({"prompt":""})", {"prompt", "messages"}},
        {R"({"promt":"x"})", {"`promt`", "did you mean `prompt`?", "temperature"}},
        {R"({"prompt":"x","temperature":2})", {"`temperature`", "2"}},
        {R"({"prompt":"x","top_p":0})", {"`top_p`"}},
        {R"({"prompt":"x","n":5})", {"`n`", "4"}},
        {R"({"prompt":"x","max_tokens":0})", {"`max_tokens`"}},
        {R"({"prompt":"x","seed":1.5})", {"`seed`"}},
        {R"({"prompt":"x","top_k":18446744073709551615})", {"`top_k`", "an integer"}},
        {R"({"prompt":"x","max_tokens":1e300})", {"`max_tokens`", "an integer"}},
        {R"({"prompt":"x","enable_thinking":"perhaps"})", {"`enable_thinking`"}},
        {R"({"prompt":"x","response_format":"yaml"})", {"`response_format`", "json_object", "json_schema"}},
        {R"({"prompt":"x","response_format":"json_schema"})", {"json_schema", "JSON Schema"}},
        {R"({"prompt":{"a":1}})", {"`prompt`"}},
        {R"({"messages":[1]})", {"`messages"}},
        {R"({"prompt":"x","tools":"no JSON"})", {"`tools"}},
    };
    boost::asio::io_context io{1};
    stand_in server(io);
    bench with(io, server.port());
    for (auto const& each : cases) {
        CAPTURE(each.arguments);
        auto const answer = with.call(parse(each.arguments));
        CHECK(is_error(*answer));
        auto const text = all_text(*answer);
        CAPTURE(text);
        for (auto const& part : each.said) CHECK(text.find(part) != std::string::npos);
    }
    CHECK(server.requests.empty());
}

TEST_CASE("without a key the answer says where to get one and where to put it") {
    boost::asio::io_context io{1};
    stand_in server(io);
    bench with(io, server.port(), "");
    auto const answer = with.call({{"prompt", "x"}});
    CHECK(is_error(*answer));
    auto const text = all_text(*answer);
    for (auto const* part : {"https://bailian.console.aliyun.com/cn-beijing/?tab=app#/api-key", "DASHSCOPE_API_KEY",
                             "~/.bailian/config.json"})
        CHECK(text.find(part) != std::string::npos);
    CHECK(server.requests.empty());
}
