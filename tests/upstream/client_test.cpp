#include "upstream/client.hpp"

#include "dashscope/scripted_server.hpp"

#include <doctest/doctest.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

using namespace dashscope::test;
using namespace upstream;
namespace json = boost::json;

namespace {

/// Answers as an MCP server does; tests change how.
struct bench {
    boost::asio::io_context io{1};
    scripted_server server{io};
    net::client http{io.get_executor(), {}};
    upstream::client client{http, io.get_executor(), where(), {"tester", "9"}};

    std::string session = "s1";  // empty: none is given
    std::string version = "2025-06-18";
    bool events = false;
    std::function<std::optional<reply>(json::object const&)> special;  // before the usual answer

    bench() {
        server.otherwise = [this](seen_request const& request) { return answer_to(request); };
    }

    endpoint where() const {
        return {{{false, "127.0.0.1", server.port()}, "/mcp", {}}, {{"Authorization", "Bearer sk-1"}}};
    }

    static reply nothing(int status) { return answer(status, "text/plain", ""); }

    reply respond(json::value const& id, json::value result, std::string const& head = "") const {
        auto const text = json::serialize(json::object{{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}});
        if (events) return event_stream("event: message\ndata: " + text + "\n\n");
        return json_answer(200, text, head);
    }

    reply answer_to(seen_request const& request) {
        if (request.head.starts_with("DELETE ")) return nothing(200);
        auto const message = json::parse(request.body).as_object();
        if (special)
            if (auto made = special(message)) return *made;
        if (!message.contains("id") || !message.contains("method")) return nothing(202);
        auto const& id = message.at("id");
        auto const& method = message.at("method").as_string();
        if (method == "initialize")
            return respond(id, {{"protocolVersion", version}, {"serverInfo", {{"name", "S"}, {"version", "1"}}}},
                           session.empty() ? "" : "Mcp-Session-Id: " + session + "\r\n");
        if (method == "tools/list") return respond(id, {{"tools", json::array{json::object{{"name", "echo"}}}}});
        return respond(id, {{"content", json::array()}, {"echo", message.at("params")}});
    }

    std::vector<std::string> methods() const {
        std::vector<std::string> list;
        for (auto const& each : server.seen) {
            if (each.body.empty()) {
                list.push_back(each.head.substr(0, each.head.find(' ')));
                continue;
            }
            auto const message = json::parse(each.body).as_object();
            auto const* method = message.if_contains("method");
            list.push_back(method ? std::string(method->as_string()) : "reply " + json::serialize(message));
        }
        return list;
    }
    std::size_t count(std::string_view method) const {
        auto const all = methods();
        return static_cast<std::size_t>(std::ranges::count(all, method));
    }
    bool head_has(std::size_t index, std::string_view part) const {
        return server.seen.at(index).head.find(part) != std::string::npos;
    }

    static call_options soon() { return {platform::clock::now() + std::chrono::minutes(1)}; }
    json::object call(std::string tool = "echo", call_options how = soon()) {
        return run(io, client.call(std::move(tool), {{"q", "x"}}, std::move(how)));
    }
    failure failed_call(call_options how = soon()) {
        try {
            call("echo", std::move(how));
        } catch (failure const& failed) {
            return failed;
        }
        FAIL("no failure");
        return {};
    }
    /// Lets what nobody waits for happen.
    template <class Predicate>
    void until(Predicate done) {
        auto const limit = platform::clock::now() + std::chrono::minutes(1);
        while (!done() && platform::clock::now() < limit) io.run_one_for(std::chrono::milliseconds(50));
        CHECK(done());
    }
};

}  // namespace

