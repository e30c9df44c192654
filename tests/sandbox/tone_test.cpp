#include "sandbox/tone.hpp"

#include <doctest/doctest.h>

TEST_SUITE("sandbox/tone") {
    TEST_CASE("base64 (RFC 4648 §10)") {
        struct {
            std::string_view bytes, text;
        } const cases[] = {{"", ""},
                           {"f", "Zg=="},
                           {"fo", "Zm8="},
                           {"foo", "Zm9v"},
                           {"foob", "Zm9vYg=="},
                           {"fooba", "Zm9vYmE="},
                           {"foobar", "Zm9vYmFy"},
                           {"\xff\xfe", "//4="}};
        for (auto const& c : cases) CHECK(sandbox::base64(c.bytes) == c.text);
    }

    TEST_CASE("speech is as long as its text, up to two seconds") {
        CHECK(sandbox::spoken("").empty());
        CHECK(sandbox::spoken("abc").size() == 3 * 240 * 2 * 4 / 3);
        CHECK(sandbox::spoken(std::string(10'000, 'x')).size() == 2U * 24'000 * 2 * 4 / 3);
        CHECK(sandbox::spoken("abc").find('=') == std::string::npos);
    }

    TEST_CASE("it begins with silence and goes up, little-endian") {
        CHECK(sandbox::spoken("a").starts_with("AAC"));
        CHECK(sandbox::spoken("a") == sandbox::spoken("b"));
    }
}
