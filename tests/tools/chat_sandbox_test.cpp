// chat from the engine to the emulator and back (docs/sandbox.md tells of the markers).

#include "support.hpp"

using namespace tools_test;
using namespace std::chrono_literals;

namespace {

bool says(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

json::object weather_tool() {
    return {{"type", "function"},
            {"function",
             {{"name", "get_weather"},
              {"parameters", {{"type", "object"}, {"properties", {{"city", {{"type", "string"}}}}}}}}}};
}

}  // namespace

TEST_CASE("a question is answered, and what was streamed is the answer") {
    sandboxed at;
    auto const answer = at.call({{"prompt", "What is the sandbox?"}});
    CHECK_FALSE(is_error(*answer));
    CHECK(says(answer->text(), "[sandbox] qwen-plus heard: What is the sandbox?"));
    CHECK(streamed(*answer) == answer->text());
    auto const shape = structured(*answer);
    CHECK(shape.at("text") == json::value(answer->text()));
    CHECK(shape.at("model") == "qwen-plus");
    CHECK(shape.at("finish_reason") == "stop");
    CHECK(shape.at("usage").at("completion_tokens").as_int64() > 0);
    CHECK(says(all_text(*answer), shape.at("request_id").as_string().c_str()));
}

TEST_CASE("text arrives whole whatever its frames look like") {
    for (std::string const marker : {"", "[[fault:split-frames]]", "[[fault:half-frames]]"}) {
        CAPTURE(marker);
        sandboxed at;
        std::string const said = "百炼 😀 line one\nline two \"quoted\" \\ done";
        auto const answer = at.call({{"prompt", "[[say:" + said + "]][[chunks:20]]" + marker}});
        CHECK_FALSE(is_error(*answer));
        CHECK(says(answer->text(), said));
        CHECK(streamed(*answer) == answer->text());
    }
}

TEST_CASE("progress grows, and its text comes in several pieces") {
    sandboxed at;
    at.tools.finish(*at.tools.start({{"prompt", "x"}}));
    auto const answer = at.call({{"prompt", "[[chunks:8]][[chunk-delay:60]]x"}});
    double last = -1;
    int reports = 0;
    for (auto const& note : answer->notifications) {
        if (note.at("method") != "notifications/progress") continue;
        auto const& params = note.at("params").as_object();
        CHECK(params.at("progressToken") == "p");
        CHECK(params.at("progress").to_number<double>() > last);
        last = params.at("progress").to_number<double>();
        ++reports;
    }
    CHECK(reports > 1);
    CHECK(streamed(*answer) == answer->text());
}

TEST_CASE("thoughts are told apart from the answer") {
    sandboxed at;
    auto const answer = at.call({{"prompt", "[[say:The answer.]]"}, {"enable_thinking", true}});
    CHECK_FALSE(is_error(*answer));
    CHECK(answer->text() == "The answer.");
    CHECK_FALSE(structured(*answer).at("reasoning").as_string().empty());
    CHECK(says(answer->text(1), "Reasoning:\n"));
    // Thoughts move the progress on, but only the answer is its text.
    CHECK(streamed(*answer) == "The answer.");
}

TEST_CASE("calls of functions are given back, not made") {
    sandboxed at;
    auto const answer = at.call({{"prompt", "Weather?"}, {"tools", {weather_tool()}}, {"tool_choice", "get_weather"}});
    CHECK_FALSE(is_error(*answer));
    auto const shape = structured(*answer);
    auto const& calls = shape.at("tool_calls").as_array();
    REQUIRE(calls.size() == 1);
    CHECK(calls[0].at("function").at("name") == "get_weather");
    CHECK(json::parse(calls[0].at("function").at("arguments").as_string()).is_object());
    CHECK_FALSE(calls[0].at("id").as_string().empty());

    // The way back: the result of the call goes in as messages.
    json::array const messages{{{"role", "user"}, {"content", "Weather?"}},
                               {{"role", "assistant"}, {"content", ""}, {"tool_calls", calls}},
                               {{"role", "tool"}, {"tool_call_id", calls[0].at("id")}, {"content", "Sunny."}}};
    auto const next = at.call({{"messages", messages}, {"tools", {weather_tool()}}});
    CHECK_FALSE(is_error(*next));
    CHECK(says(next->text(), "got the tool's result: Sunny."));
}

TEST_CASE("an answer by a schema is JSON of that shape") {
    sandboxed at;
    auto const schema =
        json::parse(R"({"type":"object","properties":{"city":{"type":"string"},"degrees":{"type":"integer"}},
                                        "required":["city","degrees"]})");
    auto const answer = at.call({{"prompt", "Weather as JSON"}, {"json_schema", schema}});
    CHECK_FALSE(is_error(*answer));
    auto const value = json::parse(answer->text()).as_object();
    CHECK(value.at("city").is_string());
    CHECK(value.at("degrees").is_int64());
}

