#include "transport/event_position.hpp"

#include <doctest/doctest.h>

#include <string>

using transport::event_position;

TEST_CASE("event ids are visible ASCII and read back as they were") {
    event_position const cases[] = {
        {"abc-_9", "", 0},
        {"abc", "7", 1},
        {"abc", "0", 18446744073709551615u},
        {"abc", "\"a b\\n\xC3\xA4\"", 12},
        {"abc", "123456789012345678901234567890", 3},
    };
    for (auto const& each : cases) {
        auto const text = to_string(each);
        CAPTURE(text);
        CHECK(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") ==
              std::string::npos);
        CHECK(transport::parse_event_position(text) == each);
    }
}

TEST_CASE("a request id too long for a header is left out") {
    event_position const where{"abc", "\"" + std::string(1000, 'x') + "\"", 5};
    auto const text = to_string(where);
    CHECK(text == "abc..5");
    CHECK(transport::parse_event_position(text) == event_position{"abc", "", 5});
}

TEST_CASE("what is no event id of ours is refused") {
    // The middle parts: `7,"x":1`, `{}`, `null`, `1.5`, `" 7"` without quotes, an unfinished string, broken UTF-8.
    char const* const cases[] = {
        "",
        "abc",
        "abc.1",
        "..1",
        "a b..1",
        "abc..",
        "abc..x",
        "abc..-1",
        "abc..1 ",
        "abc..1.",
        "abc...1",
        "abc.=.1",
        "abc.Nw==.1",
        "abc.N.1",
        "abc.Nyw.1",
        "abc.Nywieg.1",
        "abc.e30.1",
        "abc.bnVsbA.1",
        "abc.MS41.1",
        "abc.IDc.1",
        "abc.Ing.1",
        "abc.Iv8i.1",
        "abc..99999999999999999999",
        "abc.NywieCI6MQ.1",
    };
    for (auto const* each : cases) {
        CAPTURE(each);
        CHECK_FALSE(transport::parse_event_position(each));
    }
    CHECK_FALSE(transport::parse_event_position(std::string(65, 'a') + "..1"));
    CHECK_FALSE(transport::parse_event_position("abc." + std::string(4000, 'A') + ".1"));
}
