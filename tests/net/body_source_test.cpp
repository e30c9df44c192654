// Bodies that are read while they are sent.

#include "net/client.hpp"

#include "support/certificates.hpp"
#include "support/client_fixture.hpp"

#include <cstring>

using namespace std::chrono_literals;
using net::client_errc;
using net::progress;
using test::act;
using test::failure_of;
using test::fixture;
using test::ok;
using test::peer;

namespace {

constexpr std::uint64_t megabyte = 1 << 20;

char byte_at(std::uint64_t position) {
    return static_cast<char>('a' + position % 23);
}

std::string pattern(std::uint64_t size) {
    std::string text;
    for (std::uint64_t i = 0; i < size; ++i) text += byte_at(i);
    return text;
}

struct test_source final : net::body_source {
    explicit test_source(std::uint64_t size) : announced(size), real(size) {}

    std::uint64_t size() const override { return announced; }
    void rewind() override {
        ++rewinds;
        position = 0;
    }
    platform::task<std::size_t> read(std::span<char> into) override {
        largest = std::max<std::size_t>(largest, into.size());
        if (position >= fails_at) throw std::runtime_error("the disk is gone");
        if (delay > 0ms) {
            platform::timer timer(co_await boost::asio::this_coro::executor, delay);
            co_await timer.async_wait(platform::use_task);
        }
        auto const count = std::min<std::uint64_t>({into.size(), piece, real - position});
        for (std::size_t i = 0; i < count; ++i) into[i] = byte_at(position++);
        co_return static_cast<std::size_t>(count);
    }

    std::uint64_t announced, real;
    std::uint64_t piece = ~0ull, fails_at = ~0ull, position = 0;
    std::chrono::milliseconds delay{0};
    std::size_t largest = 0;
    int rewinds = 0;
};

struct upload_fixture : fixture {
    std::shared_ptr<test_source> source = std::make_shared<test_source>(3 * megabyte);

    net::client_request upload(std::string const& to, std::string method = "POST") {
        auto made = test::request(to, std::move(method));
        made.source = source;
        return made;
    }
};

test::script once(std::string const& answer) {
    return {{act::read_request}, {act::send, answer}, {act::hang}};
}

}  // namespace

