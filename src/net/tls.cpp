// TLS contexts and streams: the one translation unit that compiles ssl::stream.

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "net/cancellation.hpp"
#include "net/socket.hpp"
#include "net/stream.hpp"
#include "net/trust.hpp"

namespace net {

namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;

using ssl_stream = ssl::stream<tcp_socket>;
using session = std::shared_ptr<SSL_SESSION>;
using remember_session = std::function<void(session)>;

constexpr std::size_t record_size = 16 * 1024;

class tls_stream final : public stream {
public:
    /// `remember` is called once, with a session that a later connection may resume.
    tls_stream(std::unique_ptr<ssl_stream> ssl, remember_session remember)
        : ssl_(std::move(ssl)), remember_(std::move(remember)) {}

    ~tls_stream() override {
        // OpenSSL holds a session that ended without an alert for broken and forgets it.
        SSL_set_shutdown(ssl_->native_handle(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    }

    platform::task<io_result> read_some(asio::mutable_buffer into) override {
        auto [error, bytes] = co_await ssl_->async_read_some(into, platform::use_result);
        if (error) throw_if_cancelled(co_await asio::this_coro::cancellation_state);
        if (!error && remember_) keep_session();
        co_return io_result{error, bytes};
    }

    // ssl::stream would send each buffer as a record of its own: small ones are joined to whole records first.
    platform::task<io_result> write(std::span<asio::const_buffer const> buffers) override {
        std::size_t written = 0;
        for (auto rest : buffers) {
            while (rest.size() > 0) {
                if (joined_.empty() && rest.size() >= record_size) {
                    auto const result = co_await write_joined(rest);
                    written += result.bytes;
                    if (result.error) co_return io_result{result.error, written};
                    rest += rest.size();
                    continue;
                }
                auto const taken = std::min(rest.size(), record_size - joined_.size());
                joined_.append(static_cast<char const*>(rest.data()), taken);
                rest += taken;
                if (joined_.size() < record_size) continue;
                auto const result = co_await flush();
                written += result.bytes;
                if (result.error) co_return io_result{result.error, written};
            }
        }
        auto const result = co_await flush();
        co_return io_result{result.error, written + result.bytes};
    }

    void close() override { close_socket(ssl_->next_layer()); }
    bool quiet() override { return is_quiet(ssl_->next_layer()); }
    tcp_socket& socket() override { return ssl_->next_layer(); }

private:
    platform::task<io_result> flush() {
        auto const result = co_await write_joined(asio::buffer(joined_));
        joined_.clear();
        co_return result;
    }

    platform::task<io_result> write_joined(asio::const_buffer bytes) {
        if (bytes.size() == 0) co_return io_result{};
        auto [error, count] = co_await asio::async_write(*ssl_, bytes, platform::use_result);
        if (error) throw_if_cancelled(co_await asio::this_coro::cancellation_state);
        co_return io_result{error, count};
    }

    // Not before the first read: TLS 1.3 sends its tickets after the handshake.
    void keep_session() {
        if (session found{SSL_get1_session(ssl_->native_handle()), SSL_SESSION_free};
            found && SSL_SESSION_is_resumable(found.get()))
            remember_(std::move(found));
        remember_ = nullptr;
    }

    std::unique_ptr<ssl_stream> ssl_;
    remember_session remember_;
    std::string joined_;
};

class context final : public tls_context, public std::enable_shared_from_this<context> {
public:
    explicit context(ssl::context::method method) : context_(method) {
        SSL_CTX_set_min_proto_version(handle(), TLS1_2_VERSION);
        SSL_CTX_set_mode(handle(), SSL_MODE_RELEASE_BUFFERS);
        SSL_CTX_set_options(handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    }

    SSL_CTX* handle() { return context_.native_handle(); }

    platform::task<outcome> connect(tcp_socket socket, std::string host) override {
        auto const self = shared_from_this();
        auto secured = std::make_unique<ssl_stream>(std::move(socket), context_);
        auto* const connection = secured->native_handle();
        if (!expect_host(connection, host)) co_return outcome{nullptr, host + " can't be the host of a TLS connection"};
        if (auto const known = sessions_.find(host); known != sessions_.end())
            SSL_set_session(connection, known->second.get());

        auto [error] = co_await secured->async_handshake(ssl_stream::client, platform::use_result);
        if (error) {
            throw_if_cancelled(co_await asio::this_coro::cancellation_state);
            sessions_.erase(host);
            co_return outcome{nullptr, explain_handshake(connection, error, host)};
        }
        remember_session remember = [self, host](session found) { self->sessions_[host] = std::move(found); };
        bool const resumed = SSL_session_reused(connection) == 1;
        co_return outcome{std::make_unique<tls_stream>(std::move(secured), std::move(remember)), {}, resumed};
    }

    platform::task<outcome> accept(tcp_socket socket) override {
        auto const self = shared_from_this();
        auto secured = std::make_unique<ssl_stream>(std::move(socket), context_);
        auto [error] = co_await secured->async_handshake(ssl_stream::server, platform::use_result);
        if (error) {
            throw_if_cancelled(co_await asio::this_coro::cancellation_state);
            co_return outcome{nullptr, "the TLS handshake failed: " + error.message()};
        }
        co_return outcome{std::make_unique<tls_stream>(std::move(secured), nullptr), {}};
    }

private:
    ssl::context context_;
    std::map<std::string, session> sessions_;  // by host; a client talks to few
};

}  // namespace

std::shared_ptr<tls_context> make_client_tls(std::string const& ca_file) {
    auto made = std::make_shared<context>(ssl::context::tls_client);
    SSL_CTX_set_verify(made->handle(), SSL_VERIFY_PEER, nullptr);
    static constexpr unsigned char http_1_1[] = "\x08http/1.1";
    SSL_CTX_set_alpn_protos(made->handle(), http_1_1, sizeof(http_1_1) - 1);
    load_authorities(made->handle(), ca_file);
    return made;
}

std::shared_ptr<tls_context> make_server_tls(std::string const& certificate_file, std::string const& key_file) {
    auto made = std::make_shared<context>(ssl::context::tls_server);
    if (SSL_CTX_use_certificate_chain_file(made->handle(), certificate_file.c_str()) != 1)
        throw std::runtime_error("no certificate chain (PEM) could be read from " + certificate_file);
    if (SSL_CTX_use_PrivateKey_file(made->handle(), key_file.c_str(), SSL_FILETYPE_PEM) != 1)
        throw std::runtime_error("no private key (PEM) that belongs to the certificate could be read from " + key_file);
    if (SSL_CTX_check_private_key(made->handle()) != 1)
        throw std::runtime_error("the key in " + key_file + " does not belong to the certificate in " +
                                 certificate_file);
    return made;
}

}  // namespace net
