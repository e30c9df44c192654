// The sandbox on a real socket, asked by net's own client.

#include "sandbox/sandbox.hpp"

#include "support.hpp"

#include "net/client.hpp"
#include "net/sse.hpp"

#include <doctest/doctest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/json/parse.hpp>

using namespace std::chrono_literals;
using sandbox_test::at;
using sandbox_test::chat_body;

namespace {

struct fixture {
    explicit fixture(sandbox::options settings = {})
        : server(io.get_executor(), std::move(settings)), client(io.get_executor(), {}) {
        port = server.listen("127.0.0.1", 0);
    }

    net::client_request request(std::string body) const {
        net::client_request asked;
        asked.method = "POST";
        asked.to = *net::parse_url("http://127.0.0.1:" + std::to_string(port) + "/compatible-mode/v1/chat/completions");
        asked.fields = {{"Authorization", "Bearer sk-test"}, {"Content-Type", "application/json"}};
        asked.body = std::move(body);
        asked.limits.read = 2s;
        return asked;
    }

    /// Runs a coroutine to its end, whatever the server still has to do.
    template <class T>
    T run(platform::task<T> work) {
        std::optional<T> result;
        std::exception_ptr error;
        boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr thrown, T value) {
            error = thrown;
            result = std::move(value);
            io.stop();
        });
        io.restart();
        io.run();
        if (error) std::rethrow_exception(error);
        return std::move(*result);
    }

    net::client_response send(std::string body) { return run(client.send(request(std::move(body)))); }

    boost::asio::io_context io;
    sandbox::server server;
    net::client client;
    std::uint16_t port = 0;
};

platform::task<std::string> read_all(net::client& client, net::client_request request) {
    auto answer = co_await client.open(std::move(request));
    std::string text;
    for (;;) {
        auto bytes = co_await answer->read();
        if (bytes.empty()) break;
        text += bytes;
    }
    co_return text;
}

std::vector<net::sse_event> events(std::string_view text) {
    net::sse_reader reader;
    reader.feed(text);
    reader.finish();
    std::vector<net::sse_event> all;
    while (auto event = reader.next()) all.push_back(std::move(*event));
    return all;
}

constexpr std::string_view streamed = "\"stream\":true";

}  // namespace

TEST_SUITE("sandbox/sandbox") {
    TEST_CASE("a chat over a socket is the service's answer") {
        fixture f;
        auto answer = f.send(chat_body("Hello"));
        CHECK(answer.status == 200);
        CHECK(answer.fields.value_or("x-sandbox", "") == "dashscope-mcp");
        CHECK(answer.fields.value_or("X-Request-Id", "").size() == 36);
        CHECK(answer.body == sandbox_test::chat("Hello").body());
        CHECK(f.server.requests() == 1);
    }

    TEST_CASE("a stream over a socket") {
        fixture f;
        auto text = f.run(read_all(f.client, f.request(chat_body("Hello", streamed))));
        CHECK(text == sandbox_test::chat("Hello", streamed).body());
        auto all = events(text);
        CHECK(all.size() > 5);
        CHECK(all.back().data == "[DONE]");
    }

    TEST_CASE("half frames are still the same events") {
        fixture f;
        auto text = f.run(read_all(f.client, f.request(chat_body("Hello [[fault:half-frames]]", streamed))));
        std::vector<std::string> data;
        for (auto const& event : events(text)) data.push_back(event.data);
        REQUIRE(!data.empty());
        CHECK(data.back() == "[DONE]");
        CHECK(data.size() == events(sandbox_test::chat("Hello", streamed).body()).size());
    }

    TEST_CASE("latency and chunk delays take their time") {
        fixture f;
        auto begin = platform::clock::now();
        f.run(read_all(f.client, f.request(chat_body("Hi [[latency:60]][[chunk-delay:10]][[chunks:4]]", streamed))));
        CHECK(platform::clock::now() - begin >= 110ms);
    }

    TEST_CASE("resets lose the connection, before and amid the answer") {
        fixture f;
        for (auto text : {"[[fault:reset]]", "[[fault:reset-midstream]]"}) {
            CAPTURE(text);
            CHECK_THROWS_AS(f.send(chat_body(text)), net::client_error);
            CHECK_THROWS_AS(f.run(read_all(f.client, f.request(chat_body(text, streamed)))), net::client_error);
        }
        CHECK(f.send(chat_body("Hello")).status == 200);
    }

    TEST_CASE("a stall lasts until the client gives up") {
        fixture f;
        for (auto more : {std::string_view{}, streamed}) {
            auto request = f.request(chat_body("[[fault:stall]]", more));
            request.limits.read = 50ms;
            CHECK_THROWS_AS(f.run(read_all(f.client, std::move(request))), net::client_error);
        }
        CHECK(f.send(chat_body("Hello")).status == 200);
    }

    TEST_CASE("a truncated stream ends without an error of the connection") {
        fixture f;
        auto text = f.run(read_all(f.client, f.request(chat_body("[[fault:truncate]]", streamed))));
        CHECK(!text.empty());
        CHECK(text.find("[DONE]") == std::string::npos);
    }

    TEST_CASE("a large data URI arrives") {
        fixture f;
        auto url = "data:image/png;base64," + std::string(10'000'000, 'A');
        auto answer = f.send(R"({"model":"qwen3-vl-plus","messages":[{"role":"user","content":[{"type":"image_url",)"
                             R"("image_url":{"url":")" +
                             url + R"("}}]}]})");
        CHECK(answer.status == 200);
    }

    TEST_CASE("what is not HTTP is refused in DashScope's shape, and scripts of faults work") {
        sandbox::options settings;
        settings.faults = {"503*1"};
        fixture f(settings);
        auto refused = f.send(chat_body("Hello"));
        CHECK(refused.status == 503);
        CHECK(at(boost::json::parse(refused.body), "/error/code") == "ModelUnavailable");
        CHECK(f.send(chat_body("Hello")).status == 200);
    }

    TEST_CASE("closing ends a stalled answer") {
        fixture f;
        boost::asio::co_spawn(f.io, f.client.send(f.request(chat_body("[[fault:stall]]"))),
                              [&](std::exception_ptr error, net::client_response) {
                                  CHECK(error);
                                  f.io.stop();
                              });
        platform::timer timer(f.io.get_executor(), 30ms);
        timer.async_wait([&](boost::system::error_code) { f.server.close(); });
        f.io.run_for(1s);
        CHECK(f.io.stopped());
    }
}
