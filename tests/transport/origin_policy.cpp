#include "transport/origin_policy.hpp"

#include <doctest/doctest.h>

using transport::origin_policy;

TEST_CASE("hosts") {
    origin_policy const policy({"mcp.example.org", "only.example.org:8443", "https://app.example.org"});
    struct {
        std::optional<std::string_view> host;
        bool allowed;
    } const cases[] = {
        {"localhost", true},
        {"LOCALHOST:1234", true},
        {"127.0.0.1:8080", true},
        {"[::1]:8080", true},
        {"[::1]", true},
        {"mcp.example.org", true},
        {"mcp.example.org:443", true},
        {"only.example.org:8443", true},
        {"app.example.org", true},
        {std::nullopt, false},
        {"", false},
        {"evil.example", false},
        {"only.example.org", false},
        {"only.example.org:80", false},
        {"localhost.evil.example", false},
        {"127.0.0.1.evil.example", false},
        {"evil.example:localhost", false},
        {"localhost:80:90", false},
        {"localhost:", false},
        {"localhost:8o", false},
        {"127.0.0.2", false},
        {"user@localhost", false},
        {"[::1", false},
    };
    for (auto const& each : cases) {
        CAPTURE(std::string(each.host.value_or("(none)")));
        CHECK(policy.allows_host(each.host) == each.allowed);
    }
}

TEST_CASE("origins") {
    origin_policy const policy({"https://app.example.org"});
    struct {
        std::optional<std::string_view> origin;
        bool allowed;
    } const cases[] = {
        {std::nullopt, true},
        {"http://localhost:3000", true},
        {"https://127.0.0.1", true},
        {"http://[::1]:6274", true},
        {"https://app.example.org", true},
        {"null", false},
        {"", false},
        {"localhost", false},
        {"file://localhost", false},
        {"http://evil.example", false},
        {"http://localhost.evil.example", false},
        {"http://evil.example#localhost", false},
        {"chrome-extension://localhost", false},
    };
    for (auto const& each : cases) {
        CAPTURE(std::string(each.origin.value_or("(none)")));
        CHECK(policy.allows_origin(each.origin) == each.allowed);
    }
}
