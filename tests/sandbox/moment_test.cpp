#include "sandbox/moment.hpp"

#include <doctest/doctest.h>

TEST_SUITE("sandbox/moment") {
    constexpr sandbox::milliseconds_since_1970 time = 1'776'678'917'075;  // 2026-04-20 17:55:17.075 in Beijing

    TEST_CASE("the forms in which DashScope writes a time") {
        CHECK(sandbox::beijing_time(time) == "2026-04-20 17:55:17.075");
        CHECK(sandbox::utc_time(time) == "2026-04-20T09:55:17.075Z");
        CHECK(sandbox::beijing_date(time) == "2026-04-20");
        CHECK(sandbox::beijing_time(0) == "1970-01-01 08:00:00.000");
    }

    TEST_CASE("Beijing's day begins eight hours before UTC's") {
        CHECK(sandbox::beijing_date(1'776'614'400'000) == "2026-04-20");
        CHECK(sandbox::utc_time(1'776'614'400'000) == "2026-04-19T16:00:00.000Z");
        CHECK(sandbox::beijing_date(1'776'614'399'999) == "2026-04-19");
    }

    TEST_CASE("filters of lists") {
        struct {
            std::string_view text;
            std::optional<sandbox::milliseconds_since_1970> time;
        } const cases[] = {
            {"20260420175517", 1'776'678'917'000}, {"19700101080000", 0},
            {"2026042017551", std::nullopt},       {"202604201755170", std::nullopt},
            {"20261320175517", std::nullopt},      {"20260230000000", std::nullopt},
            {"20260420245517", std::nullopt},      {"2026-04-20 17:", std::nullopt},
        };
        for (auto const& c : cases) {
            CAPTURE(c.text);
            CHECK(sandbox::parse_beijing_time(c.text) == c.time);
        }
    }

    TEST_CASE("expiry of policies") {
        CHECK(sandbox::parse_utc_time("2026-04-20T09:55:17.075Z") == time);
        CHECK(sandbox::parse_utc_time("2026-04-20T09:55:17Z") == time - 75);
        for (auto text :
             {"", "2026-04-20", "2026-04-20T09:55:17.075", "2026-04-20 09:55:17.075Z", "2026-04-20T09-55-17Z"}) {
            CAPTURE(text);
            CHECK(!sandbox::parse_utc_time(text));
        }
    }

    TEST_CASE("a time survives both ways") {
        for (sandbox::milliseconds_since_1970 each : {0LL, 951'782'400'000LL, 1'709'164'800'123LL, 4'102'444'799'999LL})
            CHECK(sandbox::parse_utc_time(sandbox::utc_time(each)) == each);
    }
}