TEST_CASE_FIXTURE(upload_fixture, "all of it arrives, in small pieces of memory") {
    for (auto [size, piece] : {std::pair{3 * megabyte, ~0ull}, {100'001ull, 1000ull}, {1ull, 1ull}, {0ull, 1ull}}) {
        CAPTURE(size);
        peer const server(io,
                          {{{act::read_request}, {act::send, ok("done")}, {act::read_request}, {act::send, ok("2")}}});
        source = std::make_shared<test_source>(size);
        source->piece = piece;
        CHECK(send(upload(server.url("/up"))).body == "done");
        auto const& seen = server.requests().at(0);
        CHECK(seen.find("Content-Length: " + std::to_string(size) + "\r\n") != std::string::npos);
        CHECK(seen.substr(seen.find("\r\n\r\n") + 4) == pattern(size));
        CHECK(source->largest <= 64 * 1024);
        // The connection serves the next request.
        CHECK(send(test::request(server.url())).body == "2");
        CHECK(server.connections() == 1);
    }
}

TEST_CASE_FIXTURE(upload_fixture, "over TLS, too") {
    test::authority const ca("tests");
    options.ca_file = ca.file();
    peer const server(io, {once(ok("done"))}, ca.server({"IP:127.0.0.1"}));
    CHECK(send(upload(server.url())).body == "done");
    auto const& seen = server.requests().at(0);
    CHECK(seen.substr(seen.find("\r\n\r\n") + 4) == pattern(3 * megabyte));
}

TEST_CASE_FIXTURE(upload_fixture, "an early answer ends the sending, whatever the server does then") {
    source = std::make_shared<test_source>(500 * megabyte);
    std::string const refusal = "HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\n\r\nno!!!";
    test::authority const ca("tests");
    options.ca_file = ca.file();
    struct {
        std::string_view what;
        act then;
        bool tls;
    } const cases[] = {
        {"it keeps the connection and reads nothing", act::hang, false},
        {"the same over TLS", act::hang, true},
        {"it closes", act::close, false},
    };
    for (auto const& [what, then, tls] : cases) {
        CAPTURE(what);
        test::script const script{{act::read_head}, {act::send, refusal}, {act::pause}, {then}};
        peer const server(io, {script}, tls ? ca.server({"IP:127.0.0.1"}) : nullptr);
        auto const response = send(upload(server.url()));
        CHECK(response.status == 413);
        CHECK(response.body == "no!!!");
        CHECK(source->position < 100 * megabyte);
    }
}

TEST_CASE_FIXTURE(upload_fixture, "a source that fails") {
    SUBCASE("at once") {
        source->fails_at = 0;
    }
    SUBCASE("in the middle") {
        source->fails_at = megabyte;
    }
    SUBCASE("by ending early") {
        source->real = megabyte;
    }
    peer const server(io, {{{act::read_head}, {act::hang}}});
    CHECK_THROWS_AS(send(upload(server.url())), std::runtime_error);
    try {
        peer const other(io, {{{act::read_head}, {act::hang}}});
        send(upload(other.url()));
        FAIL("it succeeded");
    } catch (std::runtime_error const& error) {
        std::string const text = error.what();
        CHECK((text == "the disk is gone" || text == "what was being sent ended before its announced size"));
    }
}

TEST_CASE_FIXTURE(upload_fixture, "a source that grows is cut at its announced size") {
    source->real = 4 * megabyte;
    peer const server(io, {once(ok("done"))});
    CHECK(send(upload(server.url())).body == "done");
    auto const& seen = server.requests().at(0);
    CHECK(seen.size() - seen.find("\r\n\r\n") - 4 == 3 * megabyte);
}

TEST_CASE_FIXTURE(upload_fixture, "deadlines") {
    source = std::make_shared<test_source>(500 * megabyte);
    SUBCASE("a server that takes nothing") {
        peer const server(io, {{{act::read_head}, {act::hang}}});
        auto what = upload(server.url());
        SUBCASE("for too long") {
            what.limits.read = 50ms;
            CHECK(failure_of(*this, what).code == client_errc::read_timeout);
        }
        SUBCASE("in all") {
            what.limits.total = 300ms;
            auto const failed = failure_of(*this, what);
            CHECK(failed.code == client_errc::deadline_exceeded);
            CHECK(failed.how_far == progress::sent);
        }
    }
    SUBCASE("a slow source is no silence of the server's") {
        source = std::make_shared<test_source>(20);
        source->piece = 1;
        source->delay = 20ms;
        peer const server(io, {once(ok("done"))});
        auto what = upload(server.url());
        what.limits.read = 300ms;  // below the 400 ms that all of it takes
        CHECK(send(what).body == "done");
    }
}

TEST_CASE_FIXTURE(upload_fixture, "cancelling closes the connection at once") {
    source = std::make_shared<test_source>(500 * megabyte);
    SUBCASE("while the server takes nothing") {}
    SUBCASE("while the source is waited for") {
        source->delay = 1h;
    }
    peer const server(io, {{{act::read_head}, {act::hang}}});
    test::background call(io, use().send(upload(server.url())));
    CHECK(call.ends_when_cancelled());
}

TEST_CASE_FIXTURE(upload_fixture,
                  "a kept connection that has died: sent again from the beginning where that is permitted") {
    auto const steps = test::script{{act::read_request}, {act::send, ok("1")}, {act::read_head}, {act::close}};
    SUBCASE("PUT") {
        peer const server(io, {steps, once(ok("2"))});
        CHECK(send(test::request(server.url())).body == "1");
        CHECK(send(upload(server.url(), "PUT")).body == "2");
        CHECK(source->rewinds == 2);
        auto const& seen = server.requests().back();
        CHECK(seen.substr(seen.find("\r\n\r\n") + 4) == pattern(3 * megabyte));
    }
    SUBCASE("POST") {
        peer const server(io, {steps, once(ok("2"))});
        CHECK(send(test::request(server.url())).body == "1");
        auto const failed = failure_of(*this, upload(server.url()));
        CHECK(failed.code == client_errc::connection_lost);
        CHECK(failed.how_far == progress::sent);
    }
}
