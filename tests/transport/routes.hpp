#pragma once
// One route behind a real endpoint and server, asked by a real client.

#include "fake_service.hpp"
#include "net/client.hpp"
#include "transport/http_endpoint.hpp"

#include <doctest/doctest.h>
#include <boost/asio/co_spawn.hpp>

#include <chrono>
#include <optional>

namespace testing {

struct route_bench {
    explicit route_bench(std::string prefix, net::request_handler& handler)
        : endpoint(io.get_executor(), service, options_with(std::move(prefix), handler)),
          server(io.get_executor(), limits(), endpoint),
          port(server.listen("127.0.0.1", 0)) {}

    ~route_bench() {
        server.close();
        io.restart();
        io.run_for(std::chrono::milliseconds(50));
    }

    net::client_request request(std::string method, std::string target, std::string body = {},
                                net::headers fields = {}) const {
        net::client_request made;
        made.method = std::move(method);
        made.to = {{false, "127.0.0.1", port}, std::move(target), ""};
        made.fields = std::move(fields);
        made.body = std::move(body);
        return made;
    }

    net::client_response send(net::client_request what) {
        std::optional<net::client_response> answer;
        std::exception_ptr failed;
        bool ended = false;
        boost::asio::co_spawn(io, client.send(std::move(what)),
                              [&](std::exception_ptr error, net::client_response got) {
                                  failed = error;
                                  answer = std::move(got);
                                  ended = true;
                              });
        auto const until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        io.restart();
        while (!ended && io.run_one_until(until) > 0) {
        }
        REQUIRE(ended);
        if (failed) std::rethrow_exception(failed);
        return *std::move(answer);
    }

    boost::asio::io_context io{1};
    fake_service service;
    transport::http_endpoint endpoint;
    net::server server;
    net::client client{io.get_executor(), {}};
    std::uint16_t port;

private:
    static transport::http_options options_with(std::string prefix, net::request_handler& handler) {
        transport::http_options made;
        made.routes = {{std::move(prefix), &handler}};
        return made;
    }
    // Of messages; routes have limits of their own.
    static net::server_options limits() {
        net::server_options made;
        made.body_limit = 1000;
        return made;
    }
};

}  // namespace testing
