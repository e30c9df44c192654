#include "platform/ascii.hpp"

#include <doctest/doctest.h>

using namespace platform;

TEST_CASE("only letters of ASCII have a case") {
    std::string all, expected;
    for (int i = 0; i < 256; ++i) {
        all += static_cast<char>(i);
        expected += static_cast<char>(i >= 'A' && i <= 'Z' ? i + 32 : i);
    }
    CHECK(lower_case(all) == expected);
    CHECK(lower_case("") == "");
    CHECK(lower_case("ÄÖ-Ab9") == "ÄÖ-ab9");
}

TEST_CASE("texts are equal but for the case") {
    struct {
        std::string_view left, right;
        bool equal, begins;
    } const cases[] = {
        {"", "", true, true},
        {"a", "", false, true},
        {"", "a", false, false},
        {"Content-Type", "content-TYPE", true, true},
        {"content-types", "Content-Type", false, true},
        {"content-typ", "Content-Type", false, false},
        // 0x20 apart, and no letters.
        {"@[", "`{", false, false},
        {"Ä", "ä", false, false},
    };
    for (auto const& each : cases) {
        CAPTURE(each.left);
        CAPTURE(each.right);
        CHECK(equal_ignoring_case(each.left, each.right) == each.equal);
        CHECK(equal_ignoring_case(each.right, each.left) == each.equal);
        CHECK(begins_ignoring_case(each.left, each.right) == each.begins);
    }
}

TEST_CASE("letters and digits") {
    for (char c : std::string_view("azAZ09")) CHECK(is_letter_or_digit(c));
    for (char c : std::string_view("@[`{/:_-.\x80\xff ")) CHECK_FALSE(is_letter_or_digit(c));
}
