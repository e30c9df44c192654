#include "net/dial.hpp"

#include "support/peer.hpp"
#include "support/run.hpp"

#include <boost/asio/error.hpp>

namespace asio = boost::asio;
using test::act;
using test::peer;

namespace {

asio::ip::address address(char const* text) {
    return asio::ip::make_address(text);
}

using acceptor = asio::basic_socket_acceptor<asio::ip::tcp, platform::executor>;

// An address that never answers: its queue of connections is full.
struct silent_address {
    explicit silent_address(asio::io_context& io, std::uint16_t port) : listener(io), fill(64) {
        asio::ip::tcp::endpoint const where(address("127.0.0.2"), port);
        listener.open(where.protocol());
        listener.set_option(asio::socket_base::reuse_address(true));
        listener.bind(where);
        listener.listen(0);
        for (auto& slot : fill) {
            slot.emplace(io);
            slot->async_connect(where, [](auto) {});
        }
    }

    acceptor listener;
    std::vector<std::optional<net::tcp_socket>> fill;
};

std::uint16_t unused_port(asio::io_context& io) {
    acceptor const listener(io, {asio::ip::address_v4::loopback(), 0});
    return listener.local_endpoint().port();
}

}  // namespace

TEST_CASE("one address") {
    asio::io_context io;
    peer const server(io, {{{act::hang}}});
    auto connected = test::run(io, net::dial({address("127.0.0.1")}, server.port()));
    REQUIRE(connected.has_value());
    CHECK(connected->remote_endpoint().port() == server.port());
    asio::ip::tcp::no_delay no_delay;
    asio::socket_base::keep_alive keep_alive;
    connected->get_option(no_delay);
    connected->get_option(keep_alive);
    CHECK(no_delay.value());
    CHECK(keep_alive.value());
}

TEST_CASE("no address answers") {
    asio::io_context io;
    auto const port = unused_port(io);
    auto const refused = test::run(io, net::dial({address("127.0.0.1"), address("127.0.0.3")}, port));
    CHECK(refused.error() == asio::error::connection_refused);
    CHECK(test::run(io, net::dial({}, port)).has_error());
}

TEST_CASE("an address that refuses gives way to the next") {
    asio::io_context io;
    peer const server(io, {{{act::hang}}});
    auto const connected =
        test::run(io, net::dial({address("127.0.0.3"), address("127.0.0.4"), address("127.0.0.1")}, server.port()));
    REQUIRE(connected.has_value());
    CHECK(connected->remote_endpoint().address() == address("127.0.0.1"));
}

TEST_CASE("an address that stays silent gives way to the next") {
    asio::io_context io;
    peer const server(io, {{{act::hang}}});
    silent_address const silent(io, server.port());
    auto const connected = test::run(io, net::dial({address("127.0.0.2"), address("127.0.0.1")}, server.port()));
    REQUIRE(connected.has_value());
    CHECK(connected->remote_endpoint().address() == address("127.0.0.1"));
}

TEST_CASE("cancelling gives up at once") {
    asio::io_context io;
    auto const port = unused_port(io);
    silent_address const silent(io, port);
    test::background call(io, net::dial({address("127.0.0.2")}, port));
    CHECK(!call.ended);
    CHECK(call.ends_when_cancelled());
}
