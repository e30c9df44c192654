#include "transport/http_endpoint.hpp"

#include "http_bench.hpp"

#include "net/sse.hpp"

#include <doctest/doctest.h>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <chrono>

using namespace std::chrono_literals;
using testing::http_bench;

namespace {

std::vector<std::string> events_of(net::client_response const& answer) {
    net::sse_reader reader;
    reader.feed(answer.body);
    reader.finish();
    std::vector<std::string> out;
    while (auto const event = reader.next()) out.push_back(event->data);
    return out;
}

void send_raw(boost::asio::ip::tcp::socket& socket, std::string const& host_lines) {
    auto const text =
        "POST /mcp HTTP/1.1\r\n" + host_lines + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
    boost::asio::write(socket, boost::asio::buffer(text));
}

std::string type_of(net::client_response const& answer) {
    return std::string(answer.fields.value_or("content-type", ""));
}

}  // namespace

TEST_CASE("what the endpoint is asked wrongly") {
    struct {
        char const* what;
        char const* method;
        char const* target;
        net::headers fields;
        std::string body;
        int status;
        char const* allow;
    } const cases[] = {
        {"another path", "POST", "/other", {}, "{}", 404, nullptr},
        {"the path of an OAuth probe", "GET", "/.well-known/oauth-protected-resource", {}, "", 404, nullptr},
        {"the old transport's stream", "GET", "/sse", {}, "", 404, nullptr},
        {"the old transport's messages", "POST", "/messages/x?session_id=1", {}, "{}", 404, nullptr},
        {"registration", "POST", "/register", {}, "{}", 404, nullptr},
        {"GET without a session", "GET", "/mcp", {}, "", 405, "GET, POST, DELETE"},
        {"GET for something else",
         "GET",
         "/mcp",
         {{"Mcp-Session-Id", "known"}, {"Accept", "text/html"}},
         "",
         405,
         "GET, POST, DELETE"},
        {"GET for an unknown session", "GET", "/mcp", {{"Mcp-Session-Id", "x"}}, "", 404, nullptr},
        {"PUT", "PUT", "/mcp", {}, "{}", 405, "GET, POST, DELETE"},
        {"no JSON", "POST", "/mcp", {{"Content-Type", "text/plain"}}, "{}", 415, nullptr},
        {"a large body", "POST", "/mcp", {}, std::string(1001, 'x'), 413, nullptr},
        {"an evil origin", "POST", "/mcp", {{"Origin", "http://evil.example"}}, "{}", 403, nullptr},
        {"a null origin", "POST", "/mcp", {{"Origin", "null"}}, "{}", 403, nullptr},
        {"a session to end that is none", "DELETE", "/mcp", {{"Mcp-Session-Id", "x"}}, "", 404, nullptr},
        {"no session to end", "DELETE", "/mcp", {}, "", 400, nullptr},
    };
    http_bench env;
    env.answer_at_once();
    env.start();
    for (auto const& each : cases) {
        CAPTURE(each.what);
        auto request = env.request(each.method, each.body, each.fields);
        request.to.target = each.target;
        auto const answer = env.send(request);
        CHECK(answer.status == each.status);
        CHECK(type_of(answer) == "application/json");
        if (each.allow) CHECK(answer.fields.value_or("allow", "") == each.allow);
    }
    CHECK(env.service.arrivals.empty());
}

TEST_CASE("who looks for the transport of 2024-11-05 is told what to use") {
    http_bench env;
    env.start();
    for (auto target : {"/sse", "/mcp", "/messages"}) {
        CAPTURE(target);
        auto request = env.request("GET", "", {{"Accept", "text/event-stream"}});
        request.to.target = target;
        auto const answer = env.send(request);
        CHECK(answer.body.find("Streamable HTTP") != std::string::npos);
        CHECK(answer.body.find("POST messages to /mcp") != std::string::npos);
    }
}

TEST_CASE("answers at once are JSON, with the status and the session that the service gives") {
    http_bench env;
    env.start();
    env.service.answer = [](auto const& what) {
        what.to->finish({"{}", 418, "the-session"});
        return jsonrpc::ticket{0};
    };
    auto const answer = env.post("{\"a\":1}");
    CHECK(answer.status == 418);
    CHECK(type_of(answer) == "application/json");
    CHECK(answer.fields.value_or("mcp-session-id", "") == "the-session");
    CHECK(env.service.arrivals[0].text == "{\"a\":1}");
    CHECK(env.service.arrivals[0].has_fields);

    env.service.answer = [](auto const& what) {
        what.to->finish({{}, 202, {}});
        return jsonrpc::ticket{0};
    };
    auto const accepted = env.post("{}");
    CHECK(accepted.status == 202);
    CHECK(accepted.body.empty());
    CHECK(type_of(accepted).empty());
}

