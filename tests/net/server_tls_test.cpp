// The server over TLS, asked by OpenSSL's own blocking client: what it may say after it has ended its sending, or
// before it has read everything.

#include "support/certificates.hpp"
#include "support/served.hpp"

#include <boost/asio/post.hpp>

#include <openssl/ssl.h>

#include <atomic>
#include <csignal>
#include <functional>
#include <thread>

#include <sys/socket.h>

using test::served;

namespace {

class tls_client {
public:
    explicit tls_client(std::uint16_t port) : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
        socket_.connect({boost::asio::ip::address_v4::loopback(), port});
        timeval const limit{60, 0};
        ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
        ssl_ = {SSL_new(context_.get()), SSL_free};
        SSL_set_fd(ssl_.get(), socket_.native_handle());
        connected = SSL_connect(ssl_.get()) == 1;
    }

    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            auto const sent =
                SSL_write(ssl_.get(), bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), 65536)));
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    /// The closing alert, and nothing else: the socket stays open.
    void end_sending() { SSL_shutdown(ssl_.get()); }
    /// What has come, unread by TLS: closing with it would be a reset.
    void drop_input() {
        char bytes[4096];
        while (::recv(socket_.native_handle(), bytes, sizeof bytes, MSG_DONTWAIT) > 0) {
        }
    }
    std::string receive_rest() {
        std::string all;
        char bytes[4096];
        for (;;) {
            auto const got = SSL_read(ssl_.get(), bytes, sizeof bytes);
            if (got <= 0) return all;
            all.append(bytes, static_cast<std::size_t>(got));
        }
    }

    bool connected = false;

private:
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    boost::asio::io_context io_;
    boost::asio::ip::tcp::socket socket_{io_};
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, SSL_free};
};

struct served_tls : served {
    served_tls() {
        std::signal(SIGPIPE, SIG_IGN);
        auto const made = ca.issue({"DNS:localhost"});
        options.certificate_file = folder.file("server.pem");
        options.key_file = folder.file("server.key");
        test::write_certificate(options.certificate_file, made);
        test::write_key(options.key_file, made);
    }

    /// What a client does in a thread of its own, while the server runs here.
    std::string ask(std::function<std::string(tls_client&)> what) {
        std::string result;
        bool over = false;
        std::thread peer([this, to = port(), &what, &result, &over] {
            {
                tls_client client(to);
                if (client.connected) result = what(client);
            }
            boost::asio::post(io, [&over] { over = true; });
        });
        test::run_until(io, [&over] { return over; });
        peer.join();
        return result;
    }

    test::authority ca{"tests"};
    test::temporary_folder folder;
};

}  // namespace

TEST_CASE("over TLS a refusal of a large body arrives, though the body is still on its way") {
    served_tls at;
    at.options.body_limit = 1000;
    auto const got = at.ask([](tls_client& client) {
        client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20000000\r\n\r\n");
        bool const sent = client.send(std::string(20'000'000, 'x'));
        return std::string(sent ? "sent " : "broken ") + client.receive_rest();
    });
    CHECK(got.starts_with("sent HTTP/1.1 413 "));
    CHECK(got.ends_with(R"({"refused":413})"));
    CHECK(at.handler.requests.empty());
}

TEST_CASE("over TLS a peer that sends its closing alert gets its answer, one that closes is gone") {
    for (bool const closes : {false, true}) {
        CAPTURE(closes);
        served_tls at;
        int left = 0;
        bool over = false;
        std::atomic<bool> begun = false;
        at.handler.act = [&](net::server_request const&, net::responder& answer) -> platform::task<void> {
            platform::timer hold(at.io, platform::clock::time_point::max());
            begun = true;
            bool ended = false;
            auto const gone = [&] {
                ++left;
                hold.cancel();
            };
            answer.watch_disconnect(gone, [&] {
                ended = true;
                hold.cancel();
            });
            while (!ended) co_await hold.async_wait(platform::use_result);
            // Long enough for a reset to be seen, and waited for only where one must come.
            hold.expires_after(closes ? test::patience : std::chrono::milliseconds(600));
            if (left == 0) co_await hold.async_wait(platform::use_result);
            co_await answer.send(200, "", "here", {});
            over = true;
        };
        auto const got = at.ask([&](tls_client& client) {
            client.send(test::get);
            while (!begun) std::this_thread::yield();
            if (closes) client.drop_input();
            client.end_sending();
            return closes ? std::string() : client.receive_rest();
        });
        test::run_until(at.io, [&] { return over; });
        CHECK(left == (closes ? 1 : 0));
        if (!closes) CHECK(got.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"));
        if (!closes) CHECK(got.ends_with("here"));
    }
}

TEST_CASE("over TLS an end without the alert is a broken connection") {
    served_tls at;
    int left = 0;
    at.handler.act = [&](net::server_request const&, net::responder& answer) -> platform::task<void> {
        platform::timer hold(at.io, platform::clock::time_point::max());
        answer.watch_disconnect(
            [&] {
                ++left;
                hold.cancel();
            },
            [] { FAIL("a truncated stream has no orderly end"); });
        while (left == 0) co_await hold.async_wait(platform::use_result);
    };
    at.ask([](tls_client& client) {
        client.send(test::get);
        return std::string();
    });
    test::run_until(at.io, [&] { return left == 1; });
    test::run_until(at.io, [&] { return at.use().connections() == 0; });
}
