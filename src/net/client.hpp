#pragma once
// The HTTP/1.1 client: pooled keep-alive connections, TLS with verification and SNI, proxies, deadlines.

#include "net/body_source.hpp"
#include "net/message.hpp"
#include "net/resolver.hpp"
#include "net/url.hpp"
#include "platform/task.hpp"

#include <boost/system/error_code.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace net {

/// How far a request got when it failed: what decides whether it may be sent again.
enum class progress {
    not_sent,  // no byte of the request left this process
    sent,      // some of it did; the answer is unknown
    answered,  // the response's head arrived
};

enum class client_errc {
    resolve_failed = 1,  // the name look-up failed
    connect_failed,
    connect_timeout,
    tls_failed,         // handshake or certificate; `detail` says which
    proxy_failed,       // the proxy refused the tunnel
    read_timeout,       // no byte for `timeouts::read`
    deadline_exceeded,  // `timeouts::total` passed
    connection_lost,    // reset, or closed in the middle
    bad_response,       // not HTTP
    too_large,          // the body is above `body_limit`
    forbidden_address,  // `public_addresses_only`, and the host has no public one
};
boost::system::error_code make_error_code(client_errc code);

/// What `client::send` and `response_stream` throw.
class client_error : public std::exception {
public:
    client_error(client_errc code, progress how_far, std::string detail);
    client_errc code() const { return code_; }
    progress how_far() const { return how_far_; }
    /// One sentence, with the host but never a header or a body.
    char const* what() const noexcept override { return text_.c_str(); }

private:
    client_errc code_;
    progress how_far_;
    std::string text_;
};

struct timeouts {
    std::chrono::milliseconds connect{10'000};  // look-up, TCP, proxy and TLS together
    std::chrono::milliseconds read{120'000};    // between two reads
    std::chrono::milliseconds total{300'000};   // from the call to the last byte
};

struct client_request {
    std::string method = "GET";
    url to;
    /// Host, Content-Length and User-Agent are added; fields that frame the message or name an encoding are left out.
    headers fields;
    std::string body;
    timeouts limits;
    std::function<void()> on_sending = {};  // before the first byte of an attempt leaves
    /// In place of `body`: read while it is sent, from its beginning whenever the request is sent again.
    std::shared_ptr<body_source> source = {};
    /// For URLs that strangers wrote: private, loopback, link-local and other special addresses are refused after the
    /// look-up, and one of those that were checked is connected to. Behind a proxy, which looks names up itself, only
    /// names of the cloud (*.aliyuncs.com) are asked for.
    bool public_addresses_only = false;
};

struct client_response {
    int status = 0;
    headers fields;
    std::string body;
};

/// A response whose body is read piece by piece. Destroying it before the end closes its connection.
class response_stream {
public:
    virtual ~response_stream() = default;
    virtual int status() const = 0;
    virtual headers const& fields() const = 0;
    /// The next bytes of the body (valid until the next call), empty at its end. Throws client_error.
    virtual platform::task<std::string_view> read() = 0;
};

/// How proxies are chosen: the usual environment variables as values.
struct proxy_settings {
    std::string https_proxy;  // for https origins, tunnelled by CONNECT
    std::string http_proxy;   // for http origins, asked with the absolute form
    std::string no_proxy;     // names, `.suffixes`, addresses, `*`; comma separated
};

struct client_options {
    proxy_settings proxies;
    std::string ca_file;  // PEM bundle in place of the system's
    std::string user_agent = "dashscope-mcp";
    std::size_t idle_per_origin = 8;            // kept-alive connections
    std::chrono::seconds idle_for{55};          // servers of DashScope close after 60 s
    std::size_t body_limit = 64 * 1024 * 1024;  // of a response read whole
    name_lookup lookup = system_lookup;
};

/// Sends requests on pooled connections. One owner, one thread: the one that runs `executor`.
///
/// Cancelling the coroutine of a call closes its connection. Redirects are not followed: a 3xx is returned as it is.
/// A kept-alive connection that the server closed before any byte of the answer came is replaced once, silently, but
/// only while nothing was sent on it (progress::not_sent) or the method is idempotent (GET, HEAD, PUT, DELETE).
class client {
public:
    client(platform::executor executor, client_options options);
    ~client();
    client(client const&) = delete;

    /// Reads the whole answer. Throws client_error, std::invalid_argument on a request that would split the message,
    /// and what the request's source throws. An answer that comes while the source is still sent ends the sending.
    platform::task<client_response> send(client_request request);
    /// Returns when the head arrived. Throws as `send` does.
    platform::task<std::unique_ptr<response_stream>> open(client_request request);

    /// Connections made so far, for tests and metrics.
    std::size_t connections_opened() const;

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

/// True when `host` matches an entry of a NO_PROXY list. curl's rules: a name covers itself and the names below it, `*`
/// everything; an address matches as a value and may be a network (`10.0.0.0/8`). An entry with a port is for that
/// only.
bool bypasses_proxy(std::string_view no_proxy, std::string_view host, std::uint16_t port = 0);

}  // namespace net

template <>
struct boost::system::is_error_code_enum<net::client_errc> : std::true_type {};
