// Listening, accepting and ending; what a request looks like to its handler.

#include "net/server.hpp"

#include "support/certificates.hpp"
#include "support/served.hpp"

#include <deque>

using namespace std::chrono_literals;
using test::get;
using test::post;
using test::served;

namespace {

// Runs a handler until the test lets it go on.
struct gate {
    explicit gate(boost::asio::io_context& io) : timer(io, platform::clock::time_point::max()) {}
    platform::task<void> pass() { co_await timer.async_wait(platform::use_result); }
    void open() { timer.cancel(); }

    platform::timer timer;
};

test::handler::action answer_after(gate& opens) {
    return [&opens](net::server_request const& request, net::responder& answer) -> platform::task<void> {
        std::string const text(request.target());
        co_await opens.pass();
        co_await answer.send(200, "text/plain", text, {});
    };
}

}  // namespace

TEST_CASE("a handler sees the request as it was sent") {
    served at;
    std::vector<std::string> seen;
    at.handler.act = [&](net::server_request const& request, net::responder& answer) -> platform::task<void> {
        seen = {std::string(request.method()),
                std::string(request.target()),
                std::string(request.path()),
                std::string(request.query()),
                std::string(request.field("x-name").value_or("absent")),
                std::string(request.field("X-TWICE").value_or("absent")),
                std::string(request.field("x-empty").value_or("absent")),
                std::string(request.field("x-missing").value_or("absent")),
                std::string(request.body()),
                std::string(request.remote_address())};
        co_await answer.send(200, "", "", {});
    };
    auto client = at.connect();
    client.send(post("/a/b?c=d?e", "body", "X-Name:  value \r\nX-Twice: 1\r\nx-twice: 2\r\nX-Empty:\r\n"));
    CHECK(client.receive().status == 200);
    CHECK(seen == std::vector<std::string>{"POST", "/a/b?c=d?e", "/a/b", "c=d?e", "value", "1", "", "absent", "body",
                                           "127.0.0.1"});
}

TEST_CASE("a target without a query has an empty one") {
    served at;
    std::string query = "none";
    at.handler.act = [&](net::server_request const& request, net::responder& answer) -> platform::task<void> {
        query = std::string(request.path()) + "|" + std::string(request.query());
        co_await answer.send(200, "", "", {});
    };
    auto client = at.connect();
    client.send(get).receive();
    CHECK(query == "/|");
}

TEST_CASE("an address in use is refused") {
    served at;
    auto const port = at.port();
    net::server other(at.io.get_executor(), {}, at.handler);
    CHECK_THROWS_AS(other.listen("127.0.0.1", port), boost::system::system_error);
    CHECK_THROWS_AS(other.listen("no address", 0), boost::system::system_error);
}

TEST_CASE("one server listens on several addresses") {
    served at;
    auto const second = at.use().listen("127.0.0.1", 0);
    test::wire one = at.connect();
    test::wire two(at.io, second);
    CHECK(one.send(post("/1", "")).receive().body == "POST /1 ");
    CHECK(two.send(post("/2", "")).receive().body == "POST /2 ");
    CHECK(at.use().connections() == 2);
}

TEST_CASE("beyond max_connections a connection gets 503 and goes, and its place is free again later") {
    served at;
    at.options.max_connections = 2;
    auto first = at.connect();
    auto second = at.connect();
    CHECK(first.send(get).receive().status == 200);
    CHECK(second.send(get).receive().status == 200);

    auto third = at.connect();
    auto const refused = third.receive();
    CHECK(refused.status == 503);
    CHECK(refused.body == R"({"refused":503})");
    CHECK_FALSE(refused.keep_alive);
    CHECK(third.ends());
    third.close();

    first.close();
    test::run_until(at.io, [&] { return at.use().connections() == 1; });
    auto fourth = at.connect();
    CHECK(fourth.send(get).receive().status == 200);
}

TEST_CASE("many connections at once are all answered") {
    served at;
    std::deque<test::wire> clients;
    for (int i = 0; i < 200; ++i) clients.push_back(at.connect());
    for (auto& each : clients) each.send(get);
    for (auto& each : clients) CHECK(each.receive().status == 200);
    CHECK(at.use().connections() == 200);
    clients.clear();
    test::run_until(at.io, [&] { return at.use().connections() == 0; });
}

