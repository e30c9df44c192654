#pragma once
// The HTTP endpoint with a service that a test scripts.

#include "fake_service.hpp"

#include "net/client.hpp"
#include "transport/http_endpoint.hpp"

#include <doctest/doctest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace testing {

using namespace std::chrono_literals;

/// The endpoint behind a real server, asked by a real client.
struct http_bench {
    boost::asio::io_context io{1};
    fake_service service;
    transport::http_options options;
    std::unique_ptr<transport::http_endpoint> endpoint;
    std::unique_ptr<net::server> server;
    net::client client{io.get_executor(), {}};
    std::uint16_t port = 0;

    void start() {
        endpoint = std::make_unique<transport::http_endpoint>(io.get_executor(), service, options);
        net::server_options limits;
        limits.body_limit = 1000;
        server = std::make_unique<net::server>(io.get_executor(), limits, *endpoint);
        port = server->listen("127.0.0.1", 0);
    }
    ~http_bench() {
        if (server) server->close();
        io.restart();
        io.run_for(1s);
    }
    net::client_request request(std::string method, std::string body = "", net::headers more = {}) {
        net::client_request made;
        made.method = std::move(method);
        made.to = {{false, "127.0.0.1", port}, "/mcp", ""};
        made.fields.set("Content-Type", "application/json");
        made.fields.set("Accept", "application/json, text/event-stream");
        for (auto const& each : more) made.fields.set(each.name, each.value);
        made.body = std::move(body);
        return made;
    }
    net::client_response send(net::client_request what) {
        std::optional<net::client_response> answer;
        auto const ask = [&]() -> platform::task<void> { answer = co_await client.send(std::move(what)); };
        boost::asio::co_spawn(io, ask(), boost::asio::detached);
        auto const until = std::chrono::steady_clock::now() + 20s;
        while (!answer && std::chrono::steady_clock::now() < until) {
            io.restart();
            io.run_one_for(10ms);
        }
        REQUIRE(answer);
        return *answer;
    }
    net::client_response post(std::string body, net::headers more = {}) {
        return send(request("POST", std::move(body), std::move(more)));
    }
    void answer_at_once() {
        service.answer = [](auto const& what) {
            what.to->finish({R"({"answer":true})", 200, {}});
            return jsonrpc::ticket{0};
        };
    }
    /// The reply comes by itself after a while, with notifications before it.
    void answer_later(std::chrono::milliseconds after, int notifications) {
        service.answer = [this, after, notifications](auto const& what) {
            auto const timer = std::make_shared<platform::timer>(io.get_executor(), after);
            timer->async_wait([timer, to = what.to, notifications](auto) {
                for (int i = 0; i < notifications; ++i) to->notify(R"({"note":)" + std::to_string(i) + "}");
                to->finish({R"({"answer":true})", 200, {}});
            });
            return jsonrpc::ticket{7};
        };
    }
};

}  // namespace testing