TEST_CASE("a first call opens a session, later ones use it") {
    bench with;
    auto const result = with.call();
    CHECK(result.at("echo") == json::value{{"name", "echo"}, {"arguments", {{"q", "x"}}}});
    with.call();
    CHECK(with.methods() ==
          std::vector<std::string>{"initialize", "notifications/initialized", "tools/call", "tools/call"});
    CHECK_FALSE(with.head_has(0, "Mcp-Session-Id"));
    CHECK_FALSE(with.head_has(0, "MCP-Protocol-Version"));
    for (std::size_t i = 1; i < 4; ++i) {
        CHECK(with.head_has(i, "Mcp-Session-Id: s1"));
        CHECK(with.head_has(i, "MCP-Protocol-Version: 2025-06-18"));
    }
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(with.head_has(i, "Authorization: Bearer sk-1"));
        CHECK(with.head_has(i, "Accept: application/json, text/event-stream"));
    }
}

TEST_CASE("a server without session ids, and one that answers an older version") {
    bench with;
    with.session.clear();
    with.version = "2025-03-26";
    with.call();
    CHECK_FALSE(with.head_has(2, "Mcp-Session-Id"));
    CHECK(with.head_has(2, "MCP-Protocol-Version: 2025-03-26"));
}

TEST_CASE("answers as event streams") {
    bench with;
    with.session.clear();
    with.events = true;
    CHECK(with.call().contains("echo"));
    CHECK(run(with.io, with.client.tools(bench::soon().until)).size() == 1);
}

TEST_CASE("many first calls open one session") {
    bench with;
    int answers = 0;
    for (int i = 0; i < 20; ++i)
        boost::asio::co_spawn(with.io.get_executor(), with.client.call("echo", {}, bench::soon()),
                              [&](std::exception_ptr const& error, json::object const&) {
                                  CHECK_FALSE(error);
                                  ++answers;
                              });
    with.until([&] { return answers == 20; });
    CHECK(with.count("initialize") == 1);
    CHECK(with.count("tools/call") == 20);
}

TEST_CASE("a caller that goes while the session opens takes it from nobody") {
    bench with;
    boost::asio::cancellation_signal stop;
    bool cancelled = false, answered = false;
    boost::asio::co_spawn(
        with.io.get_executor(), with.client.call("echo", {}, bench::soon()),
        boost::asio::bind_cancellation_slot(
            stop.slot(), [&](std::exception_ptr const& error, json::object const&) { cancelled = error != nullptr; }));
    boost::asio::co_spawn(with.io.get_executor(), with.client.call("echo", {}, bench::soon()),
                          [&](std::exception_ptr const& error, json::object const&) { answered = !error; });
    with.until([&] { return with.server.seen.size() == 1; });
    stop.emit(boost::asio::cancellation_type::terminal);
    with.until([&] { return cancelled && answered; });
    CHECK(with.count("initialize") == 1);
    CHECK(with.count("tools/call") == 1);
}

TEST_CASE("a forgotten session is opened again, once for each call") {
    bench with;
    with.call();
    bool forgotten = true;
    with.special = [&](json::object const& message) -> std::optional<reply> {
        if (message.at("method") == "initialize") with.session = "s2";
        if (message.at("method") != "tools/call" || !forgotten) return std::nullopt;
        forgotten = false;
        return json_answer(404, R"({"jsonrpc":"2.0","id":null,"error":{"code":-32001,"message":"Session not found"}})");
    };
    CHECK(with.call().contains("echo"));
    CHECK(with.count("initialize") == 2);
    CHECK(with.count("tools/call") == 3);
    CHECK(with.head_has(with.server.seen.size() - 1, "Mcp-Session-Id: s2"));

    with.special = [&](json::object const& message) -> std::optional<reply> {
        if (message.at("method") != "tools/call") return std::nullopt;
        return json_answer(404, "{}");
    };
    auto const failed = with.failed_call();
    CHECK(failed.status == 404);
    CHECK(with.count("initialize") == 3);
    CHECK(with.count("tools/call") == 5);
}

