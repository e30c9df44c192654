#pragma once
// A connected byte stream, plain or TLS, behind one interface: it keeps Beast, ssl_stream and their compile time out of
// the client and the server. Private to `net`.

#include "platform/task.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>

#include <memory>
#include <span>
#include <string>

namespace net {

using tcp_socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, platform::executor>;

struct io_result {
    boost::system::error_code error;
    std::size_t bytes = 0;
};

/// One owner, one thread. At most one read and one write at a time. Errors are returned, never thrown, but for the
/// cancellation of the calling coroutine (boost::system::system_error, operation_aborted).
class stream {
public:
    virtual ~stream() = default;
    virtual platform::task<io_result> read_some(boost::asio::mutable_buffer into) = 0;
    /// Writes all of the buffers, gathered. On failure `bytes` tells how many of them were handed on before.
    virtual platform::task<io_result> write(std::span<boost::asio::const_buffer const> bytes) = 0;
    /// Closes the socket; whatever is pending completes with an error. For TLS without the closing alert.
    virtual void close() = 0;
    /// True while the peer has neither sent anything unasked nor closed: an idle connection may be used again.
    /// Never blocks.
    virtual bool quiet() = 0;
    virtual tcp_socket& socket() = 0;
};

std::unique_ptr<stream> make_plain_stream(tcp_socket socket);

/// What TLS needs beside a socket: trusted authorities for a client, a certificate for a server. Made on first use
/// (loading the CA bundle costs some 30 ms), then shared by all connections of its owner. One owner, one thread.
class tls_context {
public:
    virtual ~tls_context() = default;
    /// `stream` is null on failure and `detail` says why in one sentence.
    struct outcome {
        std::unique_ptr<net::stream> stream;
        std::string detail;
        bool resumed = false;  // an earlier session: no certificate was sent again
    };
    /// The client's side of the handshake, with SNI and verification of `host` (a name or an address). Sessions are
    /// resumed per host. Cancelling the coroutine closes the socket (platform::with_deadline does that after a time).
    virtual platform::task<outcome> connect(tcp_socket socket, std::string host) = 0;
    virtual platform::task<outcome> accept(tcp_socket socket) = 0;
};

/// TLS 1.2 or later. `ca_file` empty: SSL_CERT_FILE, SSL_CERT_DIR, then the distributions' known paths.
/// Throws std::runtime_error when no authority can be loaded.
std::shared_ptr<tls_context> make_client_tls(std::string const& ca_file);
/// Throws std::runtime_error when the files can't be read or don't belong together.
std::shared_ptr<tls_context> make_server_tls(std::string const& certificate_file, std::string const& key_file);

}  // namespace net
