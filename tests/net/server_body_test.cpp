// Bodies that a handler reads while they arrive, and answers whose size is told.

#include "net/server.hpp"

#include "support/served.hpp"

#include <boost/system/system_error.hpp>

using test::get;
using test::post;
using test::served;

namespace {

platform::task<std::string> read_all(net::request_body& body, std::size_t piece = 1000) {
    std::string all;
    std::string buffer(piece, '\0');
    for (;;) {
        auto const got = co_await body.read(buffer);
        if (got == 0) co_return all;
        all.append(buffer, 0, got);
    }
}

/// Answers with what has arrived, and remembers what went wrong.
struct echo {
    std::vector<std::optional<std::uint64_t>> sizes;
    std::vector<std::string> failures;

    explicit echo(served& at) {
        at.handler.reads = true;
        at.handler.act = [this](net::server_request const& request, net::responder& answer) {
            return act(request, answer);
        };
    }

    platform::task<void> act(net::server_request const& request, net::responder& answer) {
        REQUIRE(request.arriving());
        CHECK(request.body().empty());
        sizes.push_back(request.arriving()->size());
        std::string all;
        try {
            all = co_await read_all(*request.arriving());
        } catch (boost::system::system_error const& failed) {
            failures.emplace_back(failed.what());
            throw;
        }
        co_await answer.send(200, "text/plain", all, {});
    }
};

std::string chunked(std::vector<std::string> const& chunks, std::string_view trailer = "") {
    std::string text = "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (auto const& chunk : chunks) {
        char size[20];
        std::snprintf(size, sizeof size, "%zx\r\n", chunk.size());
        text += size + chunk + "\r\n";
    }
    return text + "0\r\n" + std::string(trailer) + "\r\n";
}

}  // namespace

