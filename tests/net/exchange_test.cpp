#include "net/exchange.hpp"

#include "support/peer.hpp"
#include "support/run.hpp"

#include <boost/asio/io_context.hpp>

namespace asio = boost::asio;
using namespace std::chrono_literals;
using net::client_errc;
using net::progress;
using test::act;
using test::ok;
using test::peer;

namespace {

constexpr std::string_view get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

struct fixture {
    asio::io_context io;
    std::optional<peer> server;
    std::unique_ptr<net::stream> kept;
    std::unique_ptr<net::exchange> running;

    void connect(test::script script, std::chrono::milliseconds read = 1h, std::chrono::milliseconds total = 1h,
                 bool without_body = false) {
        server.emplace(io, std::vector<test::script>{std::move(script)});
        net::tcp_socket socket(io);
        socket.connect({asio::ip::address_v4::loopback(), server->port()});
        net::exchange::settings const how{without_body, read, platform::clock::now() + total, "server.test"};
        running = std::make_unique<net::exchange>(io.get_executor(), net::make_plain_stream(std::move(socket)), how,
                                                  [this](auto connection) { kept = std::move(connection); });
    }

    void start(std::string_view body = {}) { test::run(io, running->start(get, body)); }
    std::string all(std::size_t limit = 1'000'000) { return test::run(io, running->read_all(limit)); }

    std::vector<std::string> pieces() {
        std::vector<std::string> found;
        while (true) {
            std::string piece(test::run(io, running->read()));
            if (piece.empty()) return found;
            found.push_back(piece);
        }
    }
};

// What an exchange that fails says.
struct failure {
    client_errc code;
    progress how_far;
    std::string text;
};

template <class Function>
failure failure_of(Function function) {
    try {
        function();
    } catch (net::client_error const& error) {
        return {error.code(), error.how_far(), error.what()};
    }
    FAIL("it succeeded");
    return {};
}

}  // namespace

TEST_CASE_FIXTURE(fixture, "a response with a length leaves the connection for the next") {
    connect({{act::read_head}, {act::send, ok("hello")}, {act::hang}});
    start();
    CHECK(running->status() == 200);
    CHECK(running->fields().find("content-length") == "5");
    CHECK(all() == "hello");
    CHECK(kept);
    CHECK(server->requests() == std::vector{std::string(get)});
}

TEST_CASE_FIXTURE(fixture, "head and body are written one after the other") {
    std::string const head = "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\n";
    connect({{act::read_request}, {act::send, ok("")}, {act::hang}});
    test::run(io, running->start(head, "abc"));
    CHECK(server->requests()[0] == head + "abc");
    CHECK(kept);
}

