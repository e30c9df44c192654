#include "cli/options.hpp"

#include <doctest/doctest.h>

TEST_CASE("where to listen") {
    struct {
        std::string_view text;
        std::string host;  // empty: refused
        int port;
    } const cases[] = {
        {"127.0.0.1:8080", "127.0.0.1", 8080},
        {"0.0.0.0:1", "0.0.0.0", 1},
        {"192.168.1.2:65535", "192.168.1.2", 65535},
        {"[::1]:8080", "::1", 8080},
        {"[::]:0", "::", 0},
        {"localhost:80", "127.0.0.1", 80},
        // Without a host: loopback, never everywhere.
        {":8080", "127.0.0.1", 8080},
        {"8080", "127.0.0.1", 8080},
        {"0", "127.0.0.1", 0},
        {"", "", 0},
        {":", "", 0},
        {"127.0.0.1", "", 0},
        {"127.0.0.1:", "", 0},
        {"127.0.0.1:65536", "", 0},
        {"127.0.0.1:-1", "", 0},
        {"127.0.0.1:+1", "", 0},
        {"127.0.0.1:80x", "", 0},
        {"127.0.0.1: 80", "", 0},
        {"127.0.0.256:80", "", 0},
        {"example.com:80", "", 0},
        {"::1:8080", "", 0},
        {"[::1]", "", 0},
        {"[127.0.0.1]:80", "", 0},
        {"[::1:80", "", 0},
        {"http://127.0.0.1:80", "", 0},
    };
    for (auto const& each : cases) {
        CAPTURE(each.text);
        auto const parsed = cli::parse_listen(each.text);
        CHECK(parsed.has_value() == !each.host.empty());
        if (!parsed) continue;
        CHECK(parsed->host == each.host);
        CHECK(parsed->port == each.port);
    }
}