TEST_CASE("a body is read while it arrives, of any size, and the connection goes on") {
    served at;
    at.options.body_limit = 1000;
    echo with(at);
    auto client = at.connect();
    std::string const body(300'000, 'x');
    for (int round = 0; round < 3; ++round) {
        auto const answer = client.send(post("/", body)).receive();
        CHECK(answer.status == 200);
        CHECK(answer.body == body);
        CHECK(answer.keep_alive);
    }
    CHECK(with.sizes == std::vector<std::optional<std::uint64_t>>(3, 300'000));
    // Requests behind it on the same wire are told apart from it.
    client.send(post("/", "one") + post("/", "two"));
    CHECK(client.receive().body == "one");
    CHECK(client.receive().body == "two");
}

TEST_CASE("pieces come as they are sent") {
    served at;
    echo with(at);
    auto client = at.connect();
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\n");
    at.settle();
    CHECK(with.sizes.size() == 1);  // the handler runs before the body is there
    client.send("abc");
    at.settle();
    client.send("def");
    CHECK(client.receive().body == "abcdef");
}

TEST_CASE("a body in chunks has no size beforehand") {
    served at;
    echo with(at);
    auto client = at.connect();
    CHECK(client.send(chunked({"ab", "cd", std::string(5000, 'e')})).receive().body == "abcd" + std::string(5000, 'e'));
    CHECK_FALSE(with.sizes.at(0));
    CHECK(client.send(post("/", "x")).receive().body == "x");
}

TEST_CASE("an empty body is at its end") {
    served at;
    echo with(at);
    auto client = at.connect();
    CHECK(client.send(post("/", "")).receive().body.empty());
    CHECK(client.send(get).receive().status == 200);
    CHECK(with.failures.empty());
}

TEST_CASE("a body that breaks off is a failure, not an end") {
    served at;
    echo with(at);
    {
        auto client = at.connect();
        client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf");
        at.settle();
        client.reset();
        test::run_until(at.io, [&] { return !with.failures.empty(); });
    }
    auto client = at.connect();
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nnonsense\r\n");
    test::run_until(at.io, [&] { return with.failures.size() == 2; });
    CHECK(client.ends());
    // A trailer would pass whatever looked at the head.
    auto third = at.connect();
    third.send(chunked({"abc"}, "X-Late: 1\r\n"));
    test::run_until(at.io, [&] { return with.failures.size() == 3; });
}

TEST_CASE("silence within a body ends it") {
    served at;
    at.options.body_timeout = std::chrono::milliseconds(50);
    echo with(at);
    auto client = at.connect();
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf");
    test::run_until(at.io, [&] { return with.failures.size() == 1; });
    CHECK(client.ends());
}

TEST_CASE("a body may be refused unread: the answer comes, then the connection ends") {
    served at;
    at.handler.reads = true;
    at.handler.act = [](net::server_request const& request, net::responder& answer) -> platform::task<void> {
        CHECK(request.arriving()->size() == 1'000'000);
        co_await answer.send(413, "text/plain", "too large", {});
    };
    auto client = at.connect();
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n" + std::string(1000, 'x'));
    auto const answer = client.receive();
    CHECK(answer.status == 413);
    CHECK(answer.body == "too large");
    CHECK_FALSE(answer.keep_alive);
    CHECK(client.ends());
}

TEST_CASE("100-continue is sent when the body is wanted") {
    std::string const head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n";
    {
        served at;
        echo with(at);
        auto client = at.connect();
        client.send(head);
        CHECK(client.receive_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
        CHECK(client.send("body").receive().body == "body");
    }
    served at;
    at.handler.reads = true;
    at.handler.act = [](net::server_request const&, net::responder& answer) -> platform::task<void> {
        co_await answer.send(404, "", "", {});
    };
    auto client = at.connect();
    client.send(head);
    CHECK(client.receive_until("\r\n\r\n").starts_with("HTTP/1.1 404 "));
}

TEST_CASE("a length that is told costs nothing before the bytes are there") {
    served at;
    echo with(at);
    auto client = at.connect();
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000000000\r\n\r\nx");
    at.settle();
    CHECK(with.sizes.at(0) == 1'000'000'000'000'000);
    client.reset();
    test::run_until(at.io, [&] { return with.failures.size() == 1; });
}

TEST_CASE("handlers that don't read themselves keep the limit, however the body comes") {
    served at;
    at.options.body_limit = 10;
    for (auto const& request : {post("/", std::string(11, 'x')), chunked({"12345", "678901"})}) {
        auto client = at.connect();
        CHECK(client.send(request).receive().status == 413);
    }
    auto client = at.connect();
    CHECK(client.send(post("/", "1234567890")).receive().status == 200);
    CHECK(client.send(chunked({"12345", "67890"})).receive().status == 200);
}

TEST_CASE("an answer of a size that is told has no chunks") {
    struct {
        std::string_view request;
        std::vector<std::string> pieces;
        std::string expected;
        bool ends;
    } const cases[] = {
        {get,
         {"abc", "def"},
         "HTTP/1.1 206 Partial Content\r\nContent-Type: a/b\r\nContent-Length: 6\r\n\r\nabcdef",
         false},
        // What is too much would be taken for the next answer.
        {get,
         {"abc", "defg", "h"},
         "HTTP/1.1 206 Partial Content\r\nContent-Type: a/b\r\nContent-Length: 6\r\n\r\nabcdef",
         false},
        // Too little can't be mended: the end of the connection tells.
        {get, {"abc"}, "HTTP/1.1 206 Partial Content\r\nContent-Type: a/b\r\nContent-Length: 6\r\n\r\nabc", true},
        {"HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n",
         {"abc"},
         "HTTP/1.1 206 Partial Content\r\nContent-Type: a/b\r\nContent-Length: 6\r\n\r\n",
         false},
        {"HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n",
         {},
         "HTTP/1.1 206 Partial Content\r\nContent-Type: a/b\r\nContent-Length: 6\r\n\r\n",
         false},
    };
    for (auto const& each : cases) {
        served at;
        at.handler.act = [&](net::server_request const& request, net::responder& answer) -> platform::task<void> {
            if (request.path() == "/next") {
                co_await answer.send(204, "", "", {});
                co_return;
            }
            co_await answer.start_sized(206, "a/b", 6, {});
            for (auto const& piece : each.pieces) co_await answer.write(piece);
            co_await answer.finish();
        };
        auto client = at.connect();
        client.send(each.request);
        if (each.ends) {
            CHECK(client.receive_rest() == each.expected);
            continue;
        }
        client.send("GET /next HTTP/1.1\r\nHost: localhost\r\n\r\n");
        CHECK(client.receive_until("HTTP/1.1 204 No Content\r\n\r\n") ==
              each.expected + "HTTP/1.1 204 No Content\r\n\r\n");
    }
}
