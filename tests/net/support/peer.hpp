#pragma once
// A server that plays scripts: whatever bytes a test wants, at whatever moment.

#include "net/stream.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <string>
#include <vector>

namespace test {

enum class act {
    read_request,  // a head, and the body that its Content-Length tells
    read_head,     // the head alone
    send,
    send_bytewise,  // each byte in a packet of its own
    pause,          // long enough for what was sent to arrive alone
    reset,          // ends the connection with RST
    close,
    hang,  // until the other side closes
};

struct step {
    act what;
    std::string text = {};
};

using script = std::vector<step>;

/// Accepts connections on loopback and plays the first script to the first, and so on. A connection closes after its
/// script; without one it closes at once.
class peer {
public:
    peer(boost::asio::io_context& io, std::vector<script> scripts, std::shared_ptr<net::tls_context> tls = nullptr);
    ~peer();

    std::uint16_t port() const;
    std::string url(std::string const& path = "/", std::string const& host = "127.0.0.1") const;
    std::size_t connections() const;
    /// What was read, one text for each `read_request` or `read_head`.
    std::vector<std::string> const& requests() const;
    /// Connections that the other side closed during `hang`.
    std::size_t left() const;
    /// Connections whose script has ended.
    std::size_t played() const;

private:
    struct state;
    std::shared_ptr<state> state_;
};

/// 200 with a Content-Length.
std::string ok(std::string const& body);

}  // namespace test
