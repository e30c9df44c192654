#include "telemetry/escape.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

using namespace std::string_literals;

namespace {

std::string const replacement = "\xef\xbf\xbd";

}

TEST_CASE("escape: characters that would forge lines or fool a terminal") {
    struct {
        std::string text, expected;
    } const cases[] = {
        {"", ""},
        {"plain", "plain"},
        {"a\nb", "a\\nb"},
        {"a\r\nb", "a\\r\\nb"},
        {"tab\there", "tab\\there"},
        {"nul\0!"s, "nul\\u0000!"},
        {"\x1b[31mred", "\\u001b[31mred"},
        {"\x7f", "\\u007f"},
        {"\xc2\x85", "\\u0085"},  // NEL
        {"\xc2\x9b"
         "31m",
         "\\u009b31m"},  // CSI of C1
        {"\xc2\xa0", "\xc2\xa0"},
        {"\xe2\x80\xa8\xe2\x80\xa9", "\\u2028\\u2029"},
        {"\xe2\x80\xaetxt.exe", "\\u202etxt.exe"},
        {"\xe2\x81\xa6\xe2\x81\xa9", "\\u2066\\u2069"},
        {"\xe2\x80\x8f\xd8\x9c", "\\u200f\\u061c"},
        {"\xef\xbb\xbf", "\\ufeff"},
        {"百炼 ü 😀", "百炼 ü 😀"},
    };
    for (auto const& [text, expected] : cases) {
        CHECK(telemetry::escape_controls(text) == expected);
        CHECK(telemetry::escape_string(text) == expected);
    }
}

TEST_CASE("escape: quotes and backslashes only inside of strings") {
    CHECK(telemetry::escape_controls(R"(say "C:\dir")") == R"(say "C:\dir")");
    CHECK(telemetry::escape_string(R"(say "C:\dir")") == R"(say \"C:\\dir\")");
}

TEST_CASE("escape: bytes that are not UTF-8") {
    struct {
        std::string text, expected;
    } const cases[] = {
        {"a\x80z", "a" + replacement + "z"},
        {"a\xffz", "a" + replacement + "z"},
        {"a\xc3", "a" + replacement},
        {"\xc3(", replacement + "("},
        {"\xc0\x8a", replacement + replacement},                    // overlong line feed
        {"\xe0\x80\x8a", replacement + replacement + replacement},  // overlong line feed
        {"\xed\xa0\x80", replacement + replacement + replacement},  // surrogate
        {"\xf4\x90\x80\x80", replacement + replacement + replacement + replacement},
        {"\xf0\x9f\x98", replacement + replacement + replacement},  // cut
    };
    for (auto const& [text, expected] : cases) CHECK(telemetry::escape_controls(text) == expected);
}

TEST_CASE("escape: each byte by itself, and what comes out needs no escaping") {
    for (int byte = 0; byte < 256; ++byte) {
        std::string const text(1, static_cast<char>(byte));
        auto const escaped = telemetry::escape_controls(text);
        CAPTURE(byte);
        if (byte >= 0x20 && byte < 0x7f) CHECK(escaped == text);
        if (byte >= 0x80) CHECK(escaped == replacement);
        if (byte < 0x20 || byte == 0x7f) CHECK(escaped.starts_with('\\'));
    }
    std::mt19937 generator(2);  // the same bytes each time
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (std::size_t left = generator() % 40; left > 0; --left)
            text.push_back(static_cast<char>(generator() & 255));
        auto const escaped = telemetry::escape_controls(text);
        CHECK(telemetry::escape_controls(escaped) == escaped);
        for (char const c : escaped) CHECK((static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
    }
}
