#include "net/url.hpp"

#include <doctest/doctest.h>

TEST_CASE("parse_url") {
    struct {
        std::string_view text, origin, target;
    } const cases[] = {
        {"https://dashscope.aliyuncs.com", "https://dashscope.aliyuncs.com", "/"},
        {"HTTPS://DashScope.AliyunCS.com:443/api/v1", "https://dashscope.aliyuncs.com", "/api/v1"},
        {"http://127.0.0.1:8080/a?b=c&d=%2F#fragment", "http://127.0.0.1:8080", "/a?b=c&d=%2F"},
        {"http://localhost:80", "http://localhost", "/"},
        {"https://host:80?q", "https://host:80", "/?q"},
        {"https://host:/x", "https://host", "/x"},
        {"https://[2001:DB8:0:0::1]:8443/", "https://[2001:db8::1]:8443", "/"},
        {"https://[::1]", "https://[::1]", "/"},
        {"https://user@host/", "https://host", "/"},
        {"https://a_b.c-d.e./%E5%80%BC", "https://a_b.c-d.e.", "/%E5%80%BC"},
    };
    for (auto const& [text, origin, target] : cases) {
        CAPTURE(text);
        auto const parsed = net::parse_url(text);
        REQUIRE(parsed.has_value());
        CHECK(parsed->where.text() == origin);
        CHECK(parsed->target == target);
    }
}

TEST_CASE("parse_url refuses") {
    std::string_view const cases[] = {
        "",
        "host",
        "/path",
        "//host/",
        "ftp://host/",
        "https:///path",
        "https://",
        "https://host:0/",
        "https://host:65536/",
        "https://host:99999999999/",
        "https://host:x/",
        "https://ho st/",
        "https://host/a b",
        "https://host/\r\nX: y",
        "https://host/\n",
        "https://host%00/",
        "https://ho%2Fst/",
        "https://[::1/",
        "https://[v1.a]/",
        "https://host\\@evil/",
        "https://h~st/",
        "javascript:alert(1)",
    };
    for (auto const text : cases) {
        CAPTURE(text);
        CHECK(net::parse_url(text).has_error());
    }
}

TEST_CASE("the parts of an origin") {
    auto const parsed = net::parse_url("https://[::1]:8443/");
    REQUIRE(parsed.has_value());
    CHECK(parsed->where.tls);
    CHECK(parsed->where.host == "::1");
    CHECK(parsed->where.port == 8443);
    CHECK(parsed->where.authority() == "[::1]:8443");
    CHECK(parsed->where == net::origin{true, "::1", 8443});
}

TEST_CASE("userinfo is decoded") {
    CHECK(net::parse_url("http://user:p%40ss@proxy:3128")->userinfo == "user:p@ss");
    CHECK(net::parse_url("http://proxy:3128")->userinfo.empty());
}

TEST_CASE("is_loopback") {
    struct {
        std::string_view host;
        bool loopback;
    } const cases[] = {
        {"localhost", true},
        {"LocalHost", true},
        {"api.localhost", true},
        {"127.0.0.1", true},
        {"127.8.9.10", true},
        {"::1", true},
        {"::ffff:127.0.0.1", true},
        {"notlocalhost", false},
        {"localhost.com", false},
        {"128.0.0.1", false},
        {"0.0.0.0", false},
        {"::2", false},
        {"", false},
        {"127.0.0.1.x", false},
        {"10.0.0.1", false},
    };
    for (auto const& [host, loopback] : cases) {
        CAPTURE(host);
        CHECK(net::is_loopback(host) == loopback);
    }
}

TEST_CASE("percent_encode keeps only what is unreserved") {
    CHECK(net::percent_encode("aZ09-._~") == "aZ09-._~");
    CHECK(net::percent_encode("a b/c+d%&") == "a%20b%2Fc%2Bd%25%26");
    CHECK(net::percent_encode("值") == "%E5%80%BC");
    CHECK(net::percent_encode(std::string_view("\0", 1)) == "%00");
}

TEST_CASE("percent_decode") {
    CHECK(net::percent_decode("a%20b%2fc+d").value() == "a b/c+d");
    CHECK(net::percent_decode("").value().empty());
    for (auto const broken : {"%", "%4", "a%4", "%g1", "%1g", "%%41"}) {
        CAPTURE(broken);
        CHECK(net::percent_decode(broken).has_error());
    }
}

TEST_CASE("decoding undoes encoding, for every byte") {
    std::string all;
    for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
    CHECK(net::percent_decode(net::percent_encode(all)).value() == all);
}
