#include "upstream/connections.hpp"

#include <doctest/doctest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

using namespace upstream;

namespace {

endpoint at(std::string const& target, std::string const& key) {
    return {{{false, "127.0.0.1", 1}, target, {}}, {{"Authorization", "Bearer " + key}}};
}

}  // namespace

TEST_CASE("one client for each server and credential") {
    boost::asio::io_context io(1);
    net::client http(io.get_executor(), {});
    connections open(http, io.get_executor(), {"test", "1"});
    CHECK_FALSE(open.any());
    auto const first = open.to(at("/a", "k1"));
    CHECK(open.any());
    CHECK(open.to(at("/a", "k1")) == first);
    CHECK(open.to(at("/b", "k1")) != first);
    CHECK(open.to(at("/a", "k2")) != first);
    CHECK(open.to(at("/a", "k1")) == first);
}

TEST_CASE("of very many the least used are dropped") {
    boost::asio::io_context io(1);
    net::client http(io.get_executor(), {});
    connections open(http, io.get_executor(), {"test", "1"});
    auto const kept = open.to(at("/kept", "k"));
    std::weak_ptr<client> const dropped = open.to(at("/dropped", "k"));
    for (int i = 0; i < 300; ++i) {
        open.to(at("/" + std::to_string(i), "k"));
        open.to(at("/kept", "k"));
    }
    CHECK(open.to(at("/kept", "k")) == kept);
    CHECK(dropped.expired());
}

TEST_CASE("closing without sessions asks nobody and ends at once") {
    boost::asio::io_context io(1);
    net::client http(io.get_executor(), {});
    connections open(http, io.get_executor(), {"test", "1"});
    open.to(at("/a", "k1"));
    open.to(at("/b", "k1"));
    bool ended = false;
    boost::asio::co_spawn(io.get_executor(), open.close(platform::clock::now() + std::chrono::hours(1)),
                          [&](std::exception_ptr const& error) { ended = !error; });
    io.run();
    CHECK(ended);
    CHECK(http.connections_opened() == 0);
}
