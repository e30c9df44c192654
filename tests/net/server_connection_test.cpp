// One connection: framing, limits, time-outs, the peer's end.

#include "support/served.hpp"

using namespace std::chrono_literals;
using namespace std::string_literals;
using test::asked;
using test::get;
using test::post;
using test::served;
using test::wire;

namespace {

std::string lines(std::initializer_list<std::string_view> each) {
    std::string text;
    for (auto line : each) text.append(line).append("\r\n");
    return text;
}

// What the peer of a broken request sees, and that nothing of it was taken for a second one.
void check_refused(std::string const& bytes, int status, std::size_t requests_before = 0) {
    CAPTURE(bytes);
    served at;
    auto client = at.connect();
    client.send(bytes);
    for (std::size_t i = 0; i < requests_before; ++i) CHECK(client.receive().status == 200);
    auto const refused = client.receive();
    CHECK(refused.status == status);
    CHECK(refused.body == "{\"refused\":" + std::to_string(status) + "}");
    CHECK_FALSE(refused.keep_alive);
    CHECK(client.ends());
    CHECK(at.handler.requests.size() == requests_before);
}

}  // namespace

TEST_CASE("a connection serves one request after another") {
    served at;
    auto client = at.connect();
    for (int i = 0; i < 5; ++i) {
        auto const number = std::to_string(i);
        auto const got = client.send(post("/" + number, "body " + number)).receive();
        CHECK(got.body == "POST /" + number + " body " + number);
        CHECK(got.keep_alive);
    }
    CHECK(at.use().connections() == 1);
}

TEST_CASE("pipelined requests are answered in order, however their bytes come") {
    std::string const all =
        post("/1", "one") + std::string(get) +
        lines({"POST /3 HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", "2", "th", "3;x=y", "ree", "0", ""}) +
        post("/4", "four");
    for (std::size_t const piece : {all.size(), std::size_t{50}, std::size_t{7}, std::size_t{1}}) {
        served at;
        auto client = at.connect();
        for (std::size_t i = 0; i < all.size(); i += piece) client.send(std::string_view(all).substr(i, piece));
        for (auto const* expected : {"POST /1 one", "GET / ", "POST /3 three", "POST /4 four"})
            CHECK(client.receive().body == expected);
    }
}

TEST_CASE("pipelined requests wait for the one before") {
    served at;
    platform::timer hold(at.io, platform::clock::time_point::max());
    at.handler.act = [&](net::server_request const& request, net::responder& answer) -> platform::task<void> {
        std::string const target(request.target());
        if (target == "/slow") co_await hold.async_wait(platform::use_result);
        co_await answer.send(200, "", target, {});
    };
    auto client = at.connect();
    client.send(post("/slow", "") + post("/quick", ""));
    test::run_until(at.io, [&] { return at.handler.requests.size() == 1; });
    at.settle();
    CHECK(at.handler.requests.size() == 1);
    hold.cancel();
    CHECK(client.receive().body == "/slow");
    CHECK(client.receive().body == "/quick");
}

TEST_CASE("when a connection goes on and when it does not") {
    struct {
        std::string head;
        bool keeps;
    } const cases[] = {
        {"GET / HTTP/1.1\r\nHost: a\r\n", true},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n", true},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n", false},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n", false},
        {"GET / HTTP/1.0\r\n", false},
        {"GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n", true},
    };
    for (auto const& each : cases) {
        CAPTURE(each.head);
        served at;
        auto client = at.connect();
        auto const got = client.send(each.head + "\r\n").receive();
        CHECK(got.status == 200);
        CHECK(got.keep_alive == each.keeps);
        if (each.keeps)
            CHECK(client.send(get).receive().status == 200);
        else
            CHECK(client.ends());
    }
}

TEST_CASE("a streamed answer to HTTP/1.0 ends with the connection") {
    served at;
    at.handler.act = [](net::server_request const&, net::responder& answer) -> platform::task<void> {
        co_await answer.start(200, "text/plain", {});
        co_await answer.write("one ");
        co_await answer.write("two");
        co_await answer.finish();
    };
    auto client = at.connect();
    auto const got = client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").receive();
    CHECK(got.body == "one two");
    CHECK_FALSE(got.fields.find("Transfer-Encoding"));
    CHECK(client.ends());
}