TEST_CASE("the first notification makes an event stream of the answer, where one is taken") {
    http_bench env;
    env.answer_later(5ms, 3);
    env.start();
    auto const streamed = env.post("{}");
    CHECK(streamed.status == 200);
    CHECK(type_of(streamed) == "text/event-stream");
    CHECK(streamed.fields.value_or("x-accel-buffering", "") == "no");
    CHECK(events_of(streamed) ==
          std::vector<std::string>{R"({"note":0})", R"({"note":1})", R"({"note":2})", R"({"answer":true})"});

    for (auto accept : {"application/json", "*/*"}) {
        auto const plain = env.post("{}", {{"Accept", accept}});
        CHECK(type_of(plain) == "application/json");
        CHECK(plain.body == R"({"answer":true})");
    }
    CHECK(type_of(env.post("{}", {{"Accept", "text/event-stream"}})) == "text/event-stream");
}

TEST_CASE("a client that takes nothing but a stream gets one, with the session id; an error stays plain") {
    http_bench env;
    env.service.answer = [](auto const& what) {
        bool const good = what.text == "{}";
        what.to->finish({R"({"answer":true})", good ? 200 : 400, good ? "the-session" : ""});
        return jsonrpc::ticket{0};
    };
    env.start();
    auto const streamed = env.post("{}", {{"Accept", "text/event-stream"}});
    CHECK(events_of(streamed) == std::vector<std::string>{R"({"answer":true})"});
    CHECK(streamed.fields.value_or("mcp-session-id", "") == "the-session");
    auto const refused = env.post("[]", {{"Accept", "text/event-stream"}});
    CHECK(refused.status == 400);
    CHECK(type_of(refused) == "application/json");
}

TEST_CASE("notifications that are there before the handler returns stream too") {
    http_bench env;
    env.service.answer = [](auto const& what) {
        what.to->notify("{}");
        what.to->finish({R"({"answer":true})", 200, {}});
        return jsonrpc::ticket{0};
    };
    env.start();
    CHECK(events_of(env.post("{}")) == std::vector<std::string>{"{}", R"({"answer":true})"});
}

TEST_CASE("a slow call without notifications becomes a stream after a while, and is kept alive") {
    http_bench env;
    env.options.stream_after = 10ms;
    env.options.times.keep_alive = 10ms;
    env.answer_later(200ms, 0);
    env.start();
    auto const answer = env.post("{}");
    CHECK(type_of(answer) == "text/event-stream");
    CHECK(answer.body.find(": keep-alive\n\n") != std::string::npos);
    CHECK(events_of(answer) == std::vector<std::string>{R"({"answer":true})"});
    CHECK(env.post("{}", {{"Accept", "application/json"}}).body == R"({"answer":true})");
}

TEST_CASE("a call that ends without an answer ends its stream or its request") {
    http_bench env;
    env.service.answer = [&env](auto const& what) {
        auto const timer = std::make_shared<platform::timer>(env.io.get_executor(), 5ms);
        timer->async_wait([timer, to = what.to](auto) { to->finish({{}, 202, {}}); });
        return jsonrpc::ticket{1};
    };
    env.start();
    CHECK(env.post("{}").status == 202);
    env.options.stream_after = 0ms;
    env.server->close();
    env.start();
    auto const streamed = env.post("{}");
    CHECK(streamed.status == 200);
    CHECK(events_of(streamed).empty());
}

TEST_CASE("a name that is not ours is refused, whatever it resolved to") {
    struct {
        char const* hosts;
        char const* status;
    } const cases[] = {{"Host: localhost\r\n", "200"},
                       {"Host: evil.example\r\n", "403"},
                       {"Host: localhost\r\nHost: localhost\r\n", "400"},
                       {"", "400"}};
    http_bench env;
    env.answer_at_once();
    env.start();
    for (auto const& each : cases) {
        CAPTURE(each.hosts);
        boost::asio::ip::tcp::socket socket(env.io);
        socket.connect({boost::asio::ip::address_v4::loopback(), env.port});
        send_raw(socket, each.hosts);
        env.io.restart();
        env.io.run_for(50ms);
        std::string head(12, ' ');
        boost::asio::read(socket, boost::asio::buffer(head));
        CHECK(head == "HTTP/1.1 " + std::string(each.status));
    }
}

