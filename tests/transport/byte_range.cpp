#include "transport/byte_range.hpp"

#include <doctest/doctest.h>

using transport::byte_range;
using enum byte_range::kind;

TEST_CASE("ranges of a file of 100 bytes") {
    struct {
        char const* header;
        byte_range::kind what;
        std::uint64_t first;
        std::uint64_t size;
    } const cases[] = {
        {"bytes=0-", part, 0, 100},
        {"bytes=0-0", part, 0, 1},
        {"bytes=10-19", part, 10, 10},
        {"bytes=90-200", part, 90, 10},
        {"bytes=99-", part, 99, 1},
        {"bytes=-1", part, 99, 1},
        {"bytes=-100", part, 0, 100},
        {"bytes=-1000", part, 0, 100},
        {"bytes=0-18446744073709551615", part, 0, 100},
        {"bytes=100-", unsatisfiable, 0, 0},
        {"bytes=18446744073709551615-", unsatisfiable, 0, 0},
        {"bytes=-0", unsatisfiable, 0, 0},
        // What can't be understood is as if it weren't there.
        {"bytes=0-1,5-9", whole, 0, 100},
        {"bytes=9-5", whole, 0, 100},
        {"bytes=", whole, 0, 100},
        {"bytes=-", whole, 0, 100},
        {"bytes=a-b", whole, 0, 100},
        {"bytes=1-b", whole, 0, 100},
        {"bytes= 1-2", whole, 0, 100},
        {"bytes=+1-2", whole, 0, 100},
        {"bytes=18446744073709551616-", whole, 0, 100},
        {"items=0-1", whole, 0, 100},
        {"", whole, 0, 100},
    };
    for (auto const& each : cases) {
        CAPTURE(each.header);
        auto const made = transport::choose_range(each.header, 100);
        CHECK(made.what == each.what);
        CHECK(made.first == each.first);
        CHECK(made.size == each.size);
    }
    CHECK(transport::choose_range(std::nullopt, 100).what == whole);
}

TEST_CASE("of nothing there is no part") {
    for (auto const* header : {"bytes=0-", "bytes=0-5", "bytes=-5"})
        CHECK(transport::choose_range(header, 0).what == unsatisfiable);
    CHECK(transport::choose_range(std::nullopt, 0).size == 0);
}
