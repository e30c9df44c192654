// The wire form of answers.

#include "net/server_answer.hpp"

#include "support/served.hpp"

using test::get;
using test::served;

namespace {

// An answer whose bytes stay here.
class kept final : public net::server_answer {
public:
    using server_answer::shape;
    explicit kept(shape of = {}) : server_answer(of) {}

    void watch_disconnect(std::function<void()>, std::function<void()>) override {}
    void abort() override { gone = true; }

    std::string bytes;
    std::size_t writes = 0;
    bool gone = false;

protected:
    platform::task<bool> put(std::string_view head, std::string_view body) override {
        if (gone) co_return false;
        bytes.append(head).append(body);
        ++writes;
        co_return true;
    }
    std::string& head_buffer() override { return head_; }
    bool broken() const override { return gone; }

private:
    std::string head_;
};

platform::task<void> stream(net::responder& to, std::vector<std::string> pieces) {
    co_await to.start(200, "text/event-stream", {{"Cache-Control", "no-store"}});
    for (auto const& piece : pieces) co_await to.write(piece);
    co_await to.finish();
}

}  // namespace

TEST_CASE("a whole answer is one write") {
    struct {
        int status;
        std::string type;
        std::string body;
        net::headers more;
        kept::shape shape;
        std::string expected;
    } const cases[] = {
        {200,
         "application/json",
         "{}",
         {},
         {},
         "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"},
        {202, "", "", {}, {}, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"},
        // RFC 9110 §8.6: 204 has no length.
        {204, "", "", {}, {}, "HTTP/1.1 204 No Content\r\n\r\n"},
        {405,
         "text/plain",
         "no",
         {{"Allow", "POST"}, {"X-A", "b"}},
         {},
         "HTTP/1.1 405 Method Not Allowed\r\nContent-Type: text/plain\r\nAllow: POST\r\nX-A: b\r\n"
         "Content-Length: 2\r\n\r\nno"},
        {200,
         "text/plain",
         "bye",
         {},
         {.keep_alive = false},
         "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbye"},
        // The answer to HEAD has the length of what GET would give.
        {200,
         "text/plain",
         "hidden",
         {},
         {.head_only = true},
         "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\n"},
    };
    for (auto const& each : cases) {
        boost::asio::io_context io;
        kept answer(each.shape);
        test::run(io, answer.send(each.status, each.type, each.body, each.more));
        CHECK(answer.bytes == each.expected);
        CHECK(answer.writes == 1);
        CHECK(answer.begun());
        CHECK(answer.complete());
    }
}

TEST_CASE("a streamed answer is chunked, its head sent first") {
    std::string const head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n";
    struct {
        std::vector<std::string> pieces;
        kept::shape shape;
        std::string expected;
        bool keeps_alive;
    } const cases[] = {
        {{"one", "", std::string(17, 'x')},
         {},
         head + "Transfer-Encoding: chunked\r\n\r\n3\r\none\r\n11\r\n" + std::string(17, 'x') + "\r\n0\r\n\r\n",
         true},
        {{}, {}, head + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", true},
        {{"one"},
         {.keep_alive = false},
         head + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n0\r\n\r\n",
         false},
        {{"one"}, {.head_only = true}, head + "Transfer-Encoding: chunked\r\n\r\n", true},
        // RFC 9112 §6.1: no chunks for HTTP/1.0, the end of the connection ends it.
        {{"one", "two"}, {.chunked = false}, head + "Connection: close\r\n\r\nonetwo", false},
        {{"one"}, {.head_only = true, .chunked = false}, head + "Connection: close\r\n\r\n", false},
    };
    for (auto const& each : cases) {
        boost::asio::io_context io;
        kept answer(each.shape);
        test::run(io, stream(answer, each.pieces));
        CHECK(answer.bytes == each.expected);
        CHECK(answer.complete());
        CHECK(answer.keeps_alive() == each.keeps_alive);
    }
}

TEST_CASE("an answer is not complete before it is finished, nor when the peer has gone") {
    boost::asio::io_context io;
    kept open;
    test::run(io, open.start(200, "", {}));
    test::run(io, open.write("x"));
    CHECK(open.begun());
    CHECK_FALSE(open.complete());
    open.abort();
    auto const before = open.bytes;
    test::run(io, open.write("y"));
    test::run(io, open.finish());
    CHECK(open.bytes == before);
    CHECK_FALSE(open.complete());

    kept gone;
    gone.abort();
    test::run(io, gone.send(200, "", "x", {}));
    CHECK(gone.bytes.empty());
    CHECK_FALSE(gone.complete());
}

TEST_CASE("over a socket a streamed answer comes piece by piece, and the connection goes on") {
    served at;
    at.handler.act = [](net::server_request const&, net::responder& answer) {
        return stream(answer, {"data: 1\n\n", "data: 2\n\n"});
    };
    auto client = at.connect();
    for (int i = 0; i < 2; ++i) {
        auto const got = client.send(get).receive();
        CHECK(got.status == 200);
        CHECK(got.body == "data: 1\n\ndata: 2\n\n");
        CHECK(got.keep_alive);
    }
    CHECK(at.use().connections() == 1);
}

TEST_CASE("a large answer arrives whole") {
    served at;
    std::string const large(5'000'000, 'x');
    at.handler.act = [&](net::server_request const& request, net::responder& answer) -> platform::task<void> {
        if (request.target() == "/whole") {
            co_await answer.send(200, "text/plain", large, {});
            co_return;
        }
        co_await answer.start(200, "text/plain", {});
        co_await answer.write(large);
        co_await answer.finish();
    };
    auto client = at.connect();
    CHECK(client.send(test::post("/whole", "")).receive().body == large);
    CHECK(client.send(test::post("/chunked", "")).receive().body == large);
}
