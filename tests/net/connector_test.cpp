#include "net/connector.hpp"

#include "support/certificates.hpp"
#include "support/peer.hpp"
#include "support/run.hpp"
#include "support/tunnel.hpp"

#include <array>

namespace asio = boost::asio;
using net::client_errc;
using test::act;
using test::authority;
using test::peer;

namespace {

// Every name under `.test` leads to loopback.
boost::system::result<net::address_list> lookup(std::string const& name) {
    if (name.ends_with(".test")) return net::address_list{asio::ip::address_v4::loopback()};
    return asio::error::make_error_code(asio::error::host_not_found);
}

net::client_options options(std::string ca_file = {}) {
    net::client_options made;
    made.ca_file = std::move(ca_file);
    made.user_agent = "tests";
    made.lookup = lookup;
    return made;
}

std::uint16_t unused_port(asio::io_context& io) {
    asio::basic_socket_acceptor<asio::ip::tcp, platform::executor> const listener(
        io, {asio::ip::address_v4::loopback(), 0});
    return listener.local_endpoint().port();
}

struct refusal {
    client_errc code;
    std::string text;
};

refusal refusal_of(asio::io_context& io, net::connector& connections, net::route const& where) {
    try {
        test::run(io, connections.connect(where));
    } catch (net::client_error const& error) {
        CHECK(error.how_far() == net::progress::not_sent);
        return {error.code(), error.what()};
    }
    FAIL("it connected");
    return {};
}

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::string read_some(asio::io_context& io, net::stream& from) {
    std::array<char, 100> piece;
    auto const got = test::run(io, from.read_some(asio::buffer(piece)));
    CHECK(!got.error);
    return {piece.data(), got.bytes};
}

}  // namespace

TEST_CASE("a route's key tells apart what must not be shared") {
    net::route const routes[] = {
        {{true, "a.test", 443}, {}},
        {{false, "a.test", 443}, {}},
        {{true, "b.test", 443}, {}},
        {{true, "a.test", 8443}, {}},
        {{true, "a.test", 443}, net::proxy{{false, "proxy.test", 3128}, ""}},
        {{true, "a.test", 443}, net::proxy{{false, "proxy.test", 3128}, "Basic eDp5"}},
    };
    for (auto const& left : routes)
        for (auto const& right : routes) CHECK((left.key() == right.key()) == (&left == &right));
}

TEST_CASE("a plain connection, by name and by address") {
    asio::io_context io;
    peer const server(io, {{{act::send, "hello"}}, {{act::send, "hello"}}});
    net::connector connections(io.get_executor(), options());
    for (auto const* host : {"api.test", "127.0.0.1"}) {
        auto const connection = test::run(io, connections.connect({{false, host, server.port()}, {}}));
        CHECK(read_some(io, *connection) == "hello");
    }
}

TEST_CASE("a TLS connection") {
    authority const ca("tests");
    asio::io_context io;
    peer const server(io, {{{act::send, "hello"}}}, ca.server({"DNS:api.test"}));
    net::connector connections(io.get_executor(), options(ca.file()));
    auto const connection = test::run(io, connections.connect({{true, "api.test", server.port()}, {}}));
    CHECK(read_some(io, *connection) == "hello");
}

TEST_CASE("what can go wrong without a proxy") {
    authority const ca("tests");
    test::temporary_folder const folder;
    asio::io_context io;
    peer const server(io, {}, ca.server({"DNS:api.test"}));
    auto const nobody = unused_port(io);
    struct {
        std::string_view what;
        net::origin to;
        std::string ca_file;
        client_errc code;
        std::string_view text;
    } const cases[] = {
        {"an unknown name", {true, "api.unknown", 443}, ca.file(), client_errc::resolve_failed, "api.unknown"},
        {"nobody listens", {false, "api.test", nobody}, ca.file(), client_errc::connect_failed, "Connection refused"},
        {"another host's certificate",
         {true, "other.test", server.port()},
         ca.file(),
         client_errc::tls_failed,
         "not issued for other.test"},
        {"an unknown authority", {true, "api.test", server.port()}, "", client_errc::tls_failed, "unknown authority"},
        {"no authorities",
         {true, "api.test", server.port()},
         folder.file("missing"),
         client_errc::tls_failed,
         "missing"},
    };
    for (auto const& [what, to, ca_file, code, text] : cases) {
        CAPTURE(what);
        net::connector connections(io.get_executor(), options(ca_file));
        auto const refused = refusal_of(io, connections, {to, {}});
        CAPTURE(refused.text);
        CHECK(refused.code == code);
        CHECK(holds(refused.text, text));
    }
}

