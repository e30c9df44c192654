#include "seal/base64.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace std::string_literals;

TEST_CASE("base64: the vectors of RFC 4648 in both alphabets") {
    struct {
        std::string bytes, standard, url;
    } const cases[] = {
        {"", "", ""},
        {"f", "Zg==", "Zg"},
        {"fo", "Zm8=", "Zm8"},
        {"foo", "Zm9v", "Zm9v"},
        {"foob", "Zm9vYg==", "Zm9vYg"},
        {"fooba", "Zm9vYmE=", "Zm9vYmE"},
        {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
        {"\xfb\xff\xfe"s, "+//+", "-__-"},
        {"\0\0\0\0"s, "AAAAAA==", "AAAAAA"},
    };
    for (auto const& [bytes, standard, url] : cases) {
        CAPTURE(standard);
        CHECK(seal::base64(bytes) == standard);
        CHECK(seal::base64url(bytes) == url);
        CHECK(seal::from_base64(standard) == bytes);
        CHECK(seal::from_base64url(url) == bytes);
    }
}

TEST_CASE("base64: every length and every byte comes back") {
    std::string bytes;
    for (int i = 0; i < 600; ++i) {
        CHECK(seal::from_base64(seal::base64(bytes)) == bytes);
        CHECK(seal::from_base64url(seal::base64url(bytes)) == bytes);
        bytes.push_back(static_cast<char>(i * 37 + i / 256));
    }
}

TEST_CASE("base64: what has a second spelling or none is refused") {
    for (std::string const text : {"Z",     "Zg",   "Zg=",  "Zg===",    "Zm8",     "Zm9vZ", "=",
                                   "==",    "====", "Z===", "Zg==Zg==", "Zh==",    "Zm9=",  "Zm9v\n",
                                   " Zm9v", "Zm 9", "Zm9-", "Zm9_",     "Zm9\x80", "=Zm9"}) {
        CAPTURE(text);
        CHECK_FALSE(seal::from_base64(text));
    }
    for (std::string const text : {"Z", "Zg==", "Zm8=", "Zm9vZ", "=", "Zh", "Zm9", "Zm9v\n", " Zm9v", "Zm9+", "Zm9/",
                                   "Zm9\xff", "Zm9v=", "Z.9v", "Zm9vY\x01"}) {
        CAPTURE(text);
        CHECK_FALSE(seal::from_base64url(text));
    }
    CHECK_FALSE(seal::from_base64url("Zm\0v"s));
}
