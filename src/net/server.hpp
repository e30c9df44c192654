#pragma once
// The HTTP/1.1 server: connections, framing, limits, time-outs. What a request means is its handler's business.

#include "net/message.hpp"
#include "platform/task.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace net {

/// The body of a request, for a handler that reads it while it arrives.
class request_body {
public:
    virtual ~request_body() = default;
    /// Nothing when the client does not tell (chunks).
    virtual std::optional<std::uint64_t> size() const = 0;
    /// Fills some of `into`; 0 at the end. Throws boost::system::system_error when the client has gone or breaks the
    /// protocol.
    virtual platform::task<std::size_t> read(std::span<char> into) = 0;
};

/// A request whose body has arrived. Views are valid until the handler's coroutine ends.
class server_request {
public:
    virtual ~server_request() = default;
    virtual std::string_view method() const = 0;
    virtual std::string_view target() const = 0;  // path and query as sent
    std::string_view path() const;                // without the query
    std::string_view query() const;               // without the `?`
    /// The value of a field, without surrounding blanks; nothing when it is absent. A repeated field gives the first.
    virtual std::optional<std::string_view> field(std::string_view name) const = 0;
    virtual std::string_view body() const = 0;
    virtual std::string_view remote_address() const = 0;
    /// The body that is still to come, where the handler reads it itself; else null.
    virtual request_body* arriving() const { return nullptr; }
};

/// Writes the answer to one request: either `send` once, or `start`, any number of `write`, `finish`.
/// After the peer has gone every call is a no-op.
class responder {
public:
    virtual ~responder() = default;
    /// The whole answer in one gathered write. Adds Content-Length, Date is left out (RFC 9110 §6.6.1 allows it of us).
    virtual platform::task<void> send(int status, std::string_view content_type, std::string_view body,
                                      headers const& more) = 0;
    /// Begins a chunked answer and flushes its head.
    virtual platform::task<void> start(int status, std::string_view content_type, headers const& more) = 0;
    /// The same for an answer of exactly `size` bytes, which needs no chunks.
    virtual platform::task<void> start_sized(int status, std::string_view content_type, std::uint64_t size,
                                             headers const& more);
    virtual platform::task<void> write(std::string_view bytes) = 0;
    virtual platform::task<void> finish() = 0;
    /// Calls `gone` at most once, on the server's thread, when the peer closes or resets the connection before the
    /// answer is complete. Costs one pending read; only asked for by handlers that wait.
    ///
    /// A peer that only ends its sending sends the same as one that closes. Without `ended` it is taken as gone, as
    /// nginx, Go and Node take it. With `ended` it is asked: that is called once, and what is written next tells, for
    /// only a peer that has closed answers with a reset. Before the answer has begun the connection itself writes an
    /// interim `100 Continue` to ask (RFC 9110 §15.2: every HTTP/1.1 client reads over it); afterwards it is the
    /// handler's turn. A peer of HTTP/1.0 can't be asked before its answer and is taken as waiting.
    virtual void watch_disconnect(std::function<void()> gone, std::function<void()> ended = {}) = 0;
    /// Ends the connection at once, without the rest of an answer (for the sandbox's faults).
    virtual void abort() = 0;
};

class request_handler {
public:
    virtual ~request_handler() = default;
    virtual platform::task<void> handle(server_request const& request, responder& answer) = 0;
    /// Whether `handle` reads this request's body itself, by `arriving`, of any size. Asked when only the head is there.
    /// What it leaves unread ends the connection.
    virtual bool reads_body(server_request const& /*head*/) const { return false; }
    /// The JSON body of an answer that the server gives by itself: 400 (not HTTP), 408, 413, 431, 503.
    virtual std::string refusal(int status) const = 0;
};

struct server_options {
    std::size_t body_limit = 16 * 1024 * 1024;
    std::size_t head_limit = 32 * 1024;
    std::chrono::milliseconds head_timeout{15'000};   // from the first byte of a request to the end of its head
    std::chrono::milliseconds body_timeout{60'000};   // without a byte of it
    std::chrono::milliseconds idle_timeout{75'000};   // between requests
    std::chrono::milliseconds write_timeout{60'000};  // a peer that takes no byte
    std::size_t max_connections = 10'000;
    std::string certificate_file;  // PEM chain; with key_file the server speaks TLS
    std::string key_file;
};

/// Accepts connections on any number of addresses and runs the handler for each request, in order per connection
/// (pipelined requests wait). One owner, one thread: the one that runs `executor`.
class server {
public:
    server(platform::executor executor, server_options options, request_handler& handler);
    ~server();
    server(server const&) = delete;

    /// Binds and listens; port 0 takes a free one. Returns the port. Throws boost::system::system_error.
    std::uint16_t listen(std::string const& address, std::uint16_t port);
    /// Stops accepting and closes idle connections; running requests may end.
    void stop_accepting();
    /// Closes everything.
    void close();
    std::size_t connections() const;
    /// Connections that are in the middle of a request or of its answer.
    std::size_t busy() const;

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

}  // namespace net
