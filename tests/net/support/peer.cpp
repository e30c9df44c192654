#include "support/peer.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <array>

namespace test {

namespace asio = boost::asio;

using acceptor = asio::basic_socket_acceptor<asio::ip::tcp, platform::executor>;

struct peer::state {
    state(platform::executor executor, std::vector<script> played_scripts, std::shared_ptr<net::tls_context> context)
        : listener(executor, {asio::ip::address_v4::loopback(), 0}),
          scripts(std::move(played_scripts)),
          tls(std::move(context)) {}

    acceptor listener;
    std::vector<script> scripts;
    std::shared_ptr<net::tls_context> tls;
    std::size_t connections = 0;
    std::vector<std::string> requests;
    std::size_t left = 0;
    std::size_t played = 0;
};

namespace {

template <class State>
class player {
public:
    player(std::shared_ptr<State> state, std::unique_ptr<net::stream> connection)
        : state_(std::move(state)), connection_(std::move(connection)) {}

    platform::task<void> play(script steps) {
        for (auto const& step : steps) {
            auto const going_on = co_await perform(step);
            if (!going_on) break;
        }
        connection_->close();
        ++state_->played;
    }

private:
    platform::task<bool> perform(step const& step) {
        switch (step.what) {
            case act::read_head:
                co_return co_await read_request(false);
            case act::read_request:
                co_return co_await read_request(true);
            case act::send:
                co_return co_await send(step.text);
            case act::send_bytewise:
                co_return co_await send_bytewise(step.text);
            case act::pause:
                co_return co_await pause();
            case act::reset:
                connection_->socket().set_option(asio::socket_base::linger(true, 0));
                co_return false;
            case act::close:
                co_return false;
            case act::hang:
                co_return co_await hang();
        }
        co_return false;
    }

    platform::task<bool> read_request(bool with_body) {
        while (true) {
            auto const end = input_.find("\r\n\r\n");
            if (end != std::string::npos) {
                auto const size = end + 4 + (with_body ? content_length() : 0);
                if (input_.size() >= size) {
                    state_->requests.push_back(input_.substr(0, size));
                    input_.erase(0, size);
                    co_return true;
                }
            }
            auto const more = co_await receive();
            if (!more) co_return false;
        }
    }

    platform::task<bool> receive() {
        std::array<char, 4096> piece;
        auto const got = co_await connection_->read_some(asio::buffer(piece));
        input_.append(piece.data(), got.bytes);
        co_return !got.error;
    }

    platform::task<bool> send(std::string const& text) {
        asio::const_buffer const bytes = asio::buffer(text);
        auto const written = co_await connection_->write({&bytes, 1});
        co_return !written.error;
    }

    platform::task<bool> send_bytewise(std::string const& text) {
        connection_->socket().set_option(asio::ip::tcp::no_delay(true));
        for (auto const& byte : text) {
            asio::const_buffer const bytes(&byte, 1);
            auto const written = co_await connection_->write({&bytes, 1});
            if (written.error) co_return false;
            platform::timer turn(connection_->socket().get_executor(), std::chrono::microseconds(50));
            co_await turn.async_wait(platform::use_result);
        }
        co_return true;
    }

    platform::task<bool> pause() {
        platform::timer timer(connection_->socket().get_executor(), std::chrono::milliseconds(20));
        co_await timer.async_wait(platform::use_result);
        co_return true;
    }

    platform::task<bool> hang() {
        while (co_await receive()) {
        }
        ++state_->left;
        co_return false;
    }

    std::size_t content_length() const {
        auto const at = input_.find("Content-Length: ");
        return at == std::string::npos ? 0 : std::stoul(input_.substr(at + 16));
    }

    std::shared_ptr<State> state_;
    std::unique_ptr<net::stream> connection_;
    std::string input_;
};

template <class State>
platform::task<void> serve(std::shared_ptr<State> state, net::tcp_socket socket, script steps) {
    std::unique_ptr<net::stream> connection;
    if (state->tls) {
        auto outcome = co_await state->tls->accept(std::move(socket));
        connection = std::move(outcome.stream);
    } else {
        connection = net::make_plain_stream(std::move(socket));
    }
    if (!connection) co_return;
    player<State> player(state, std::move(connection));
    co_await player.play(std::move(steps));
}

template <class State>
platform::task<void> accept_all(std::shared_ptr<State> state) {
    auto const executor = co_await asio::this_coro::executor;
    while (true) {
        auto [error, socket] = co_await state->listener.async_accept(platform::use_result);
        if (error) co_return;
        auto const number = state->connections++;
        auto steps = number < state->scripts.size() ? state->scripts[number] : script();
        asio::co_spawn(executor, serve(state, std::move(socket), std::move(steps)), asio::detached);
    }
}

}  // namespace

peer::peer(asio::io_context& io, std::vector<script> scripts, std::shared_ptr<net::tls_context> tls)
    : state_(std::make_shared<state>(io.get_executor(), std::move(scripts), std::move(tls))) {
    asio::co_spawn(io, accept_all(state_), asio::detached);
}

peer::~peer() {
    state_->listener.close();
}

std::uint16_t peer::port() const {
    return state_->listener.local_endpoint().port();
}
std::size_t peer::connections() const {
    return state_->connections;
}
std::vector<std::string> const& peer::requests() const {
    return state_->requests;
}
std::size_t peer::left() const {
    return state_->left;
}
std::size_t peer::played() const {
    return state_->played;
}

std::string peer::url(std::string const& path, std::string const& host) const {
    return (state_->tls ? "https://" : "http://") + host + ":" + std::to_string(port()) + path;
}

std::string ok(std::string const& body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace test
