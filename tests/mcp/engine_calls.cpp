#include "harness.hpp"

using namespace testing;
using namespace std::chrono_literals;

namespace {

std::string call(std::string const& tool, std::string const& id = "1", std::string const& arguments = "{}",
                 std::string const& meta = "") {
    return R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":"tools/call","params":{"name":")" + tool +
           R"(","arguments":)" + arguments + (meta.empty() ? "" : "," + meta) + "}}";
}

std::string cancel(std::string const& id) {
    return R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":)" + id + "}}";
}

// Speaks in pieces, pausing between them.
platform::task<mcp::tool_result> speak(mcp::request_context& context, std::vector<std::string> pieces,
                                       std::chrono::milliseconds pause) {
    std::string all;
    for (auto const& piece : pieces) {
        context.stream_text(piece);
        all += piece;
        platform::timer timer(context.executor(), pause);
        co_await timer.async_wait(platform::use_task);
    }
    mcp::tool_result result;
    result.add_text(all);
    co_return result;
}

platform::task<mcp::tool_result> throw_later(std::function<void()> fail) {
    platform::timer timer(co_await boost::asio::this_coro::executor, 1ms);
    co_await timer.async_wait(platform::use_task);
    fail();
    co_return mcp::tool_result{};
}

std::string const token = R"("_meta":{"progressToken":"t"})";

}  // namespace

TEST_CASE("arguments reach a tool checked and mended; problems come back as a result that says what is allowed") {
    bench env;
    env.add(
        "double",
        [](json::object const& arguments, auto&) {
            return answer_text(std::to_string(2 * arguments.at("number").as_int64()));
        },
        R"({"number":{"type":"integer"}})");
    env.start(false);
    CHECK(env.send(call("double", "1", R"({"number":"21"})"))->text() == "42");
    auto const wrong = env.send(call("double", "1", R"({"nummber":1})"));
    CHECK(wrong->result().at("isError").as_bool());
    CHECK(wrong->text().starts_with(
        "Invalid arguments for double:\n- `nummber` is not a parameter; did you mean `number`?"));
    CHECK(env.send(call("dubble"))->error().at("message").as_string() == "Unknown tool: dubble. Did you mean double?");
    CHECK(env.send(call("other_thing"))->error_code() == -32602);
    CHECK(env.send(call("double", "1", R"([1])"))->error_code() == -32602);
}

TEST_CASE("absent and null arguments are no arguments") {
    bench env;
    env.add("count",
            [](json::object const& arguments, auto&) { return answer_text(std::to_string(arguments.size())); });
    env.start(false);
    CHECK(env.send(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"count"}})")->text() == "0");
    CHECK(env.send(call("count", "1", "null"))->text() == "0");
}

TEST_CASE("calls run side by side and are answered as they end") {
    bench env;
    env.add("wait", [](auto const&, auto&) { return wait_for_ever(); });
    env.add("quick", [](auto const&, auto&) { return answer_text("now"); });
    env.start(false);
    auto const slow = env.send(call("wait", "1"));
    auto const quick = env.send(call("quick", "2"));
    CHECK(quick->text() == "now");
    CHECK(env.send(R"({"jsonrpc":"2.0","id":3,"method":"ping"})")->finished);
    CHECK_FALSE(slow->finished);
    CHECK(env.engine->running() == 1);
}

TEST_CASE("a cancelled call ends without an answer; others go on") {
    bench env;
    env.add("wait", [](auto const&, auto&) { return wait_for_ever(); });
    env.start(false);
    struct {
        char const* id;
        char const* other;
    } const cases[] = {{"1", "2"},
                       {"\"1\"", "1"},
                       {"0", "\"0\""},
                       {"18446744073709551615", "18446744073709551616"},
                       // Equal as doubles.
                       {"123456789012345678901234567890", "123456789012345678901234567891"},
                       {"-9223372036854775809", "9223372036854775809"}};
    for (auto const& each : cases) {
        auto const one = env.send(call("wait", each.id));
        auto const two = env.send(call("wait", each.other));
        env.send(cancel(each.id));
        env.finish(one);
        CHECK(one->reply.body.empty());
        CHECK_FALSE(two->finished);
        env.send(cancel(each.other));
        env.finish(two);
        // The id is free again, and late cancellations do no harm.
        env.send(cancel(each.id));
        CHECK(env.engine->running() == 0);
    }
}