TEST_CASE("the service hears of a client that leaves while it waits") {
    http_bench env;
    env.start();
    env.service.answer = [](auto const&) { return jsonrpc::ticket{42}; };
    {
        boost::asio::ip::tcp::socket socket(env.io);
        socket.connect({boost::asio::ip::address_v4::loopback(), env.port});
        send_raw(socket, "Host: localhost\r\n");
        env.io.restart();
        env.io.run_for(50ms);
        REQUIRE(env.service.arrivals.size() == 1);
        CHECK(env.service.lost.empty());
    }
    auto const until = std::chrono::steady_clock::now() + 10s;
    while (env.service.lost.empty() && std::chrono::steady_clock::now() < until) {
        env.io.restart();
        env.io.run_one_for(10ms);
    }
    CHECK(env.service.lost == std::vector<jsonrpc::ticket>{42});
    env.service.arrivals[0].to->finish({{}, 202, {}});
}

TEST_CASE("a client that ended its sending gets its answer, plain or as a stream") {
    for (std::string const accept : {"application/json", "text/event-stream"}) {
        for (bool const closes : {false, true}) {
            CAPTURE(accept);
            CAPTURE(closes);
            http_bench env;
            env.options.stream_after = 0ms;
            env.start();
            env.service.answer = [](auto const&) { return jsonrpc::ticket{42}; };
            auto socket = std::make_optional<boost::asio::ip::tcp::socket>(env.io);
            socket->connect({boost::asio::ip::address_v4::loopback(), env.port});
            send_raw(*socket, "Host: localhost\r\nAccept: " + accept + "\r\n");
            env.io.restart();
            env.io.run_for(50ms);
            REQUIRE(env.service.arrivals.size() == 1);
            if (closes)
                socket.reset();
            else
                socket->shutdown(boost::asio::socket_base::shutdown_send);
            // Two looks at the connection, or until the service has heard of it.
            auto const until = std::chrono::steady_clock::now() + (closes ? 20s : 600ms);
            while (env.service.lost.empty() && std::chrono::steady_clock::now() < until) {
                env.io.restart();
                env.io.run_one_for(10ms);
            }
            CHECK(env.service.lost.size() == (closes ? 1 : 0));
            env.service.arrivals[0].to->finish({R"({"answer":true})", 200, {}});
            env.io.restart();
            env.io.run_for(50ms);
            if (closes) continue;
            std::string got;
            boost::system::error_code ended;
            boost::asio::read(*socket, boost::asio::dynamic_buffer(got), ended);
            CAPTURE(got);
            CHECK(got.find(R"({"answer":true})") != std::string::npos);
            bool const streamed = accept == "text/event-stream";
            CHECK(got.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK") == !streamed);
            CHECK((got.find(": keep-alive") != std::string::npos) == streamed);
        }
    }
}

TEST_CASE("a page of an allowed origin may call and read") {
    http_bench env;
    env.answer_at_once();
    env.start();
    net::headers const origin{{"Origin", "http://localhost:6274"}};
    auto const preflight = env.send(env.request("OPTIONS", "", origin));
    CHECK(preflight.status == 204);
    CHECK(preflight.fields.value_or("access-control-allow-origin", "") == "http://localhost:6274");
    CHECK(preflight.fields.value_or("access-control-allow-headers", "").find("Mcp-Session-Id") != std::string::npos);
    auto const answer = env.post("{}", origin);
    CHECK(answer.fields.value_or("access-control-allow-origin", "") == "http://localhost:6274");
    CHECK(answer.fields.value_or("access-control-expose-headers", "").find("Mcp-Session-Id") != std::string::npos);
    CHECK_FALSE(env.post("{}").fields.find("access-control-allow-origin"));
}

TEST_CASE("a session is ended by DELETE") {
    http_bench env;
    env.start();
    auto const answer = env.send(env.request("DELETE", "", {{"Mcp-Session-Id", "known"}}));
    CHECK(answer.status == 204);
    CHECK(answer.body.empty());
}
