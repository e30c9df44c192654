#include "net/client.hpp"

#include "support/certificates.hpp"
#include "support/client_fixture.hpp"
#include "support/tunnel.hpp"

#include <condition_variable>
#include <mutex>

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

TEST_CASE_FIXTURE(fixture, "a request and its answer") {
    peer const server(io, {answers(1)});
    auto what = request(server.url("/a?b=c"), "POST", "{}");
    what.fields = {{"Content-Type", "application/json"}};
    auto const response = send(what);
    CHECK(response.status == 200);
    CHECK(response.body == "answer 1");
    CHECK(response.fields.find("Content-Length") == "8");
    CHECK(server.requests().at(0) == "POST /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) +
                                         "\r\nUser-Agent: dashscope-mcp\r\nContent-Type: application/json\r\n"
                                         "Content-Length: 2\r\n\r\n{}");
}

TEST_CASE_FIXTURE(fixture, "over TLS, too") {
    test::authority const ca("tests");
    options.ca_file = ca.file();
    peer const server(io, {answers(2)}, ca.server({"IP:127.0.0.1"}));
    CHECK(send(request(server.url())).body == "answer 1");
    CHECK(send(request(server.url())).body == "answer 2");
    CHECK(use().connections_opened() == 1);
}

TEST_CASE_FIXTURE(fixture, "how long a request may take") {
    peer const silent(io, {{{act::hang}}, {{act::hang}}, {{act::hang}}, {{act::hang}}});
    struct {
        std::string_view what;
        std::string to;
        net::timeouts limits;
        client_errc code;
        progress how_far;
    } const cases[] = {
        {"a handshake",
         "https://127.0.0.1:" + std::to_string(silent.port()),
         {20ms, 1h, 1h},
         client_errc::connect_timeout,
         progress::not_sent},
        {"a handshake, in all",
         "https://127.0.0.1:" + std::to_string(silent.port()),
         {1h, 1h, 20ms},
         client_errc::deadline_exceeded,
         progress::not_sent},
        {"an answer", silent.url(), {1h, 20ms, 1h}, client_errc::read_timeout, progress::sent},
        {"an answer, in all", silent.url(), {1h, 1h, 500ms}, client_errc::deadline_exceeded, progress::sent},
    };
    for (auto const& [what, to, limits, code, how_far] : cases) {
        CAPTURE(what);
        auto made = request(to);
        made.limits = limits;
        auto const failed = failure_of(*this, made);
        CHECK(failed.code == code);
        CHECK(failed.how_far == how_far);
        CHECK(failed.text.find("127.0.0.1") != std::string::npos);
    }
}

TEST_CASE_FIXTURE(fixture, "a name look-up that hangs") {
    struct gate {
        std::mutex mutex;
        std::condition_variable changed;
        bool open = false;
    };
    auto const hanging = std::make_shared<gate>();
    options.lookup = [hanging](std::string const&) -> boost::system::result<net::address_list> {
        std::unique_lock lock(hanging->mutex);
        hanging->changed.wait(lock, [&] { return hanging->open; });
        return net::address_list{};
    };
    auto what = request("http://slow.test/");
    SUBCASE("runs into the time to connect") {
        what.limits.connect = 20ms;
        auto const failed = failure_of(*this, what);
        CHECK(failed.code == client_errc::connect_timeout);
        CHECK(failed.how_far == progress::not_sent);
    }
    SUBCASE("can be cancelled, and the program can end") {
        test::background call(io, use().send(what));
        CHECK(!call.ended);
        CHECK(call.ends_when_cancelled());
        io.restart();
        io.run();
    }
    SUBCASE("ends with the client") {
        test::background call(io, use().send(what));
        client.reset();
        call.wait();
        CHECK_THROWS_AS(std::rethrow_exception(call.error), net::client_error);
    }
    std::lock_guard const lock(hanging->mutex);
    hanging->open = true;
    hanging->changed.notify_all();
}

TEST_CASE_FIXTURE(fixture, "a body above the limit") {
    options.body_limit = 100;
    peer const server(io, {{{act::read_request},
                            {act::send, ok(std::string(100, 'x'))},
                            {act::read_request},
                            {act::send, ok(std::string(101, 'x'))},
                            {act::hang}}});
    CHECK(send(request(server.url())).body.size() == 100);
    auto const failed = failure_of(*this, request(server.url()));
    CHECK(failed.code == client_errc::too_large);
    CHECK(failed.how_far == progress::answered);
}

TEST_CASE_FIXTURE(fixture, "redirects are answers") {
    peer const server(io, {{{act::read_request},
                            {act::send,
                             "HTTP/1.1 302 Found\r\nLocation: http://elsewhere.test/\r\n"
                             "Content-Length: 0\r\n\r\n"},
                            {act::hang}}});
    auto const response = send(request(server.url()));
    CHECK(response.status == 302);
    CHECK(response.fields.find("Location") == "http://elsewhere.test/");
}

TEST_CASE_FIXTURE(fixture, "an http origin through a proxy") {
    peer const proxy(io, {answers(2)});
    options.proxies.http_proxy = "user:secret@127.0.0.1:" + std::to_string(proxy.port());
    options.proxies.no_proxy = "direct.example";
    CHECK(send(request("http://api.example/a?b")).body == "answer 1");
    CHECK(send(request("http://api.example/a?b")).body == "answer 2");
    CHECK(proxy.requests().at(0).starts_with("GET http://api.example/a?b HTTP/1.1\r\nHost: api.example\r\n"));
    CHECK(proxy.requests().at(0).find("Proxy-Authorization: Basic dXNlcjpzZWNyZXQ=\r\n") != std::string::npos);
    CHECK(use().connections_opened() == 1);
}

TEST_CASE_FIXTURE(fixture, "an https origin through a proxy") {
    test::authority const ca("tests");
    options.ca_file = ca.file();
    peer const server(io, {answers(2)}, ca.server({"DNS:api.example"}));
    test::tunnel_proxy const proxy(io);
    options.proxies.https_proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
    CHECK(send(request(server.url("/", "api.example"))).body == "answer 1");
    CHECK(send(request(server.url("/", "api.example"))).body == "answer 2");
    CHECK(proxy.requests().size() == 1);
    // What is inside the tunnel is for the server alone.
    CHECK(server.requests().at(0).starts_with("GET / HTTP/1.1\r\n"));
}

TEST_CASE_FIXTURE(fixture, "a proxy setting that is none") {
    options.proxies.https_proxy = "socks5://user:secret@127.0.0.1:1080";
    auto const failed = failure_of(*this, request("https://api.example/"));
    CHECK(failed.code == client_errc::proxy_failed);
    CHECK(failed.text.find("api.example") != std::string::npos);
    CHECK(failed.text.find("secret") == std::string::npos);
}

TEST_CASE_FIXTURE(fixture, "a request that would split the message never leaves") {
    peer const server(io, {answers(1)});
    auto what = request(server.url());
    what.to.target = "/ HTTP/1.1\r\nX: y";
    CHECK_THROWS_AS(send(what), std::invalid_argument);
    CHECK(server.connections() == 0);
}