TEST_CASE("an id that is in use is refused until its request has an answer") {
    bench env;
    env.add("wait", [](auto const&, auto&) { return wait_for_ever(); });
    env.add("quick", [](auto const&, auto&) { return answer_text("now"); });
    env.start(false);
    for (std::string const id : {"1", "\"1\"", "123456789012345678901234567890"}) {
        CAPTURE(id);
        auto const first = env.send(call("wait", id));
        for (auto const& text :
             {call("wait", id), call("quick", id), R"({"jsonrpc":"2.0","method":"ping","id":)" + id + "}",
              R"({"jsonrpc":"2.0","method":"tools/list","id":)" + id + R"(,"params":{)" + modern_meta() + "}}"}) {
            auto const second = env.send(text);
            REQUIRE(second->finished);
            CHECK(second->error_code() == -32600);
            CHECK(second->reply.status == 400);
            CHECK(second->reply.body.find("\"id\":" + id + ",") != std::string::npos);
            CHECK(second->error().at("message").as_string().find(id) != std::string::npos);
        }
        CHECK_FALSE(first->finished);
        CHECK(env.engine->running() == 1);
        CHECK(env.send(call("quick", "2"))->text() == "now");
        env.send(cancel(id));
        env.finish(first);
        CHECK(env.send(call("quick", id))->text() == "now");
    }
}

TEST_CASE("over HTTP ids belong to a session; clients without one share none") {
    bench env;
    env.add("wait", [](auto const&, auto&) { return wait_for_ever(); });
    env.start(true);
    headers const none;
    auto const open = [&] {
        return env
            .send(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25"}})", &none)
            ->reply.session_id;
    };
    headers const alice({{"mcp-session-id", open()}}), bob({{"mcp-session-id", open()}});
    headers const modern({{"mcp-protocol-version", "2026-07-28"}, {"mcp-method", "tools/call"}, {"mcp-name", "wait"}});
    env.send(call("wait"), &alice);
    CHECK(env.send(call("wait"), &alice)->error_code() == -32600);
    for (auto const* fields : {&bob, &none, &none}) CHECK_FALSE(env.send(call("wait"), fields)->finished);
    for (int i = 0; i < 2; ++i) CHECK_FALSE(env.send(call("wait", "1", "{}", modern_meta()), &modern)->finished);
    CHECK(env.engine->running() == 6);
}

TEST_CASE("over HTTP a session cancels its own calls only") {
    bench env;
    env.add("wait", [](auto const&, auto&) { return wait_for_ever(); });
    env.start(true);
    headers const none;
    auto const open = [&] {
        return env
            .send(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25"}})", &none)
            ->reply.session_id;
    };
    headers const alice({{"mcp-session-id", open()}}), bob({{"mcp-session-id", open()}});
    auto const running = env.send(call("wait"), &alice);
    env.send(cancel("1"), &bob);
    env.send(cancel("1"), &none);
    env.io.poll();
    CHECK_FALSE(running->finished);
    env.send(cancel("1"), &alice);
    env.finish(running);
}

TEST_CASE("a lost connection cancels a modern call, not a legacy one") {
    bench env;
    env.add("wait", [](auto const&, auto&) { return wait_for_ever(); });
    env.start(true);
    headers const modern({{"mcp-protocol-version", "2026-07-28"}, {"mcp-method", "tools/call"}, {"mcp-name", "wait"}});
    headers const none;

    auto const legacy_call = env.send(call("wait"), &none);
    env.engine->disconnected(env.ticket);
    env.io.poll();
    CHECK_FALSE(legacy_call->finished);

    auto const modern_call = env.send(call("wait", "1", "{}", modern_meta()), &modern);
    env.engine->disconnected(env.ticket);
    env.finish(modern_call);
    CHECK(modern_call->reply.body.empty());
    env.engine->disconnected(env.ticket);
    env.engine->disconnected(999);
}

TEST_CASE("the end of a session ends what it started") {
    bench env;
    env.add("wait", [](auto const&, auto&) { return wait_for_ever(); });
    env.start(true);
    headers const none;
    auto const id =
        env.send(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25"}})", &none)
            ->reply.session_id;
    headers const known({{"mcp-session-id", id}});
    auto const mine = env.send(call("wait"), &known);
    auto const other = env.send(call("wait"), &none);
    CHECK(env.engine->end_session(id, "") == 204);
    env.finish(mine);
    CHECK_FALSE(other->finished);
}

TEST_CASE("a call that takes too long is ended and says so") {
    bench env;
    env.options.call_timeout = 0s;
    env.add("wait", [](auto const&, auto&) { return wait_for_ever(); });
    env.start(false);
    auto const to = env.send(call("wait"));
    env.finish(to);
    CHECK(to->result().at("isError").as_bool());
    CHECK(to->text().find("took longer than") != std::string::npos);
}