TEST_CASE("several answers") {
    sandboxed at;
    auto const answer = at.call({{"prompt", "Twice"}, {"n", 2}});
    CHECK_FALSE(is_error(*answer));
    CHECK(says(answer->text(1), "Answer 2:\n"));
    CHECK(structured(*answer).at("alternatives").as_array().size() == 1);
    // Pieces of two answers in one text would be of no use to anyone.
    CHECK(streamed(*answer) == answer->text());
}

TEST_CASE("an answer that was cut says so") {
    sandboxed at;
    auto const answer = at.call({{"prompt", "[[chunks:50]]x"}, {"max_tokens", 5}});
    CHECK(structured(*answer).at("finish_reason") == "length");
    CHECK(says(all_text(*answer), "cut off: max_tokens reached"));
}

TEST_CASE("refusals tell what failed, DashScope's code, the request, and what to do") {
    struct {
        std::string prompt;
        std::string model;
        std::vector<std::string> said;
    } const cases[] = {
        {"[[error:Arrearage]]", "qwen-plus", {"Arrearage"}},
        {"[[error:data_inspection_failed]]", "qwen-plus", {"data_inspection_failed"}},
        {"[[error:DataInspectionFailed:native]]", "qwen-plus", {"DataInspectionFailed"}},
        {"[[error:InvalidParameter:http200]]", "qwen-plus", {"invalid_parameter_error"}},
        {"[[error:InternalError:midstream]]", "qwen-plus", {"internal_error"}},
        {"x", "no-such-model", {"model_not_found", "no-such-model"}},
    };
    for (auto const& each : cases) {
        CAPTURE(each.prompt);
        sandboxed at;
        auto const answer = at.call({{"prompt", each.prompt}, {"model", each.model}});
        CHECK(is_error(*answer));
        auto const text = all_text(*answer);
        CAPTURE(text);
        CHECK(says(text, "Chat with " + each.model));
        for (auto const& part : each.said) CHECK(says(text, part));
        CHECK(at.server.requests() == 1);
    }
}

TEST_CASE("a wrong key is told, and never shown") {
    boost::asio::io_context io{1};
    sandbox::server server(io.get_executor(), {});
    bench with(io, server.listen("127.0.0.1", 0), "sk-invalid");
    auto const answer = with.call({{"prompt", "x"}});
    CHECK(is_error(*answer));
    CHECK(says(all_text(*answer), "invalid_api_key"));
    CHECK_FALSE(says(answer->reply.body, "sk-invalid"));
}

TEST_CASE("a refusal that passes is tried again, and the log says so") {
    sandboxed at;
    auto const answer = at.call({{"prompt", "[[fail-times:2]][[say:at last]]"}});
    CHECK_FALSE(is_error(*answer));
    CHECK(answer->text() == "at last");
    CHECK(at.server.requests() == 3);
    int logged = 0;
    for (auto const& note : answer->notifications)
        if (note.at("method") == "notifications/message") ++logged;
    CHECK(logged == 2);
}

TEST_CASE("a refusal that stays is given up") {
    sandboxed at;
    auto const answer = at.call({{"prompt", "[[fail-times:100]]x"}});
    CHECK(is_error(*answer));
    CHECK(says(all_text(*answer), "limit_requests"));
    CHECK(at.server.requests() == 4);
}

TEST_CASE("answers that break are errors, however they break") {
    for (std::string const fault : {"reset", "reset-midstream", "truncate", "garbage", "html", "empty"}) {
        CAPTURE(fault);
        sandboxed at;
        auto const answer = at.call({{"prompt", "[[fault:" + fault + "]][[chunks:10]]x"}});
        CHECK(is_error(*answer));
        CHECK(says(all_text(*answer), "Chat with qwen-plus"));
    }
}

TEST_CASE("a cancelled call closes its request, and has no answer") {
    sandboxed at;
    auto const answer = at.tools.start({{"prompt", "[[fault:stall]]x"}});
    run_until(at.io, [&] { return at.server.requests() == 1; });
    CHECK_FALSE(answer->finished);
    SUBCASE("by its client") {
        auto const by = std::make_shared<testing::peer>();
        at.tools.engine().receive(
            {R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}})", nullptr, {}}, by);
        at.tools.finish(*answer);
        CHECK(answer->reply.body.empty());
    }
    SUBCASE("by the end of the server") {
        at.tools.engine().cancel_all();
        at.tools.finish(*answer);
        CHECK(answer->error_code() == -32603);
    }
    CHECK(at.tools.engine().running() == 0);
    // The emulator holds a stalled answer until its client leaves: nothing is left to run.
    at.server.close();
    at.io.restart();
    at.io.run_for(1min);
    CHECK(at.io.stopped());
}