TEST_CASE("TLS through a tunnel") {
    authority const ca("tests");
    asio::io_context io;
    peer const server(io, {{{act::send, "hello"}}}, ca.server({"DNS:hidden.example"}));
    std::string const secret = "Basic dXNlcjpzZWNyZXQ=";
    test::tunnel_proxy const proxy(io, secret);
    net::connector connections(io.get_executor(), options(ca.file()));
    // The proxy looks the name up; this side can't.
    net::origin const to{true, "hidden.example", server.port()};

    SUBCASE("with the right password") {
        net::route const where{to, net::proxy{{false, "proxy.test", proxy.port()}, secret}};
        auto const connection = test::run(io, connections.connect(where));
        CHECK(read_some(io, *connection) == "hello");
        auto const authority_form = "hidden.example:" + std::to_string(server.port());
        CHECK(proxy.requests().at(0) == "CONNECT " + authority_form + " HTTP/1.1\r\nHost: " + authority_form +
                                            "\r\nUser-Agent: tests\r\nProxy-Authorization: " + secret + "\r\n\r\n");
    }
    SUBCASE("without") {
        auto const refused = refusal_of(io, connections, {to, net::proxy{{false, "proxy.test", proxy.port()}, ""}});
        CHECK(refused.code == client_errc::proxy_failed);
        CHECK(
            holds(refused.text, "the proxy proxy.test port " + std::to_string(proxy.port()) + " refused a tunnel to"));
        CHECK(holds(refused.text, "407 Proxy Authentication Required"));
    }
    SUBCASE("to a port where nobody listens") {
        net::origin const nowhere{true, "hidden.example", unused_port(io)};
        auto const refused =
            refusal_of(io, connections, {nowhere, net::proxy{{false, "proxy.test", proxy.port()}, secret}});
        CHECK(refused.code == client_errc::proxy_failed);
        CHECK(holds(refused.text, "502 Bad Gateway"));
        CHECK(!holds(refused.text, "dXNlcjp"));
    }
    SUBCASE("to a server with another certificate") {
        net::origin const other{true, "other.example", server.port()};
        auto const refused =
            refusal_of(io, connections, {other, net::proxy{{false, "proxy.test", proxy.port()}, secret}});
        CHECK(refused.code == client_errc::tls_failed);
        CHECK(holds(refused.text, "not issued for other.example"));
    }
}

TEST_CASE("proxies that behave badly") {
    struct {
        std::string_view what;
        test::script script;
        std::string_view text;
    } const cases[] = {
        {"closes", {{act::read_head}, {act::close}}, "gave no answer"},
        {"resets", {{act::read_head}, {act::reset}}, "gave no answer"},
        {"half an answer", {{act::read_head}, {act::send, "HTTP/1.1 200 Con"}}, "gave no answer"},
        {"not HTTP", {{act::read_head}, {act::send, "\x05\x01 socks\r\n\r\n"}, {act::hang}}, "gave no answer"},
        {"endless",
         {{act::read_head}, {act::send, "HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x')}, {act::hang}},
         "gave no answer"},
        {"a refusal with a body", {{act::read_head}, {act::send, "HTTP/1.0 403 No\r\n\r\n<html>"}}, "403 Forbidden"},
        {"byte by byte", {{act::read_head}, {act::send_bytewise, "HTTP/1.1 503 X\r\nA: b\r\n\r\n"}}, "503 Service"},
    };
    for (auto const& [what, script, text] : cases) {
        CAPTURE(what);
        asio::io_context io;
        peer const proxy(io, {script});
        net::connector connections(io.get_executor(), options());
        net::route const where{{true, "a.example", 443}, net::proxy{{false, "proxy.test", proxy.port()}, ""}};
        auto const refused = refusal_of(io, connections, where);
        CAPTURE(refused.text);
        CHECK(refused.code == client_errc::proxy_failed);
        CHECK(holds(refused.text, text));
    }
}

TEST_CASE("a proxy that can't be reached is named as one") {
    asio::io_context io;
    net::connector connections(io.get_executor(), options());
    net::origin const to{true, "a.example", 443};
    auto const refused = refusal_of(io, connections, {to, net::proxy{{false, "proxy.test", unused_port(io)}, ""}});
    CHECK(refused.code == client_errc::connect_failed);
    CHECK(refused.text.starts_with("no connection to the proxy proxy.test port "));
    auto const unknown = refusal_of(io, connections, {to, net::proxy{{false, "proxy.unknown", 3128}, ""}});
    CHECK(unknown.code == client_errc::resolve_failed);
    CHECK(unknown.text.starts_with("the address of the proxy proxy.unknown port 3128 was not found: "));
}

TEST_CASE("a plain request's proxy is connected to without a tunnel") {
    asio::io_context io;
    peer const proxy(io, {{{act::send, "hello"}}});
    net::connector connections(io.get_executor(), options());
    net::route const where{{false, "a.example", 80}, net::proxy{{false, "proxy.test", proxy.port()}, ""}};
    CHECK(where.asked_proxy().has_value());
    auto const connection = test::run(io, connections.connect(where));
    CHECK(read_some(io, *connection) == "hello");
}

TEST_CASE("cancelling ends every step at once") {
    authority const ca("tests");
    asio::io_context io;
    peer const silent(io, {{{act::hang}}, {{act::hang}}});
    net::connector connections(io.get_executor(), options(ca.file()));
    net::route const handshake{{true, "api.test", silent.port()}, {}};
    net::route const tunnel{{true, "api.test", 443}, net::proxy{{false, "proxy.test", silent.port()}, ""}};
    std::size_t count = 0;
    for (auto const& where : {handshake, tunnel}) {
        test::background call(io, connections.connect(where));
        test::run_until(io, [&] { return silent.connections() == count + 1; });
        CHECK(!call.ended);
        CHECK(call.ends_when_cancelled());
        test::run_until(io, [&] { return silent.left() == count + 1; });
        ++count;
    }
}