TEST_CASE("refusals are told, and the next call begins anew") {
    for (int const status : {401, 403, 404, 405, 429, 500}) {
        bench with;
        with.special = [&](json::object const&) -> std::optional<reply> {
            return json_answer(status, R"({"code":"C","message":"M"})", "Retry-After: 3\r\n");
        };
        auto const failed = with.failed_call();
        CHECK(failed.kind == fault::refused);
        CHECK(failed.status == status);
        CHECK(failed.retry_after == "3");
        CHECK(failed.request_id == "head-id");
        CHECK_FALSE(failed.session_lost);
        CHECK(failed.body.find("\"C\"") != std::string::npos);
        with.special = nullptr;
        CHECK(with.call().contains("echo"));
    }
}

TEST_CASE("odd answers") {
    struct {
        reply given;
        fault kind;
        char const* part;
    } const cases[] = {
        {json_answer(200, "<html>"), fault::bad_answer, "not JSON"},
        {json_answer(200, "{}"), fault::bad_answer, "without a reply"},
        {bench::nothing(202), fault::bad_answer, "without a reply"},
        {event_stream(""), fault::bad_answer, "without a reply"},
        {cut_stream("data: {\"jsonrpc\""), fault::transport, ""},
        {json_answer(200, R"({"jsonrpc":"2.0","id":2,"result":7})"), fault::bad_answer, "no object"},
        {json_answer(200, R"({"jsonrpc":"2.0","id":2,"error":{"code":-32602,"message":"Unknown tool"}})"),
         fault::error_reply, "Unknown tool"},
        {json_answer(200, R"({"code":"Arrearage","message":"pay"})"), fault::refused, "HTTP 200"},
        {event_stream("event:error\n:HTTP_STATUS/429\ndata:{\"code\":\"Throttling\"}\n\n"), fault::refused, "HTTP 429"},
    };
    for (auto const& each : cases) {
        bench with;
        with.special = [&](json::object const& message) -> std::optional<reply> {
            if (message.at("method") != "tools/call") return std::nullopt;
            return each.given;
        };
        auto const failed = with.failed_call();
        CHECK(failed.kind == each.kind);
        CHECK_MESSAGE(std::string(failed.what()).find(each.part) != std::string::npos, failed.what());
    }
}

TEST_CASE("no server there") {
    bench with;
    with.server.close();
    auto const failed = with.failed_call();
    CHECK(failed.kind == fault::transport);
    REQUIRE(failed.cause);
    CHECK(failed.cause->how_far() == net::progress::not_sent);
}

TEST_CASE("all pages of the list, once for each session") {
    bench with;
    with.special = [&](json::object const& message) -> std::optional<reply> {
        if (message.at("method") != "tools/list") return std::nullopt;
        auto const* params = message.at("params").if_object();
        auto const* cursor = params->if_contains("cursor");
        auto const page = cursor ? std::string(cursor->as_string()) : "0";
        json::object result{{"tools", json::array{json::object{{"name", "tool" + page}}}}};
        if (page != "3") result["nextCursor"] = std::to_string(std::stoi(page) + 1);
        return with.respond(message.at("id"), result);
    };
    auto const tools = run(with.io, with.client.tools(bench::soon().until));
    REQUIRE(tools.size() == 4);
    CHECK(tools[3].at("name") == "tool3");
    run(with.io, with.client.tools(bench::soon().until));
    CHECK(with.count("tools/list") == 4);
    with.client.forget_tools();
    run(with.io, with.client.tools(bench::soon().until));
    CHECK(with.count("tools/list") == 8);
}

TEST_CASE("a cursor that leads nowhere ends the list") {
    bench with;
    with.special = [&](json::object const& message) -> std::optional<reply> {
        if (message.at("method") != "tools/list") return std::nullopt;
        return with.respond(message.at("id"),
                            {{"tools", json::array{json::object{{"name", "a"}}}}, {"nextCursor", "again"}});
    };
    CHECK(run(with.io, with.client.tools(bench::soon().until)).size() == 2);
}

