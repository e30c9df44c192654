#include "sandbox/digest.hpp"

#include <doctest/doctest.h>

TEST_SUITE("sandbox/digest") {
    TEST_CASE("signatures are HMAC-SHA1 in base64") {
        // RFC 2202, test case 2: effcdf6ae5eb2fa2d27416d5f184df9c259a7c79
        CHECK(sandbox::oss_signature("Jefe", "what do ya want for nothing?") == "7/zfauXrL6LSdBbV8YTfnCWafHk=");
        CHECK(sandbox::oss_signature("a", "b") != sandbox::oss_signature("b", "a"));
    }

    TEST_CASE("an ETag is MD5 in upper case") {
        CHECK(sandbox::etag_of("") == "D41D8CD98F00B204E9800998ECF8427E");
        CHECK(sandbox::etag_of("abc") == "900150983CD24FB0D6963F7D28E17F72");
    }

    TEST_CASE("base64 is read with or without padding and line ends, and nothing else is") {
        struct {
            std::string_view text;
            std::optional<std::string> bytes;
        } const cases[] = {
            {"", ""},
            {"Zg==", "f"},
            {"Zg", "f"},
            {"Zm9v", "foo"},
            {"Zm9v\r\nYmFy", "foobar"},
            {"-_8=", "\xfb\xff"},
            {"+/8=", "\xfb\xff"},
            {"Z", std::nullopt},
            {"Zm9v!", std::nullopt},
            {"Zg==Zg==", std::nullopt},
        };
        for (auto const& c : cases) {
            CAPTURE(c.text);
            CHECK(sandbox::from_base64(c.text) == c.bytes);
        }
    }

    TEST_CASE("fingerprints are 32 hex digits and differ") {
        CHECK(sandbox::fingerprint("a").size() == 32);
        CHECK(sandbox::fingerprint("a").find_first_not_of("0123456789abcdef") == std::string::npos);
        CHECK(sandbox::fingerprint("a") == sandbox::fingerprint("a"));
        CHECK(sandbox::fingerprint("a") != sandbox::fingerprint("b"));
    }
}