TEST_CASE("shutdown ends every call with an answer") {
    bench env;
    env.add("wait", [](auto const&, auto&) { return wait_for_ever(); });
    env.start(false);
    auto const one = env.send(call("wait", "1"));
    auto const two = env.send(call("wait", "2"));
    env.engine->cancel_all();
    env.finish(one);
    env.finish(two);
    CHECK(one->error_code() == -32603);
    CHECK(env.engine->running() == 0);
}

TEST_CASE("what a tool throws: a tool_error speaks to the model, anything else says nothing") {
    struct {
        std::function<void()> fail;
        bool internal;
    } const cases[] = {{[] { throw mcp::tool_error("Try again with a smaller image."); }, false},
                       {[] { throw std::runtime_error("secret detail"); }, true},
                       {[] { throw 5; }, true}};
    for (auto const& each : cases) {
        for (bool const later : {false, true}) {
            bench env;
            env.add("fail", [&](auto const&, auto&) {
                if (!later) each.fail();
                return throw_later(each.fail);
            });
            env.start(false);
            auto const to = env.send(call("fail"));
            env.finish(to);
            if (each.internal) {
                CHECK(to->error_code() == -32603);
                CHECK(to->reply.body.find("secret") == std::string::npos);
            } else {
                CHECK(to->result().at("isError").as_bool());
                CHECK(to->text() == "Try again with a smaller image.");
            }
            CHECK(env.engine->running() == 0);
        }
    }
}

TEST_CASE("a result above the limit of readers becomes an error that says so") {
    bench env;
    env.options.reply_limit = 1000;
    env.add("much", [](auto const&, auto&) { return answer_text(std::string(2000, 'x')); });
    env.start(false);
    auto const to = env.send(call("much"));
    CHECK(to->result().at("isError").as_bool());
    CHECK(to->reply.body.size() < 1000);
}

