#include "net/stream.hpp"

#include "support/certificates.hpp"
#include "support/peer.hpp"
#include "support/run.hpp"

#include <boost/asio/error.hpp>

#include <array>

namespace asio = boost::asio;
using test::act;
using test::authority;
using test::peer;

namespace {

net::tcp_socket connect_to(asio::io_context& io, peer const& server) {
    net::tcp_socket socket(io);
    socket.connect({asio::ip::address_v4::loopback(), server.port()});
    return socket;
}

// Either kind of stream, to a peer that plays the script.
struct pair {
    asio::io_context io;
    std::optional<authority> ca;
    std::optional<peer> server;
    std::unique_ptr<net::stream> client;

    pair(bool tls, test::script script) {
        std::shared_ptr<net::tls_context> context;
        if (tls) context = ca.emplace("tests").server({"DNS:localhost,IP:127.0.0.1"});
        server.emplace(io, std::vector<test::script>{std::move(script)}, context);
        auto socket = connect_to(io, *server);
        if (!tls) {
            client = net::make_plain_stream(std::move(socket));
            return;
        }
        auto const trusting = net::make_client_tls(ca->file());
        auto outcome = test::run(io, trusting->connect(std::move(socket), "localhost"));
        REQUIRE_MESSAGE(outcome.stream, outcome.detail);
        client = std::move(outcome.stream);
    }

    std::string read_to_end() {
        std::string text;
        std::array<char, 4096> piece;
        while (true) {
            auto const got = test::run(io, client->read_some(asio::buffer(piece)));
            text.append(piece.data(), got.bytes);
            if (got.error) return text;
        }
    }
};

}  // namespace

TEST_CASE("a stream writes all buffers in order") {
    for (bool const tls : {false, true}) {
        CAPTURE(tls);
        pair both(tls, {{act::read_request}, {act::send, "bye"}});
        // Sizes below, at and above a TLS record.
        std::string const body = std::string(10, 'a') + std::string(16384, 'b') + std::string(50'000, 'c') + "d";
        auto const head = "POST / HTTP/1.1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n";
        std::string_view const rest = body;
        std::array const buffers{asio::buffer(head),
                                 asio::const_buffer(),
                                 asio::buffer(rest.substr(0, 10)),
                                 asio::buffer(rest.substr(10, 16384)),
                                 asio::buffer(rest.substr(16394, 50'000)),
                                 asio::buffer(rest.substr(66394))};
        auto const written = test::run(both.io, both.client->write(buffers));
        CHECK(!written.error);
        CHECK(written.bytes == head.size() + body.size());
        CHECK(both.read_to_end() == "bye");
        REQUIRE(both.server->requests().size() == 1);
        CHECK(both.server->requests()[0] == head + body);
    }
}

TEST_CASE("the peer's end is an error that is returned") {
    pair plain(false, {{act::close}});
    std::array<char, 16> piece;
    auto const got = test::run(plain.io, plain.client->read_some(asio::buffer(piece)));
    CHECK(got.error == asio::error::eof);

    // Without the closing alert the end could be an attacker's: TLS tells the two apart.
    pair secured(true, {{act::close}});
    auto const cut = test::run(secured.io, secured.client->read_some(asio::buffer(piece)));
    CHECK(cut.error);
    CHECK(cut.error != asio::error::eof);
}

TEST_CASE("close ends what is pending, without an exception") {
    for (bool const tls : {false, true}) {
        CAPTURE(tls);
        pair both(tls, {{act::hang}});
        platform::timer soon(both.io.get_executor(), std::chrono::milliseconds(5));
        soon.async_wait([&](auto) { both.client->close(); });
        std::array<char, 16> piece;
        auto const got = test::run(both.io, both.client->read_some(asio::buffer(piece)));
        CHECK(got.error);
        CHECK(got.bytes == 0);
    }
}

TEST_CASE("a cancelled read throws") {
    for (bool const tls : {false, true}) {
        CAPTURE(tls);
        pair both(tls, {{act::hang}});
        std::array<char, 16> piece;
        test::background call(both.io, both.client->read_some(asio::buffer(piece)));
        CHECK(!call.ended);
        CHECK(call.ends_when_cancelled());
    }
}

TEST_CASE("quiet tells an idle connection from one that ended or spoke") {
    for (bool const tls : {false, true}) {
        CAPTURE(tls);
        struct {
            test::script after;
            bool quiet;
        } const cases[] = {{{{act::hang}}, true},
                           {{{act::close}}, false},
                           {{{act::reset}}, false},
                           {{{act::send, "unasked"}, {act::hang}}, false}};
        for (auto const& [after, quiet] : cases) {
            test::script script{{act::read_head}, {act::send, "x"}, {act::pause}};
            script.insert(script.end(), after.begin(), after.end());
            pair both(tls, script);
            std::string_view const head = "GET / HTTP/1.1\r\n\r\n";
            asio::const_buffer const request = asio::buffer(head);
            test::run(both.io, both.client->write({&request, 1}));
            std::array<char, 1> answer;
            test::run(both.io, both.client->read_some(asio::buffer(answer)));
            CHECK(both.client->quiet());

            auto const limit = platform::clock::now() + (quiet ? std::chrono::milliseconds(50) : test::patience);
            while (both.client->quiet() && platform::clock::now() < limit) {
                both.io.restart();
                both.io.run_for(std::chrono::milliseconds(10));
            }
            CHECK(both.client->quiet() == quiet);
        }
    }
}