TEST_CASE("HEAD gets the head alone") {
    served at;
    auto client = at.connect();
    auto const got = client.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n").receive(true);
    CHECK(got.status == 200);
    CHECK(got.fields.find("Content-Length") == "8");
    CHECK(got.body.empty());
    // What follows is the next answer, not the body of that one.
    CHECK(client.send(get).receive().body == "GET / ");
}

TEST_CASE("a client that expects 100 Continue gets it before it sends the body") {
    served at;
    auto client = at.connect();
    client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 4\r\n\r\n");
    CHECK(client.receive_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    CHECK(at.handler.requests.empty());
    CHECK(client.send("body").receive().body == "POST / body");

    // One that did not wait gets no interim answer.
    client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nbody");
    CHECK(client.receive_until("\r\n") == "HTTP/1.1 200 OK\r\n");
}

TEST_CASE("a body above the limit is refused before it is read") {
    for (std::string_view const framing :
         {"Content-Length: 101\r\n\r\n", "Content-Length: 99999999999\r\n\r\n",
          "Expect: 100-continue\r\nContent-Length: 101\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n65\r\n",
          "Transfer-Encoding: chunked\r\n\r\n40\r\n0123456789012345678901234567890123"
          "456789012345678901234567890123\r\n40\r\n"}) {
        CAPTURE(framing);
        served at;
        at.options.body_limit = 100;
        auto client = at.connect();
        client.send("POST / HTTP/1.1\r\nHost: a\r\n" + std::string(framing));
        auto const refused = client.receive();
        CHECK(refused.status == 413);
        CHECK(refused.body == R"({"refused":413})");
        CHECK(client.ends());
        CHECK(at.handler.requests.empty());
    }
}

TEST_CASE("a body at the limit is taken") {
    served at;
    at.options.body_limit = 100;
    auto client = at.connect();
    CHECK(client.send(post("/", std::string(100, 'x'))).receive().status == 200);
}

TEST_CASE("the refusal of a body is readable although the client goes on sending") {
    served at;
    at.options.body_limit = 1000;
    auto client = at.connect();
    // More than all buffers between the two hold.
    client.send(post("/", std::string(20'000'000, 'x')));
    CHECK(client.receive().status == 413);
}

TEST_CASE("a head above the limit is refused") {
    for (auto const& head : {"GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(2000, 'x') + "\r\n\r\n",
                             "GET /" + std::string(2000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n",
                             "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(5000, 'x'), std::string(5000, 'G')}) {
        CAPTURE(head.size());
        served at;
        at.options.head_limit = 1000;
        auto client = at.connect();
        auto const refused = client.send(head).receive();
        CHECK(refused.status == 431);
        CHECK(client.ends());
        CHECK(at.handler.requests.empty());
    }
}

TEST_CASE("the head of a chunk and the trailer are bounded, too") {
    for (auto const& endless : {"5;x=" + std::string(200'000, 'x'), "0\r\nX: " + std::string(200'000, 'x')}) {
        served at;
        auto client = at.connect();
        client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + endless);
        auto const status = client.receive().status;
        CHECK((status == 431 || status == 400));
        CHECK(client.ends());
        CHECK(at.handler.requests.empty());
    }
}

TEST_CASE("what is not HTTP/1 is refused") {
    for (auto const& bytes : {
             lines({"hello", ""}), lines({"GET /", ""}), lines({"GET / HTTP/2.0", "Host: a", ""}),
             lines({"PRI * HTTP/2.0", "", "SM", ""}), lines({"GET  / HTTP/1.1", "Host: a", ""}),
             lines({"GET / HTTP/1.1 ", "Host: a", ""}), lines({"GET / HTTP/1.1", ""}),  // RFC 9112 §3.2: no Host
             lines({"GET / HTTP/1.1", "Host: a", "no field", ""}),
             lines({"GET / HTTP/1.1", "Host: a", ": nameless", ""}),
             lines({"GET / HTTP/1.1", "Host: a", "X\x01: y", ""}), "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"s,
             "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"s,  // a TLS hello
         })
        check_refused(bytes, 400);
}

TEST_CASE("whatever two readers could frame differently is refused") {
    // Behind each, a request that only the other reader would see.
    auto const hidden = std::string(get);
    for (auto const& bytes : {
             lines({"POST / HTTP/1.1", "Host: a", "Content-Length: 5", "Transfer-Encoding: chunked", "", "0", ""}),
             lines({"POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "Content-Length: 5", "", "0", ""}),
             lines({"POST / HTTP/1.1", "Host: a", "Content-Length: 0", "Content-Length: 36", ""}),
             lines({"POST / HTTP/1.1", "Host: a", "Content-Length: 36", "Content-Length: 36", ""}),
             lines({"POST / HTTP/1.1", "Host: a", "Content-Length: 36, 36", ""}),
             lines({"POST / HTTP/1.1", "Host: a", "Content-Length: +36", ""}),
             lines({"POST / HTTP/1.1", "Host: a", "Content-Length: -1", ""}),
             lines({"POST / HTTP/1.1", "Host: a", "Content-Length: 0x24", ""}),
             lines({"POST / HTTP/1.1", "Host: a", "Content-Length: 3 6", ""}),
             lines({"POST / HTTP/1.1", "Host: a", "Content-Length: ", ""}),
             lines({"POST / HTTP/1.1", "Host: a", "Content-Length: 99999999999999999999", ""}),
             lines({"POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked", "", "0",
                    ""}),
             lines({"POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked, identity", "", "0", ""}),
             lines({"POST / HTTP/1.1", "Host: a", "Transfer-Encoding: gzip, chunked", "", "0", ""}),
             lines({"POST / HTTP/1.1", "Host: a", "Transfer-Encoding: xchunked", "", "0", ""}),
             lines({"POST / HTTP/1.1", "Host: a", "Transfer-Encoding: identity", "Content-Length: 36", ""}),
             lines({"POST / HTTP/1.1", "Host: a",
                    "Transfer-Encoding:\x0b"
                    "chunked",
                    "", "0", ""}),
             lines({"POST / HTTP/1.0", "Host: a", "Transfer-Encoding: chunked", "", "0", ""}),
             lines({"POST / HTTP/1.1", "Host: a", "Content-Length : 36", ""}),
             lines({"POST / HTTP/1.1", "Host: a", "Transfer-Encoding : chunked", "", "0", ""}),
             lines({"POST / HTTP/1.1", " Host: a", "Content-Length: 0", ""}),
             lines({"POST / HTTP/1.1", "Host: a", "X: y", " Content-Length: 36", "Content-Length: 0", ""}),
             lines({"POST / HTTP/1.1", "Host: a", "X: y", "\tz", "Content-Length: 0", ""}),
             lines({"POST / HTTP/1.1", "Host: a", "Host: b", "Content-Length: 0", ""}),
             lines({"POST / HTTP/1.1", "Host: a", "host: a", "Content-Length: 0", ""}),
             std::string("POST / HTTP/1.1\nHost: a\nContent-Length: 0\n\n"),
             std::string("POST / HTTP/1.1\r\nHost: a\nContent-Length: 36\r\nContent-Length: 0\r\n\r\n"),
             std::string("POST / HTTP/1.1\r\nHost: a\r\nX: y\rContent-Length: 36\r\nContent-Length: 0\r\n\r\n"),
             lines({"GET / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", "g", ""}),
             lines({"GET / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", "", ""}),
             lines({"GET / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", "-1", ""}),
             lines({"GET / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", "+0", ""}),
             lines({"GET / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", "0x0", ""}),
             lines({"GET / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", " 0", ""}),
             lines({"GET / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", "1", "ab", "0", ""}),
             lines({"GET / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", "10000000000000000", ""}),
             lines({"GET / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", "0", "Content-Length: 36", ""}),
             lines({"GET / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", "0", "X-Admin: yes", ""}),
             std::string("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\n\n"),
             std::string("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n"),
         })
        check_refused(bytes + hidden, 400);
}

TEST_CASE("a broken request behind good ones costs only itself") {
    check_refused(std::string(get) + post("/", "x") + "nonsense\r\n\r\n", 400, 2);
}

TEST_CASE("empty lines before a request are skipped") {
    served at;
    auto client = at.connect();
    // RFC 9112 §2.2: some old clients send one after a body.
    CHECK(client.send(post("/", "x") + "\r\n" + std::string(get)).receive().status == 200);
    CHECK(client.receive().status == 200);
    for (auto const* piece : {"\r", "\n\r", "\n", "G"}) {
        client.send(piece);
        at.settle();
    }
    CHECK(client.send(get.substr(1)).receive().status == 200);
}

TEST_CASE("a folded field is refused however its bytes come") {
    std::string const all = "POST / HTTP/1.1\r\nHost: a\r\nX: y\r\n Content-Length: 36\r\nContent-Length: 0\r\n\r\n";
    for (std::size_t at_byte = 1; at_byte < all.size(); ++at_byte) {
        CAPTURE(at_byte);
        served at;
        auto client = at.connect();
        client.send(all.substr(0, at_byte));
        at.settle();
        client.send(all.substr(at_byte));
        CHECK(client.receive().status == 400);
        CHECK(at.handler.requests.empty());
    }
}

TEST_CASE("a peer that is too slow is let go") {
    struct {
        char const* what;
        std::string bytes;
        std::chrono::milliseconds net::server_options::* limit;
    } const cases[] = {
        {"idle", "", &net::server_options::idle_timeout},
        {"in the head", "GET / HTTP/1.1\r\nHo", &net::server_options::head_timeout},
        {"in the body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n12",
         &net::server_options::body_timeout},
        {"in a chunk", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12",
         &net::server_options::body_timeout},
        {"before the body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n",
         &net::server_options::body_timeout},
    };
    for (auto const& each : cases) {
        CAPTURE(each.what);
        served at;
        at.options.idle_timeout = at.options.head_timeout = at.options.body_timeout = 1h;
        at.options.*each.limit = 50ms;
        auto client = at.connect();
        client.send(each.bytes);
        CHECK(client.ends());
        CHECK(at.handler.requests.empty());
    }
}

TEST_CASE("between requests, too, an idle peer is let go") {
    served at;
    at.options.idle_timeout = 50ms;
    auto client = at.connect();
    CHECK(client.send(get).receive().status == 200);
    CHECK(client.ends());
}

TEST_CASE("a handler may take longer than every time-out") {
    served at;
    at.options.idle_timeout = at.options.head_timeout = at.options.body_timeout = at.options.write_timeout = 1ms;
    at.handler.act = [&](net::server_request const&, net::responder& answer) -> platform::task<void> {
        // Two sweeps of the server pass.
        platform::timer wait(at.io, 600ms);
        co_await wait.async_wait(platform::use_result);
        co_await answer.send(200, "", "done", {});
    };
    auto client = at.connect();
    CHECK(client.send(get).receive().body == "done");
}

TEST_CASE("a peer that stops reading is let go") {
    for (bool const streamed : {false, true}) {
        served at;
        at.options.write_timeout = 50ms;
        bool ended = false;
        at.handler.act = [&](net::server_request const&, net::responder& answer) -> platform::task<void> {
            std::string const much(1'000'000, 'x');
            if (streamed) {
                co_await answer.start(200, "", {});
                for (int i = 0; i < 50; ++i) co_await answer.write(much);
                co_await answer.finish();
            } else {
                std::string all;
                for (int i = 0; i < 50; ++i) all += much;
                co_await answer.send(200, "", all, {});
            }
            ended = true;
        };
        auto client = at.connect();
        client.send(get);
        test::run_until(at.io, [&] { return ended && at.use().connections() == 0; });
        CHECK(client.receive_rest().size() < 50'000'000);
    }
}

TEST_CASE("a handler that throws gives 500, and nothing of what it said") {
    served at;
    at.handler.act = [](net::server_request const&, net::responder&) -> platform::task<void> {
        throw std::runtime_error("secret");
        co_return;
    };
    auto client = at.connect();
    auto const got = client.send(get).receive();
    CHECK(got.status == 500);
    CHECK(got.body == R"({"refused":500})");
    CHECK(client.ends());
}

TEST_CASE("a handler that throws in the middle of an answer breaks it off") {
    served at;
    at.handler.act = [](net::server_request const&, net::responder& answer) -> platform::task<void> {
        co_await answer.start(200, "", {});
        co_await answer.write("half");
        throw std::runtime_error("secret");
    };
    auto client = at.connect();
    auto const got = client.send(get).receive_rest();
    CHECK(got.ends_with("half\r\n"));
    CHECK(at.use().connections() == 0);
}

TEST_CASE("a handler that does not answer at all closes the connection") {
    served at;
    at.handler.act = [](net::server_request const&, net::responder&) -> platform::task<void> { co_return; };
    auto client = at.connect();
    CHECK(client.send(get).ends());
}

TEST_CASE("abort ends the connection without the rest") {
    served at;
    at.handler.act = [](net::server_request const&, net::responder& answer) -> platform::task<void> {
        co_await answer.start(200, "", {});
        co_await answer.write("half");
        answer.abort();
        co_await answer.write("other half");
        co_await answer.finish();
    };
    auto client = at.connect();
    CHECK(client.send(get).receive_rest().ends_with("\r\n\r\n4\r\nhalf\r\n"));
}

namespace {

// A handler that waits, watches, and answers when it is let go or left.
struct watching {
    explicit watching(served& at) : hold(at.io, platform::clock::time_point::max()) {
        at.handler.act = [this](net::server_request const& request, net::responder& answer) -> platform::task<void> {
            std::string const target(request.target());
            if (target != "/wait") {
                co_await answer.send(200, "", target, {});
                co_return;
            }
            answer.watch_disconnect([this] {
                ++left;
                hold.cancel();
            });
            co_await hold.async_wait(platform::use_result);
            co_await answer.send(200, "", "waited", {});
            ended = true;
        };
    }

    platform::timer hold;
    int left = 0;
    bool ended = false;
};

}  // namespace

TEST_CASE("a handler that watches is told when the peer goes") {
    for (bool const orderly : {true, false}) {
        served at;
        watching handler(at);
        auto client = at.connect();
        client.send(post("/wait", ""));
        test::run_until(at.io, [&] { return at.handler.requests.size() == 1; });
        at.settle();
        CHECK(handler.left == 0);
        if (orderly)
            client.close();
        else
            client.reset();
        test::run_until(at.io, [&] { return handler.ended; });
        CHECK(handler.left == 1);
        test::run_until(at.io, [&] { return at.use().connections() == 0; });
    }
}

TEST_CASE("a peer that sends its next request instead is still there, and that request is read whole") {
    auto const next = post("/next", "body");
    for (std::size_t early = 0; early <= next.size(); early += 9) {
        CAPTURE(early);
        served at;
        watching handler(at);
        auto client = at.connect();
        client.send(post("/wait", ""));
        test::run_until(at.io, [&] { return at.handler.requests.size() == 1; });
        client.send(std::string_view(next).substr(0, early));
        at.settle();
        handler.hold.cancel();
        CHECK(client.receive().body == "waited");
        client.send(std::string_view(next).substr(early));
        CHECK(client.receive().body == "/next");
        CHECK(handler.left == 0);
    }
}

TEST_CASE("a handler that has answered is not told any more") {
    served at;
    watching handler(at);
    auto client = at.connect();
    client.send(post("/wait", ""));
    test::run_until(at.io, [&] { return at.handler.requests.size() == 1; });
    handler.hold.cancel();
    CHECK(client.receive().body == "waited");
    client.close();
    test::run_until(at.io, [&] { return at.use().connections() == 0; });
    CHECK(handler.left == 0);
}

TEST_CASE("a handler that has thrown is not told either") {
    served at;
    int left = 0;
    at.handler.act = [&](net::server_request const&, net::responder& answer) -> platform::task<void> {
        answer.watch_disconnect([&left] { ++left; });
        throw std::runtime_error("secret");
        co_return;
    };
    auto client = at.connect();
    CHECK(client.send(get).receive().status == 500);
    client.close();
    test::run_until(at.io, [&] { return at.use().connections() == 0; });
    CHECK(left == 0);
}

namespace {

// A handler that waits for its peer even when that has ended its sending: before its answer, or in the middle of it.
struct patient {
    patient(served& at, bool begun) : hold(at.io, platform::clock::time_point::max()) {
        at.handler.act = [this, begun](net::server_request const&, net::responder& answer) -> platform::task<void> {
            if (begun) co_await answer.start(200, "text/plain", {});
            answer.watch_disconnect(
                [this] {
                    ++left;
                    hold.cancel();
                },
                [this] {
                    ++ended;
                    nudged = true;
                    hold.cancel();
                });
            co_await hold.async_wait(platform::use_result);
            if (begun && std::exchange(nudged, false)) co_await answer.write("still there? ");
            if (!released) co_await hold.async_wait(platform::use_result);
            if (!begun) co_await answer.send(200, "text/plain", "here", {});
            if (begun) co_await answer.write("here");
            if (begun) co_await answer.finish();
            done = true;
        };
    }
    void release() {
        released = true;
        hold.cancel();
    }

    platform::timer hold;
    int left = 0;
    int ended = 0;
    bool nudged = false;
    bool released = false;
    bool done = false;
};

void end_sending(test::wire& client) {
    client.socket().shutdown(boost::asio::socket_base::shutdown_send);
}

}  // namespace

TEST_CASE("a peer that only ends its sending gets its answer") {
    for (bool const begun : {false, true}) {
        for (std::string const version : {"1.1", "1.0"}) {
            CAPTURE(begun);
            CAPTURE(version);
            served at;
            patient handler(at, begun);
            auto client = at.connect();
            client.send("POST /wait HTTP/" + version + "\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
            end_sending(client);
            test::run_until(at.io, [&] { return handler.ended == 1; });
            at.settle();
            CHECK(handler.left == 0);
            handler.release();
            auto const got = client.receive_rest();
            CAPTURE(got);
            CHECK(handler.done);
            CHECK(handler.left == 0);
            CHECK(got.find("here") != std::string::npos);
            CHECK(got.find("HTTP/1.1 200 OK\r\n") != std::string::npos);
            // HTTP/1.0 knows no interim answers, and none fits into the middle of one.
            CHECK(got.starts_with("HTTP/1.1 100 Continue\r\n\r\n") == (version == "1.1" && !begun));
            test::run_until(at.io, [&] { return at.use().connections() == 0; });
        }
    }
}

TEST_CASE("requests that came before the end of sending are all answered") {
    served at;
    int told = 0;
    at.handler.act = [&](net::server_request const& request, net::responder& answer) -> platform::task<void> {
        std::string const target(request.target());
        bool over = false;
        platform::timer hold(at.io, platform::clock::time_point::max());
        answer.watch_disconnect([] {},
                                [&] {
                                    ++told;
                                    over = true;
                                    hold.cancel();
                                });
        while (!over) co_await hold.async_wait(platform::use_result);
        co_await answer.send(200, "", target, {});
    };
    auto client = at.connect();
    client.send(post("/one", "") + post("/two", "body"));
    end_sending(client);
    CHECK(client.receive().body == "/one");
    CHECK(client.receive().body == "/two");
    CHECK(told == 2);
    CHECK(client.ends());
}

TEST_CASE("a peer that closes is told from one that only ends its sending") {
    for (bool const begun : {false, true}) {
        for (bool const orderly : {true, false}) {
            CAPTURE(begun);
            CAPTURE(orderly);
            served at;
            patient handler(at, begun);
            auto client = at.connect();
            client.send(post("/wait", ""));
            test::run_until(at.io, [&] { return at.handler.requests.size() == 1; });
            at.settle();
            CHECK(handler.left == 0);
            // Closing with unread bytes is a reset.
            if (begun) client.receive_until("\r\n\r\n");
            if (orderly)
                client.close();
            else
                client.reset();
            test::run_until(at.io, [&] { return handler.left == 1; });
            CHECK(handler.ended == (orderly ? 1 : 0));
            handler.release();
            test::run_until(at.io, [&] { return at.use().connections() == 0; });
        }
    }
}

TEST_CASE("closing the server tells a handler whose peer had ended its sending") {
    served at;
    patient handler(at, false);
    auto client = at.connect();
    client.send(post("/wait", ""));
    end_sending(client);
    test::run_until(at.io, [&] { return handler.ended == 1; });
    at.settle();
    at.use().close();
    test::run_until(at.io, [&] { return handler.left == 1; });
    handler.release();
    test::run_until(at.io, [&] { return at.use().connections() == 0; });
}

TEST_CASE("closing the server tells a handler that watches") {
    served at;
    watching handler(at);
    auto client = at.connect();
    client.send(post("/wait", ""));
    test::run_until(at.io, [&] { return at.handler.requests.size() == 1; });
    at.settle();
    at.use().close();
    test::run_until(at.io, [&] { return handler.ended; });
    CHECK(handler.left == 1);
    CHECK(client.ends());
}