TEST_CASE_FIXTURE(fixture, "framings that give the body and decide about the connection") {
    struct {
        std::string_view what, answer, body;
        bool kept;
        bool without_body = false;
    } const cases[] = {
        {"chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "abcde",
         true},
        {"until the end", "HTTP/1.1 200 OK\r\n\r\nabc", "abc", false},
        {"close", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc", "abc", false},
        {"204", "HTTP/1.1 204 No Content\r\n\r\n", "", true},
        {"304", "HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n", "", true},
        {"HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", "", true, true},
        {"interim", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", "a", true},
        {"bytes behind", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab", "a", false},
    };
    for (auto const& [what, answer, body, is_kept, without_body] : cases) {
        for (auto const sending : {act::send, act::send_bytewise}) {
            CAPTURE(what);
            kept.reset();
            test::script script{{act::read_head}, {sending, std::string(answer)}};
            if (is_kept) script.push_back({act::hang});
            connect(script, 1h, 1h, without_body);
            start();
            CHECK(all() == body);
            // Whether the byte too many is there in time depends on the packets.
            if (what != "bytes behind" || sending == act::send) CHECK((kept != nullptr) == is_kept);
        }
    }
}

TEST_CASE_FIXTURE(fixture, "a body is read as it comes") {
    connect({{act::read_head},
             {act::send, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"},
             {act::pause},
             {act::send, "2\r\nd"},
             {act::pause},
             {act::send, "e\r\n0\r\n\r\n"},
             {act::hang}});
    start();
    CHECK(pieces() == std::vector<std::string>{"abc", "d", "e"});
    CHECK(kept);
    CHECK(test::run(io, running->read()).empty());
}

TEST_CASE_FIXTURE(fixture, "a body that came with its head is not lost") {
    connect({{act::read_head}, {act::send, ok("abc")}, {act::hang}});
    start();
    CHECK(pieces() == std::vector<std::string>{"abc"});
}

TEST_CASE_FIXTURE(fixture, "a long body") {
    std::string const body(3'000'000, 'x');
    connect({{act::read_head}, {act::send, ok(body)}, {act::hang}});
    start();
    CHECK(all(body.size()) == body);
}

TEST_CASE_FIXTURE(fixture, "destroying it before the end closes the connection") {
    connect({{act::read_head}, {act::send, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"}, {act::hang}});
    start();
    CHECK(test::run(io, running->read()) == "abc");
    running.reset();
    test::run_until(io, [&] { return server->left() == 1; });
    CHECK(!kept);
}

TEST_CASE_FIXTURE(fixture, "connections that break") {
    struct {
        std::string_view what;
        test::script script;
        client_errc code;
        progress how_far;
        std::string_view text;
    } const cases[] = {
        {"no answer",
         {{act::read_head}, {act::close}},
         client_errc::connection_lost,
         progress::sent,
         "before it answered"},
        {"reset", {{act::read_head}, {act::reset}}, client_errc::connection_lost, progress::sent, "before it answered"},
        {"half a head",
         {{act::read_head}, {act::send, "HTTP/1.1 200 OK\r\nCon"}},
         client_errc::connection_lost,
         progress::sent,
         "before it answered"},
        {"half a body",
         {{act::read_head}, {act::send, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"}},
         client_errc::connection_lost,
         progress::answered,
         "in the middle of its answer"},
        {"half a chunk",
         {{act::read_head}, {act::send, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc"}},
         client_errc::connection_lost,
         progress::answered,
         "in the middle of its answer"},
        {"reset in the body",
         {{act::read_head}, {act::send, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"}, {act::pause}, {act::reset}},
         client_errc::connection_lost,
         progress::answered,
         "in the middle of its answer"},
        {"not HTTP",
         {{act::send, "220 smtp.test ESMTP\r\n"}, {act::hang}},
         client_errc::bad_response,
         progress::sent,
         "did not answer in HTTP/1.1"},
        {"a bad chunk",
         {{act::read_head}, {act::send, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"}},
         client_errc::bad_response,
         progress::answered,
         "did not answer in HTTP/1.1"},
        {"an endless head",
         {{act::read_head}, {act::send, "HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x')}, {act::hang}},
         client_errc::bad_response,
         progress::sent,
         "HTTP/1.1"},
        {"too large by its length",
         {{act::read_head}, {act::send, "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"}, {act::hang}},
         client_errc::too_large,
         progress::answered,
         "more than 1000 bytes"},
        {"too large",
         {{act::read_head}, {act::send, "HTTP/1.1 200 OK\r\n\r\n" + std::string(1001, 'x')}, {act::hang}},
         client_errc::too_large,
         progress::answered,
         "more than 1000 bytes"},
    };
    for (auto const& [what, script, code, how_far, text] : cases) {
        CAPTURE(what);
        connect(script);
        auto const failed = failure_of([&] {
            start();
            all(1000);
        });
        CAPTURE(failed.text);
        CHECK(failed.code == code);
        CHECK(failed.how_far == how_far);
        CHECK(failed.text.starts_with("server.test "));
        CHECK(failed.text.find(text) != std::string::npos);
        CHECK(!kept);
    }
}

TEST_CASE_FIXTURE(fixture, "silence and slowness") {
    test::script const silent{{act::read_head}, {act::hang}};
    test::script const stalled{
        {act::read_head}, {act::send, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"}, {act::hang}};
    test::script const slow{{act::read_head}, {act::send_bytewise, ok(std::string(1'000'000, 'x'))}};
    struct {
        std::string_view what;
        test::script script;
        std::chrono::milliseconds read, total;
        client_errc code;
        progress how_far;
    } const cases[] = {
        {"no answer", silent, 20ms, 1h, client_errc::read_timeout, progress::sent},
        {"no answer at all", silent, 1h, 500ms, client_errc::deadline_exceeded, progress::sent},
        {"half an answer", stalled, 500ms, 1h, client_errc::read_timeout, progress::answered},
        {"bytes without end", slow, 1h, 1s, client_errc::deadline_exceeded, progress::answered},
    };
    for (auto const& [what, script, read, total, code, how_far] : cases) {
        CAPTURE(what);
        connect(script, read, total);
        auto const failed = failure_of([&] {
            start();
            all();
        });
        CAPTURE(failed.text);
        CHECK(failed.code == code);
        CHECK(failed.how_far == how_far);
    }
}

TEST_CASE_FIXTURE(fixture, "the time between two reads of the caller is not the server's") {
    connect({{act::read_head},
             {act::send, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab"},
             {act::pause},
             {act::send, "cd"},
             {act::hang}},
            500ms);
    start();
    CHECK(test::run(io, running->read()) == "ab");
    io.restart();
    io.run_for(800ms);
    CHECK(test::run(io, running->read()) == "cd");
}

TEST_CASE_FIXTURE(fixture, "a peer that takes no byte runs into the deadline") {
    // Accepted by the kernel, read by nobody.
    net::tcp_socket socket(io);
    asio::basic_socket_acceptor<asio::ip::tcp, platform::executor> deaf(io, {asio::ip::address_v4::loopback(), 0});
    socket.connect(deaf.local_endpoint());
    net::exchange::settings const how{false, 1h, platform::clock::now() + 50ms, "server.test"};
    running =
        std::make_unique<net::exchange>(io.get_executor(), net::make_plain_stream(std::move(socket)), how, nullptr);
    std::string const body(50'000'000, 'x');
    auto const failed = failure_of([&] { start(body); });
    CHECK(failed.code == client_errc::deadline_exceeded);
}

TEST_CASE_FIXTURE(fixture, "a refusal before the body was read is an answer") {
    connect(
        {{act::read_head}, {act::send, "HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno"}, {act::hang}});
    start(std::string(100'000, 'x'));
    CHECK(running->status() == 413);
    CHECK(all() == "no");
}

TEST_CASE_FIXTURE(fixture, "cancelling a read closes the connection") {
    connect({{act::read_head}, {act::send, "HTTP/1.1 200 OK\r\n\r\n"}, {act::hang}});
    start();
    {
        test::background call(io, running->read_all(1000));
        CHECK(!call.ended);
        CHECK(call.ends_when_cancelled());
    }
    running.reset();
    test::run_until(io, [&] { return server->left() == 1; });
    CHECK(!kept);
}
