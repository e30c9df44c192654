#include "support/tunnel.hpp"

#include "net/stream.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/write.hpp>

#include <array>

namespace test {

namespace asio = boost::asio;
using socket_pointer = std::shared_ptr<net::tcp_socket>;

struct tunnel_proxy::state {
    state(platform::executor executor, std::string required)
        : listener(executor, {asio::ip::address_v4::loopback(), 0}), authorization(std::move(required)) {}

    asio::basic_socket_acceptor<asio::ip::tcp, platform::executor> listener;
    std::string authorization;
    std::vector<std::string> requests;
};

namespace {

platform::task<void> write_all(net::tcp_socket& to, std::string_view bytes) {
    co_await asio::async_write(to, asio::buffer(bytes), platform::use_result);
}

platform::task<void> relay(socket_pointer from, socket_pointer to) {
    std::array<char, 4096> piece;
    while (true) {
        auto [error, bytes] = co_await from->async_read_some(asio::buffer(piece), platform::use_result);
        if (error) break;
        co_await write_all(*to, {piece.data(), bytes});
    }
    boost::system::error_code ignored;
    to->shutdown(net::tcp_socket::shutdown_send, ignored);
}

// `CONNECT name:port HTTP/1.1`
std::uint16_t port_of(std::string const& request) {
    auto const end = request.find(" HTTP/1.1\r\n");
    auto const colon = request.rfind(':', end);
    return static_cast<std::uint16_t>(std::stoi(request.substr(colon + 1, end - colon - 1)));
}

template <class State>
platform::task<void> serve(std::shared_ptr<State> state, socket_pointer client) {
    std::string request;
    while (request.find("\r\n\r\n") == std::string::npos) {
        std::array<char, 4096> piece;
        auto [error, bytes] = co_await client->async_read_some(asio::buffer(piece), platform::use_result);
        if (error) co_return;
        request.append(piece.data(), bytes);
    }
    state->requests.push_back(request);
    if (!state->authorization.empty() &&
        request.find("Proxy-Authorization: " + state->authorization + "\r\n") == std::string::npos) {
        co_await write_all(*client, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 2\r\n\r\nno");
        co_return;
    }
    auto const server = std::make_shared<net::tcp_socket>(client->get_executor());
    asio::ip::tcp::endpoint const where(asio::ip::address_v4::loopback(), port_of(request));
    auto [unreachable] = co_await server->async_connect(where, platform::use_result);
    if (unreachable) {
        co_await write_all(*client, "HTTP/1.1 502 Bad Gateway\r\n\r\n");
        co_return;
    }
    co_await write_all(*client, "HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n");
    asio::co_spawn(client->get_executor(), relay(client, server), asio::detached);
    asio::co_spawn(client->get_executor(), relay(server, client), asio::detached);
}

template <class State>
platform::task<void> accept_all(std::shared_ptr<State> state) {
    auto const executor = co_await asio::this_coro::executor;
    while (true) {
        auto [error, socket] = co_await state->listener.async_accept(platform::use_result);
        if (error) co_return;
        auto const client = std::make_shared<net::tcp_socket>(std::move(socket));
        asio::co_spawn(executor, serve(state, client), asio::detached);
    }
}

}  // namespace

tunnel_proxy::tunnel_proxy(asio::io_context& io, std::string authorization)
    : state_(std::make_shared<state>(io.get_executor(), std::move(authorization))) {
    asio::co_spawn(io, accept_all(state_), asio::detached);
}

tunnel_proxy::~tunnel_proxy() {
    state_->listener.close();
}

std::uint16_t tunnel_proxy::port() const {
    return state_->listener.local_endpoint().port();
}
std::vector<std::string> const& tunnel_proxy::requests() const {
    return state_->requests;
}

}  // namespace test
