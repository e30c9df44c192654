// Which connection a request gets, and what becomes of it.
#include "net/client.hpp"

#include "support/client_fixture.hpp"

using namespace std::chrono_literals;
using net::client_errc;
using net::progress;
using test::act;
using test::answers;
using test::failure_of;
using test::fixture;
using test::ok;
using test::peer;
using test::request;

TEST_CASE_FIXTURE(fixture, "connections are used again") {
    peer const server(io, {answers(3)});
    for (auto const* expected : {"answer 1", "answer 2", "answer 3"})
        CHECK(send(request(server.url(), "POST", "x")).body == expected);
    CHECK(use().connections_opened() == 1);
}

TEST_CASE_FIXTURE(fixture, "a request doesn't wait for another one's connection") {
    peer const server(
        io, {{{act::read_request}, {act::send, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc"}, {act::hang}},
             answers(2)});
    auto const streamed = test::run(io, use().open(request(server.url())));
    CHECK(send(request(server.url())).body == "answer 1");
    CHECK(send(request(server.url())).body == "answer 2");
    CHECK(use().connections_opened() == 2);
}

TEST_CASE_FIXTURE(fixture, "a connection that the server closed while it was idle is replaced") {
    for (auto const ending : {act::close, act::reset}) {
        peer const server(io, {answers(1, {{ending}}), answers(1)});
        CHECK(send(request(server.url(), "POST", "x")).body == "answer 1");
        test::run_until(io, [&] { return server.played() == 1; });
        // Not even a POST notices.
        CHECK(send(request(server.url(), "POST", "x")).body == "answer 1");
        CHECK(server.connections() == 2);
    }
}

TEST_CASE_FIXTURE(fixture, "a connection that the server closes at the next request") {
    struct {
        std::string method;
        bool repeated;
    } const cases[] = {{"GET", true},    {"HEAD", true},  {"PUT", true},
                       {"DELETE", true}, {"POST", false}, {"PATCH", false}};
    for (auto const& [method, repeated] : cases) {
        CAPTURE(method);
        peer const server(io, {answers(1, {{act::read_request}, {act::close}}),
                               {{act::read_request}, {act::send, ok("")}, {act::hang}}});
        send(request(server.url()));
        if (repeated) {
            CHECK(send(request(server.url(), method)).status == 200);
            CHECK(server.requests().size() == 3);
            continue;
        }
        auto const failed = failure_of(*this, request(server.url(), method));
        CHECK(failed.code == client_errc::connection_lost);
        CHECK(failed.how_far == progress::sent);
        CHECK(server.requests().size() == 2);
    }
}

TEST_CASE_FIXTURE(fixture, "a request is repeated once only, and only on a connection that was kept") {
    test::script const closes{{act::read_request}, {act::close}};
    SUBCASE("a new connection") {
        peer const server(io, {closes, answers(1)});
        CHECK(failure_of(*this, request(server.url())).code == client_errc::connection_lost);
        CHECK(server.connections() == 1);
    }
    SUBCASE("the second one fails, too") {
        peer const server(io, {answers(1, closes), closes, answers(1)});
        send(request(server.url()));
        CHECK(failure_of(*this, request(server.url())).code == client_errc::connection_lost);
        CHECK(server.connections() == 2);
    }
    SUBCASE("part of an answer came") {
        peer const server(io, {answers(1, {{act::read_request}, {act::send, "HTTP/1.1 2"}, {act::close}}), answers(1)});
        send(request(server.url()));
        CHECK(failure_of(*this, request(server.url())).code == client_errc::connection_lost);
        CHECK(server.connections() == 1);
    }
    SUBCASE("no answer in time") {
        peer const server(io, {answers(1), answers(1)});
        send(request(server.url()));
        auto what = request(server.url());
        what.limits.read = 20ms;
        CHECK(failure_of(*this, what).code == client_errc::read_timeout);
        CHECK(server.connections() == 1);
    }
}

TEST_CASE_FIXTURE(fixture, "an answer that is streamed") {
    peer const server(io, {{{act::read_request},
                            {act::send, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"},
                            {act::pause},
                            {act::send, "3\r\nabc\r\n"},
                            {act::pause},
                            {act::send, "3\r\ndef\r\n0\r\n\r\n"},
                            {act::read_request},
                            {act::send, ok("next")},
                            {act::hang}}});
    auto const streamed = test::run(io, use().open(request(server.url())));
    CHECK(streamed->status() == 200);
    CHECK(streamed->fields().find("transfer-encoding") == "chunked");
    std::string body;
    while (true) {
        auto const piece = test::run(io, streamed->read());
        if (piece.empty()) break;
        body.append(piece);
    }
    CHECK(body == "abcdef");
    // Its connection is free although the stream still exists.
    CHECK(send(request(server.url())).body == "next");
    CHECK(use().connections_opened() == 1);
}

TEST_CASE_FIXTURE(fixture, "a stream that is given up closes its connection") {
    peer const server(io, {{{act::read_request}, {act::send, "HTTP/1.1 200 OK\r\n\r\nabc"}, {act::hang}}, answers(1)});
    auto streamed = test::run(io, use().open(request(server.url())));
    CHECK(test::run(io, streamed->read()) == "abc");
    streamed.reset();
    test::run_until(io, [&] { return server.left() == 1; });
    CHECK(send(request(server.url())).body == "answer 1");
    CHECK(use().connections_opened() == 2);
}

TEST_CASE_FIXTURE(fixture, "a stream outlives its client") {
    peer const server(io, {{{act::read_request},
                            {act::send, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc"},
                            {act::pause},
                            {act::send, "def"},
                            {act::hang}}});
    auto const streamed = test::run(io, use().open(request(server.url())));
    client.reset();
    CHECK(test::run(io, streamed->read()) == "abc");
    CHECK(test::run(io, streamed->read()) == "def");
    CHECK(test::run(io, streamed->read()).empty());
    test::run_until(io, [&] { return server.left() == 1; });
}

TEST_CASE_FIXTURE(fixture, "the client may go while a request runs") {
    peer const server(io, {{{act::read_request}, {act::pause}, {act::send, ok("late")}, {act::hang}}});
    test::background call(io, use().send(request(server.url())));
    client.reset();
    call.wait();
    REQUIRE(call.result.has_value());
    CHECK(call.result->body == "late");
}

TEST_CASE_FIXTURE(fixture, "cancelling a request closes its connection") {
    peer const server(io, {{{act::read_request}, {act::hang}}, answers(1)});
    test::background call(io, use().send(request(server.url())));
    test::run_until(io, [&] { return server.requests().size() == 1; });
    CHECK(call.ends_when_cancelled());
    test::run_until(io, [&] { return server.left() == 1; });
    CHECK(send(request(server.url())).body == "answer 1");
}
