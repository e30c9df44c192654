#pragma once
// A server on loopback with a handler that does what a test says, and a client that sends whatever bytes a test wants.

#include "net/response_parser.hpp"
#include "net/server.hpp"
#include "net/stream.hpp"

#include "support/run.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace test {

struct answered {
    int status = 0;
    net::headers fields;
    std::string body;
    bool keep_alive = false;
};

/// One connection to a server, driven from the test.
class wire {
public:
    wire(boost::asio::io_context& io, std::uint16_t port);
    wire(boost::asio::io_context& io, std::unique_ptr<net::stream> connected);

    wire& send(std::string_view bytes);
    /// The next response, without interim ones. Fails the test when the connection ends before.
    answered receive(bool to_head = false);
    /// Bytes as they come, until `end` is among them.
    std::string receive_until(std::string_view end);
    /// All bytes up to the end of the connection.
    std::string receive_rest();
    /// True when the connection ends without another byte, orderly or not.
    bool ends() { return receive_rest().empty(); }
    void close() { stream_->close(); }
    /// RST instead of an orderly end.
    void reset();
    net::tcp_socket& socket() { return stream_->socket(); }

private:
    bool read_more();

    boost::asio::io_context& io_;
    std::unique_ptr<net::stream> stream_;
    std::string input_;
};

struct asked {
    std::string method;
    std::string target;
    std::string body;

    bool operator==(asked const&) const = default;
};

/// Remembers each request, then does what `act` says; without it, answers `METHOD TARGET BODY`.
class handler final : public net::request_handler {
public:
    using action = std::function<platform::task<void>(net::server_request const&, net::responder&)>;

    platform::task<void> handle(net::server_request const& request, net::responder& answer) override;
    std::string refusal(int status) const override { return "{\"refused\":" + std::to_string(status) + "}"; }
    bool reads_body(net::server_request const&) const override { return reads; }

    action act;
    bool reads = false;  // `act` reads bodies itself
    std::vector<asked> requests;
};

/// Change `options` and `requests.act` before the first use of the server.
struct served {
    ~served();

    net::server& use();
    std::uint16_t port();
    wire connect() { return wire(io, port()); }
    /// Lets everything run that can run at once.
    void settle();

    boost::asio::io_context io;
    net::server_options options;
    test::handler handler;
    std::optional<net::server> server;

private:
    std::uint16_t port_ = 0;
};

inline constexpr std::string_view get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// A POST with a Content-Length.
std::string post(std::string_view target, std::string_view body, std::string_view more_fields = "");

}  // namespace test
