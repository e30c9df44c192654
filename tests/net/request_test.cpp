#include "net/request.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

namespace {

net::client_request request(std::string method, std::string body = {}) {
    net::client_request made;
    made.method = std::move(method);
    made.to = net::parse_url("https://example.com:8443/a?b=c").value();
    made.body = std::move(body);
    return made;
}

}  // namespace

TEST_CASE("a request's head") {
    auto made = request("GET");
    made.fields = {{"Accept", "*/*"}, {"X-Twice", "1"}, {"X-Twice", "2"}};
    CHECK(net::request_head(made, std::nullopt, "agent/1") ==
          "GET /a?b=c HTTP/1.1\r\nHost: example.com:8443\r\nUser-Agent: agent/1\r\nAccept: */*\r\nX-Twice: 1\r\n"
          "X-Twice: 2\r\n\r\n");
}

TEST_CASE("when a length is told") {
    struct {
        std::string method, body;
        std::string_view length;
    } const cases[] = {
        {"GET", "", ""},
        {"DELETE", "", ""},
        {"HEAD", "", ""},
        {"POST", "", "Content-Length: 0\r\n"},
        {"PUT", "", "Content-Length: 0\r\n"},
        {"PATCH", "", "Content-Length: 0\r\n"},
        {"POST", "abc", "Content-Length: 3\r\n"},
        {"DELETE", "abc", "Content-Length: 3\r\n"},
    };
    for (auto const& [method, body, length] : cases) {
        CAPTURE(method);
        auto const head = net::request_head(request(method, body), std::nullopt, "agent");
        CHECK(head == method + " /a?b=c HTTP/1.1\r\nHost: example.com:8443\r\nUser-Agent: agent\r\n" +
                          std::string(length) + "\r\n");
    }
}

TEST_CASE("what the connection decides is not the caller's") {
    auto made = request("POST", "abc");
    made.fields = {{"Host", "evil"},        {"content-length", "9"},      {"Transfer-Encoding", "chunked"},
                   {"Connection", "close"}, {"Accept-Encoding", "gzip"},  {"Expect", "100-continue"},
                   {"Upgrade", "h2c"},      {"Proxy-Authorization", "x"}, {"User-Agent", "mine"}};
    CHECK(net::request_head(made, std::nullopt, "agent") ==
          "POST /a?b=c HTTP/1.1\r\nHost: example.com:8443\r\nUser-Agent: mine\r\nContent-Length: 3\r\n\r\n");
}

TEST_CASE("a proxy is asked with the absolute form") {
    auto made = request("GET");
    made.to = net::parse_url("http://example.com/a").value();
    net::proxy const via{{false, "proxy", 3128}, "Basic eDp5"};
    CHECK(net::request_head(made, via, "agent") ==
          "GET http://example.com/a HTTP/1.1\r\nHost: example.com\r\nUser-Agent: agent\r\n"
          "Proxy-Authorization: Basic eDp5\r\n\r\n");
}

TEST_CASE("a request that would split the message is refused") {
    for (auto const* method : {"", "GET /x HTTP/1.1\r\nX: y\r\n\r\nGET", "G ET", "get"}) {
        CAPTURE(method);
        CHECK_THROWS_AS(net::request_head(request(method), std::nullopt, "agent"), std::invalid_argument);
    }
    for (auto const* target : {"", "a", "/a b", "/a\r\nX: y", "/\x7F", "/\xC3\xA4"}) {
        CAPTURE(target);
        auto made = request("GET");
        made.to.target = target;
        CHECK_THROWS_AS(net::request_head(made, std::nullopt, "agent"), std::invalid_argument);
    }
}

TEST_CASE("idempotent methods") {
    for (auto const* method : {"GET", "HEAD", "PUT", "DELETE"}) CHECK(net::is_idempotent(method));
    for (auto const* method : {"POST", "PATCH", "CONNECT", "get"}) CHECK(!net::is_idempotent(method));
}
