#include "net/stream.hpp"

#include "support/certificates.hpp"
#include "support/peer.hpp"
#include "support/run.hpp"

#include <array>
#include <stdexcept>

namespace asio = boost::asio;
using test::act;
using test::authority;
using test::peer;
using test::subject;

namespace {

net::tls_context::outcome handshake(asio::io_context& io, net::tls_context& client, peer const& server,
                                    std::string const& host) {
    net::tcp_socket socket(io);
    socket.connect({asio::ip::address_v4::loopback(), server.port()});
    return test::run(io, client.connect(std::move(socket), host));
}

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace

TEST_CASE("a certificate must be for the host, in time, and from a known authority") {
    constexpr long day = 24 * 3600;
    struct {
        std::string_view what;
        subject of;
        std::string host;
        std::string_view refusal;  // a part of the sentence; empty: accepted
    } const cases[] = {
        {"a name", {"DNS:api.test"}, "api.test", ""},
        {"a name in other letters", {"DNS:API.test"}, "api.TEST", ""},
        {"a wildcard", {"DNS:*.api.test"}, "a.api.test", ""},
        {"a wildcard covers one label", {"DNS:*.api.test"}, "b.a.api.test", "not issued for b.a.api.test"},
        {"a partial wildcard", {"DNS:a*.api.test"}, "aa.api.test", "not issued for"},
        {"another name", {"DNS:other.test"}, "api.test", "not issued for api.test"},
        {"an address", {"IP:127.0.0.1"}, "127.0.0.1", ""},
        {"an IPv6 address", {"IP:::1"}, "::1", ""},
        {"another address", {"IP:127.0.0.2"}, "127.0.0.1", "not issued for 127.0.0.1"},
        {"an address as a name", {"DNS:127.0.0.1"}, "127.0.0.1", "not issued for"},
        {"expired", {"DNS:api.test", -2 * day, -day}, "api.test", "has expired"},
        {"not yet valid", {"DNS:api.test", day, 2 * day}, "api.test", "not valid yet"},
    };
    authority const ca("tests");
    auto const client = net::make_client_tls(ca.file());
    for (auto const& [what, of, host, refusal] : cases) {
        CAPTURE(what);
        asio::io_context io;
        peer const server(io, {{{act::hang}}}, ca.server(of));
        auto const outcome = handshake(io, *client, server, host);
        CAPTURE(outcome.detail);
        CHECK((outcome.stream != nullptr) == refusal.empty());
        CHECK(holds(outcome.detail, refusal));
        CHECK(outcome.detail.empty() == refusal.empty());
    }
}

TEST_CASE("an authority that is not trusted") {
    authority const trusted("trusted");
    authority const stranger("stranger");
    asio::io_context io;
    peer const server(io, {}, stranger.server({"DNS:api.test"}));
    auto const outcome = handshake(io, *net::make_client_tls(trusted.file()), server, "api.test");
    CHECK(!outcome.stream);
    CHECK(holds(outcome.detail, "unknown authority"));
}

TEST_CASE("the system's authorities don't know a test's") {
    authority const stranger("stranger");
    asio::io_context io;
    peer const server(io, {}, stranger.server({"DNS:api.test"}));
    auto const outcome = handshake(io, *net::make_client_tls(""), server, "api.test");
    CHECK(holds(outcome.detail, "unknown authority"));
}

TEST_CASE("a server that doesn't speak TLS") {
    for (auto const& script :
         {test::script{{act::send, "HTTP/1.1 400 Bad Request\r\n\r\n"}}, {{act::close}}, {{act::reset}}}) {
        authority const ca("tests");
        asio::io_context io;
        peer const server(io, {script});
        auto const outcome = handshake(io, *net::make_client_tls(ca.file()), server, "api.test");
        CHECK(!outcome.stream);
        CHECK(holds(outcome.detail, "handshake with api.test failed"));
    }
}

TEST_CASE("a client that doesn't speak TLS") {
    authority const ca("tests");
    asio::io_context io;
    peer const client(io, {{{act::send, "GET / HTTP/1.1\r\n\r\n"}, {act::hang}}});
    net::tcp_socket socket(io);
    socket.connect({asio::ip::address_v4::loopback(), client.port()});
    auto const outcome = test::run(io, ca.server({"DNS:api.test"})->accept(std::move(socket)));
    CHECK(!outcome.stream);
    CHECK(holds(outcome.detail, "handshake failed"));
}

TEST_CASE("sessions are resumed per host") {
    authority const ca("tests");
    auto const client = net::make_client_tls(ca.file());
    asio::io_context io;
    test::script const answer{{act::send, "x"}, {act::hang}};
    peer const server(io, {answer, answer, answer}, ca.server({"DNS:a.test,DNS:b.test"}));

    auto const talk = [&](std::string const& host) {
        auto outcome = handshake(io, *client, server, host);
        REQUIRE_MESSAGE(outcome.stream, outcome.detail);
        std::array<char, 1> byte;
        CHECK(!test::run(io, outcome.stream->read_some(asio::buffer(byte))).error);
        return outcome.resumed;
    };
    CHECK(!talk("a.test"));
    CHECK(talk("a.test"));
    CHECK(!talk("b.test"));
}

TEST_CASE("a server's files") {
    authority const ca("tests");
    test::temporary_folder const folder;
    auto const certificate = folder.file("server.pem");
    auto const key = folder.file("server.key");
    auto const other_key = folder.file("other.key");
    auto const issued = ca.issue({"DNS:api.test"});
    test::write_certificate(certificate, issued);
    test::write_key(key, issued);
    test::write_key(other_key, ca.issue({"DNS:api.test"}));

    CHECK(net::make_server_tls(certificate, key));
    CHECK_THROWS_AS(net::make_server_tls(folder.file("missing"), key), std::runtime_error);
    CHECK_THROWS_AS(net::make_server_tls(certificate, folder.file("missing")), std::runtime_error);
    CHECK_THROWS_AS(net::make_server_tls(certificate, other_key), std::runtime_error);
    CHECK_THROWS_AS(net::make_server_tls(key, certificate), std::runtime_error);
}
