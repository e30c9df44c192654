#include "net/proxy.hpp"

#include <doctest/doctest.h>

TEST_CASE("NO_PROXY, by curl's rules") {
    struct {
        std::string_view list, host;
        std::uint16_t port;
        bool bypasses;
    } const cases[] = {
        {"", "example.com", 443, false},
        {"*", "example.com", 443, true},
        {"a.com,*", "example.com", 443, true},
        {"example.com", "example.com", 443, true},
        {"EXAMPLE.com", "example.COM", 443, true},
        {"example.com", "www.example.com", 443, true},
        {".example.com", "www.example.com", 443, true},
        {".example.com", "example.com", 443, true},
        {"example.com", "badexample.com", 443, false},
        {"example.com", "example.com.evil.net", 443, false},
        {"www.example.com", "example.com", 443, false},
        {"example.com.", "example.com", 443, true},
        {"example.com", "example.com.", 443, true},
        {" a.com ,\texample.com ", "example.com", 443, true},
        {"a.com example.com", "example.com", 443, true},
        {",,", "example.com", 443, false},
        {".", "example.com", 443, false},
        {"example.com:8443", "example.com", 8443, true},
        {"example.com:8443", "example.com", 443, false},
        {"127.0.0.1", "127.0.0.1", 80, true},
        {"127.0.0.1:81", "127.0.0.1", 80, false},
        {"0.0.1", "127.0.0.1", 80, false},  // an address has no labels
        {"10.0.0.0/8", "10.1.2.3", 80, true},
        {"10.0.0.0/8", "11.1.2.3", 80, false},
        {"10.1.2.3/8", "10.9.9.9", 80, true},
        {"fd00::/8", "fd12::1", 80, true},
        {"fd00::/8", "10.0.0.1", 80, false},
        {"10.0.0.0/99", "10.0.0.1", 80, false},
        {"::1", "::1", 80, true},
        {"0:0:0:0:0:0:0:1", "::1", 80, true},
        {"[::1]", "::1", 80, true},
        {"[::1]:81", "::1", 80, false},
        {"[::1]:81", "::1", 81, true},
        {"[::1", "::1", 80, false},
        {"localhost", "localhost", 80, true},
        {"localhost", "127.0.0.1", 80, false},
    };
    for (auto const& [list, host, port, bypasses] : cases) {
        CAPTURE(list);
        CAPTURE(host);
        CHECK(net::bypasses_proxy(list, host, port) == bypasses);
    }
}

TEST_CASE("which proxy is taken") {
    net::proxy_settings const settings{"http://secure:3128", "plain:8080", "direct.com"};
    struct {
        net::origin target;
        std::string_view proxy;
    } const cases[] = {
        {{true, "example.com", 443}, "http://secure:3128"},
        {{false, "example.com", 80}, "http://plain:8080"},
        {{true, "direct.com", 443}, ""},
        {{false, "www.direct.com", 80}, ""},
    };
    for (auto const& [target, expected] : cases) {
        auto const chosen = net::choose_proxy(settings, target);
        REQUIRE(chosen.has_value());
        CHECK((*chosen ? (*chosen)->where.text() : "") == expected);
    }
    CHECK(!net::choose_proxy({}, {true, "example.com", 443})->has_value());
}

TEST_CASE("how a proxy may be written") {
    struct {
        std::string setting;
        std::string_view proxy, authorization;
    } const cases[] = {
        {"http://proxy:3128", "http://proxy:3128", ""},
        {"http://proxy:3128/", "http://proxy:3128", ""},
        {"proxy:3128", "http://proxy:3128", ""},
        {" 10.0.0.1:3128 ", "http://10.0.0.1:3128", ""},
        {"http://[::1]:3128", "http://[::1]:3128", ""},
        {"http://user:p%40ss@proxy:3128", "http://proxy:3128", "Basic dXNlcjpwQHNz"},
        {"user:secret@proxy:3128", "http://proxy:3128", "Basic dXNlcjpzZWNyZXQ="},
    };
    for (auto const& [setting, expected, authorization] : cases) {
        CAPTURE(setting);
        auto const chosen =
            net::choose_proxy({.https_proxy = setting, .http_proxy = {}, .no_proxy = {}}, {true, "example.com", 443});
        REQUIRE(chosen.has_value());
        REQUIRE(chosen->has_value());
        CHECK((*chosen)->where.text() == expected);
        CHECK((*chosen)->authorization == authorization);
    }
    for (auto const* broken :
         {"https://proxy:443", "socks5://proxy:1080", "http://", "proxy:0", "a b", "http://proxy:x"}) {
        CAPTURE(broken);
        net::proxy_settings const settings{.https_proxy = broken, .http_proxy = {}, .no_proxy = {}};
        CHECK(net::choose_proxy(settings, {true, "example.com", 443}).has_error());
    }
}

TEST_CASE("the request for a tunnel") {
    net::proxy const via{{false, "proxy", 3128}, "Basic eDp5"};
    CHECK(net::connect_request(via, {true, "example.com", 443}, "agent") ==
          "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\nUser-Agent: agent\r\n"
          "Proxy-Authorization: Basic eDp5\r\n\r\n");
    CHECK(net::connect_request({via.where, ""}, {true, "::1", 8443}, "agent") ==
          "CONNECT [::1]:8443 HTTP/1.1\r\nHost: [::1]:8443\r\nUser-Agent: agent\r\n\r\n");
}

TEST_CASE("basic authorization") {
    // RFC 4648 §10
    struct {
        std::string_view plain, encoded;
    } const cases[] = {
        {"", "Basic "},
        {"f", "Basic Zg=="},
        {"fo", "Basic Zm8="},
        {"foo", "Basic Zm9v"},
        {"foob", "Basic Zm9vYg=="},
        {"fooba", "Basic Zm9vYmE="},
        {"foobar", "Basic Zm9vYmFy"},
        {"\xFF\xFE", "Basic //4="},
    };
    for (auto const& [plain, encoded] : cases) CHECK(net::basic_authorization(plain) == encoded);
}
