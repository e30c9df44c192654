#include "net/stream.hpp"

#include <boost/asio/write.hpp>

#include "net/cancellation.hpp"
#include "net/socket.hpp"

namespace net {

namespace asio = boost::asio;

bool is_quiet(tcp_socket& socket) {
    boost::system::error_code error;
    // Affects only synchronous calls; Asio's own operations stay asynchronous.
    socket.non_blocking(true, error);
    if (error) return false;
    char byte = 0;
    socket.receive(asio::buffer(&byte, 1), tcp_socket::message_peek, error);
    return error == asio::error::would_block || error == asio::error::try_again;
}

void close_socket(tcp_socket& socket) {
    boost::system::error_code ignored;
    socket.close(ignored);
}

namespace {

class plain_stream final : public stream {
public:
    explicit plain_stream(tcp_socket socket) : socket_(std::move(socket)) {}

    platform::task<io_result> read_some(asio::mutable_buffer into) override {
        auto [error, bytes] = co_await socket_.async_read_some(into, platform::use_result);
        if (error) throw_if_cancelled(co_await asio::this_coro::cancellation_state);
        co_return io_result{error, bytes};
    }

    platform::task<io_result> write(std::span<asio::const_buffer const> buffers) override {
        auto [error, bytes] = co_await asio::async_write(socket_, buffers, platform::use_result);
        if (error) throw_if_cancelled(co_await asio::this_coro::cancellation_state);
        co_return io_result{error, bytes};
    }

    void close() override { close_socket(socket_); }
    bool quiet() override { return is_quiet(socket_); }
    tcp_socket& socket() override { return socket_; }

private:
    tcp_socket socket_;
};

}  // namespace

std::unique_ptr<stream> make_plain_stream(tcp_socket socket) {
    return std::make_unique<plain_stream>(std::move(socket));
}

}  // namespace net
