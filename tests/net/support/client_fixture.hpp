#pragma once
// What the client's tests share: a client on an io_context, requests for it, scripts for its peer.

#include "net/client.hpp"

#include "support/peer.hpp"
#include "support/run.hpp"

#include <boost/asio/io_context.hpp>

namespace test {

using namespace std::chrono_literals;

inline net::client_request request(std::string const& to, std::string method = "GET", std::string body = {}) {
    net::client_request made;
    made.method = std::move(method);
    made.to = net::parse_url(to).value();
    made.body = std::move(body);
    made.limits = {1h, 1h, 1h};
    return made;
}

struct fixture {
    boost::asio::io_context io;
    net::client_options options;
    std::optional<net::client> client;

    net::client& use() { return client ? *client : client.emplace(io.get_executor(), options); }
    net::client_response send(net::client_request what) { return test::run(io, use().send(std::move(what))); }
};

struct failure {
    net::client_errc code;
    net::progress how_far;
    std::string text;
};

inline failure failure_of(fixture& with, net::client_request what) {
    try {
        with.send(std::move(what));
    } catch (net::client_error const& error) {
        return {error.code(), error.how_far(), error.what()};
    }
    FAIL("it succeeded");
    return {};
}

inline script answers(int count, script then = {{act::hang}}) {
    script steps;
    for (int number = 1; number <= count; ++number) {
        steps.push_back({act::read_request});
        steps.push_back({act::send, ok("answer " + std::to_string(number))});
    }
    steps.insert(steps.end(), then.begin(), then.end());
    return steps;
}

}  // namespace test