TEST_CASE("progress, changes of the list and requests of the server before the answer") {
    bench with;
    with.session.clear();
    run(with.io, with.client.tools(bench::soon().until));
    with.special = [&](json::object const& message) -> std::optional<reply> {
        if (!message.contains("method") || message.at("method") != "tools/call") return std::nullopt;
        auto const id = json::serialize(message.at("id"));
        CHECK(message.at("params").at("_meta").at("progressToken") == message.at("id"));
        auto const event = [](std::string const& text) { return "data: " + text + "\n\n"; };
        return event_stream(event(R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":)" +
                                  id + R"(,"progress":0.5,"message":"half"}})") +
                                event(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})") +
                                event(R"({"jsonrpc":"2.0","id":77,"method":"ping"})") +
                                event(R"({"jsonrpc":"2.0","id":78,"method":"roots/list"})") +
                                event(R"({"jsonrpc":"2.0","id":)" + id + R"(,"result":{"done":true}})"),
                            11);
    };
    std::vector<std::string> heard;
    auto how = bench::soon();
    how.on_progress = [&](progress_report const& report) { heard.push_back(report.message); };
    CHECK(with.call("echo", how).at("done") == true);
    CHECK(heard == std::vector<std::string>{"half"});
    with.until([&] { return with.server.seen.size() >= 6; });
    CHECK(with.count(R"(reply {"jsonrpc":"2.0","id":77,"result":{}})") == 1);
    CHECK(with.count(
              R"(reply {"jsonrpc":"2.0","id":78,"error":{"code":-32601,"message":"Method not found: roots/list"}})") ==
          1);
    run(with.io, with.client.tools(bench::soon().until));
    CHECK(with.count("tools/list") == 2);
}

TEST_CASE("a cancelled call and one that is too late are cancelled at the server") {
    for (bool const by_deadline : {false, true}) {
        bench with;
        with.call();
        with.special = [&](json::object const& message) -> std::optional<reply> {
            if (message.at("method") != "tools/call") return std::nullopt;
            return cut_stream(": waiting\n\n", true);
        };
        boost::asio::cancellation_signal stop;
        std::exception_ptr error;
        call_options how{platform::clock::now() +
                         (by_deadline ? std::chrono::milliseconds(300) : std::chrono::minutes(1))};
        boost::asio::co_spawn(
            with.io.get_executor(), with.client.call("echo", {}, how),
            boost::asio::bind_cancellation_slot(
                stop.slot(), [&](std::exception_ptr thrown, json::object const&) { error = thrown; }));
        with.until([&] { return with.count("tools/call") == 2; });
        if (!by_deadline) stop.emit(boost::asio::cancellation_type::terminal);
        with.until([&] { return error && with.count("notifications/cancelled") == 1; });
        auto const told = json::parse(with.server.seen.back().body).at("params");
        auto const asked = json::parse(with.server.seen.at(with.server.seen.size() - 2).body);
        CHECK(told.at("requestId") == asked.at("id"));
        if (by_deadline)
            CHECK_THROWS_AS(std::rethrow_exception(error), failure);
        else
            CHECK_THROWS_AS(std::rethrow_exception(error), boost::system::system_error);
    }
}

TEST_CASE("the session is ended where there is one") {
    bench with;
    boost::asio::co_spawn(with.io.get_executor(), with.client.close(bench::soon().until), boost::asio::detached);
    with.io.poll();
    CHECK(with.server.seen.empty());
    with.call();
    bool ended = false;
    boost::asio::co_spawn(with.io.get_executor(), with.client.close(bench::soon().until),
                          [&](std::exception_ptr const& error) { ended = !error; });
    with.until([&] { return ended; });
    CHECK(with.methods().back() == "DELETE");
    CHECK(with.head_has(with.server.seen.size() - 1, "Mcp-Session-Id: s1"));
    with.call();
    CHECK(with.count("initialize") == 2);
}