TEST_CASE("after stop_accepting idle connections close, running requests end, and nothing new gets in") {
    served at;
    gate opens(at.io);
    at.handler.act = answer_after(opens);
    auto idle = at.connect();
    auto busy = at.connect();
    busy.send(post("/running", ""));
    test::run_until(at.io, [&] { return at.handler.requests.size() == 1; });

    at.use().stop_accepting();
    CHECK(idle.ends());
    CHECK_THROWS_AS(at.connect(), boost::system::system_error);

    opens.open();
    auto const last = busy.receive();
    CHECK(last.body == "/running");
    CHECK_FALSE(last.keep_alive);
    CHECK(busy.ends());
    CHECK(at.use().connections() == 0);
}

TEST_CASE("close ends everything, at any moment of a request") {
    served at;
    gate opens(at.io);
    at.handler.act = answer_after(opens);
    auto silent = at.connect();
    auto in_head = at.connect();
    in_head.send("GET / HTTP/1.1\r\nHo");
    auto in_body = at.connect();
    in_body.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345");
    auto running = at.connect();
    running.send(get);
    test::run_until(at.io, [&] { return at.use().connections() == 4 && at.handler.requests.size() == 1; });

    at.use().close();
    for (auto* each : {&silent, &in_head, &in_body, &running}) CHECK(each->ends());
    // The handler ends by itself; its answer goes nowhere.
    CHECK(at.use().connections() == 1);
    opens.open();
    at.settle();
    CHECK(at.use().connections() == 0);
    CHECK(at.handler.requests.size() == 1);
}

TEST_CASE("the server may go while requests run") {
    boost::asio::io_context io;
    test::handler handler;
    gate opens(io);
    handler.act = answer_after(opens);
    auto server = std::make_unique<net::server>(io.get_executor(), net::server_options{}, handler);
    test::wire client(io, server->listen("127.0.0.1", 0));
    client.send(get);
    test::run_until(io, [&] { return handler.requests.size() == 1; });
    SUBCASE("and the handler ends later") {
        server.reset();
        opens.open();
        CHECK(client.ends());
    }
    SUBCASE("and the handler never ends") {
        server.reset();
        CHECK(client.ends());
    }
    SUBCASE("and nothing runs any more") {
        server.reset();
    }
}

TEST_CASE("a closed server leaves nothing that keeps the thread") {
    served at;
    auto client = at.connect();
    client.send(get).receive();
    at.server.reset();
    client.close();
    at.io.restart();
    at.io.run_for(test::patience);
    CHECK(at.io.stopped());
}

TEST_CASE("with a certificate the server speaks TLS") {
    test::authority const ca("tests");
    test::temporary_folder folder;
    auto const made = ca.issue({"DNS:localhost,IP:127.0.0.1"});
    served at;
    at.options.certificate_file = folder.file("server.pem");
    at.options.key_file = folder.file("server.key");
    test::write_certificate(at.options.certificate_file, made);
    test::write_key(at.options.key_file, made);

    net::tcp_socket socket(at.io);
    socket.connect({boost::asio::ip::address_v4::loopback(), at.port()});
    auto const trusting = net::make_client_tls(ca.file());
    auto outcome = test::run(at.io, trusting->connect(std::move(socket), "localhost"));
    REQUIRE_MESSAGE(outcome.stream, outcome.detail);
    test::wire client(at.io, std::move(outcome.stream));
    for (int i = 0; i < 3; ++i) CHECK(client.send(post("/tls", "secret")).receive().body == "POST /tls secret");
    CHECK(at.use().connections() == 1);

    // Plain HTTP is no handshake.
    auto plain = at.connect();
    plain.send(get);
    CHECK(plain.receive_rest().find("HTTP/1.1") == std::string::npos);
    CHECK(at.handler.requests.size() == 3);
}

TEST_CASE("a peer that never shakes hands is let go") {
    test::authority const ca("tests");
    test::temporary_folder folder;
    auto const made = ca.issue({"DNS:localhost"});
    served at;
    at.options.certificate_file = folder.file("server.pem");
    at.options.key_file = folder.file("server.key");
    at.options.head_timeout = 50ms;
    test::write_certificate(at.options.certificate_file, made);
    test::write_key(at.options.key_file, made);
    auto silent = at.connect();
    CHECK(silent.ends());
    CHECK(at.use().connections() == 0);
}

TEST_CASE("a certificate that can't be used is told at once") {
    boost::asio::io_context io;
    test::handler handler;
    net::server_options options;
    options.certificate_file = "/nonexistent/server.pem";
    options.key_file = "/nonexistent/server.key";
    CHECK_THROWS_AS(net::server(io.get_executor(), options, handler), std::runtime_error);
}

TEST_CASE("a server may go before anything has run") {
    boost::asio::io_context io;
    test::handler handler;
    {
        net::server server(io.get_executor(), {}, handler);
        server.listen("127.0.0.1", 0);
    }
    io.run_for(test::patience);
    CHECK(io.stopped());
}