TEST_CASE("streamed text arrives whole, in order, before the result, and progress only grows") {
    std::vector<std::string> pieces;
    for (int i = 0; i < 50; ++i) pieces.push_back("piece " + std::to_string(i) + "; ");
    for (auto const interval : {0ms, 5ms, 10'000ms}) {
        bench env;
        env.options.progress_interval = interval;
        env.add("speak", [&](auto const&, mcp::request_context& context) { return speak(context, pieces, 1ms); });
        env.start(false);
        auto const to = env.send(call("speak", "1", "{}", token));
        env.finish(to);
        std::string joined;
        double last = -1;
        for (auto const& each : to->notifications) {
            auto const& params = each.at("params").as_object();
            CHECK(params.at("progressToken").as_string() == "t");
            CHECK(params.at("progress").to_number<double>() > last);
            last = params.at("progress").to_number<double>();
            joined += params.at("message").as_string();
        }
        CHECK(joined == to->text());
        if (interval == 0ms) CHECK(to->notifications.size() == pieces.size());
        if (interval == 10'000ms) CHECK(to->notifications.size() == 2);
    }
}

TEST_CASE("streamed text can be told from other progress by those who join it") {
    for (bool const marks : {false, true}) {
        bench env;
        env.options.marks_text = marks;
        env.add("both", [](auto const&, mcp::request_context& context) {
            context.report(1, std::nullopt, "at work");
            context.stream_text("a");
            return answer_text("a");
        });
        env.start(false);
        auto const to = env.send(call("both", "1", "{}", token));
        env.finish(to);
        REQUIRE(to->notifications.size() == 2);
        CHECK_FALSE(to->notifications[0].at("params").as_object().contains("_meta"));
        CHECK(to->notifications[1].at("params").as_object().contains("_meta") == marks);
        CHECK(to->notifications[1].at("params").at("message").as_string() == "a");
    }
}

TEST_CASE("gathered text does not wait for a long pause to end") {
    bench env;
    env.options.progress_interval = 5ms;
    env.add("pause", [](auto const&, mcp::request_context& context) {
        context.stream_text("a");
        context.stream_text("b");
        return wait_for_ever();
    });
    env.start(false);
    auto const to = env.send(call("pause", "1", "{}", token));
    auto const until = std::chrono::steady_clock::now() + 10s;
    while (to->notifications.size() < 2 && std::chrono::steady_clock::now() < until) env.io.run_one_for(10ms);
    REQUIRE(to->notifications.size() == 2);
    CHECK(to->notifications[1].at("params").at("message").as_string() == "b");
}

TEST_CASE("progress goes only to those who asked, with the token they gave") {
    struct {
        char const* meta;
        char const* echoed;  // null: no progress
    } const cases[] = {
        {"", nullptr},
        {R"("_meta":{})", nullptr},
        {R"("_meta":{"progressToken":0})", "0"},
        {R"("_meta":{"progressToken":""})", "\"\""},
        {R"("_meta":{"progressToken":18446744073709551615})", "18446744073709551615"},
        {R"("_meta":{"progressToken":1.5})", nullptr},
        {R"("_meta":{"progressToken":123456789012345678901234567890})", "123456789012345678901234567890"},
        {R"("_meta":{"progressToken":{}})", nullptr}};
    bench env;
    env.add("report", [](auto const&, mcp::request_context& context) {
        context.report(1, 4, "first");
        context.report(1, 4, "again");  // does not grow: left out
        context.report(0.5, 4, "back");
        context.report(2, 4, "second");
        return answer_text(context.wants_progress() ? "yes" : "no");
    });
    env.start(false);
    for (auto const& each : cases) {
        CAPTURE(each.meta);
        auto const to = env.send(call("report", "1", "{}", each.meta));
        CHECK(to->text() == (each.echoed ? "yes" : "no"));
        REQUIRE(to->notifications.size() == (each.echoed ? 2 : 0));
        if (!each.echoed) continue;
        auto const& params = to->notifications[1].at("params").as_object();
        if (params.at("progressToken").is_double())
            CHECK(params.at("progressToken") == json::parse(each.echoed));
        else
            CHECK(json::serialize(params.at("progressToken")) == each.echoed);
        CHECK(params.at("progress").to_number<double>() == 2);
        CHECK(params.at("total").to_number<double>() == 4);
        CHECK(params.at("message").as_string() == "second");
    }
}

TEST_CASE("log messages go to whom their level asks for") {
    bench env;
    env.add("log", [](auto const&, mcp::request_context& context) {
        context.log(mcp::log_level::debug, "d");
        context.log(mcp::log_level::warning, "w\n\"");
        context.log(mcp::log_level::emergency, "e");
        return answer_text("");
    });
    env.start(false);
    auto const count = [&](std::string const& meta) {
        return env.send(call("log", "1", "{}", meta))->notifications.size();
    };
    CHECK(count("") == 2);  // a legacy peer that set nothing hears warnings
    CHECK(count(modern_meta()) == 0);
    CHECK(count(modern_meta(R"("io.modelcontextprotocol/logLevel":"debug")")) == 3);
    CHECK(count(modern_meta(R"("io.modelcontextprotocol/logLevel":"alert")")) == 1);
    env.send(R"({"jsonrpc":"2.0","id":1,"method":"logging/setLevel","params":{"level":"emergency"}})");
    auto const to = env.send(call("log"));
    REQUIRE(to->notifications.size() == 1);
    CHECK(to->notifications[0].at("params").at("level").as_string() == "emergency");
}

TEST_CASE("a call whose tool has nothing to report still shows that it is alive") {
    bench env;
    env.options.pulse_interval = 1ms;
    env.add("wait", [](auto const&, auto&) { return wait_for_ever(); });
    env.start(false);
    auto const to = env.send(call("wait", "1", "{}", token));
    auto const silent = env.send(call("wait", "2"));
    auto const until = std::chrono::steady_clock::now() + 10s;
    while (to->notifications.size() < 3 && std::chrono::steady_clock::now() < until) env.io.run_one_for(10ms);
    REQUIRE(to->notifications.size() >= 3);
    double last = -1;
    for (auto const& each : to->notifications) {
        auto const done = each.at("params").at("progress").to_number<double>();
        CHECK(done > last);
        CHECK_FALSE(each.at("params").as_object().contains("message"));
        last = done;
    }
    CHECK(last < 1);  // a tool's own count goes on where it was
    CHECK(silent->notifications.empty());
}

TEST_CASE("a piece of text larger than a line may be is reported in several") {
    std::string const piece = std::string(2'500'000, 'x') + "日";
    bench env;
    env.add("speak", [&](auto const&, mcp::request_context& context) { return speak(context, {piece}, 1ms); });
    env.start(false);
    auto const to = env.send(call("speak", "1", "{}", token));
    env.finish(to);
    CHECK(to->notifications.size() == 3);
    std::string joined;
    for (auto const& each : to->notifications) joined += each.at("params").at("message").as_string();
    CHECK(joined == piece);
}
