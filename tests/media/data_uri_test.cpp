#include "media/data_uri.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace std::string_literals;

TEST_CASE("good ones") {
    struct {
        std::string_view text, type, bytes;
        bool base64;
    } const cases[] = {
        {"data:image/png;base64,aGVsbG8=", "image/png", "hello", true},
        {"data:;base64,aGVsbG8=", "", "hello", true},
        {"data:image/png;base64,aGVsbG8", "image/png", "hello", true},  // many leave the padding out
        {"data:image/png;base64,-_8=", "image/png", "\xFB\xFF", true},
        {"data:image/png;base64,+/8=", "image/png", "\xFB\xFF", true},
        {"DATA:image/png;BASE64,YQ==", "image/png", "a", true},
        {"data:text/plain;charset=utf-8;base64,YWI=", "text/plain", "ab", true},
        {"data:text/plain,a%20b%C3%A9", "text/plain", "a b\xC3\xA9", false},
        {"data:,x", "", "x", false},
        {"data:image/svg+xml;base64,YWJj", "image/svg+xml", "abc", true},
        {"data:application/vnd.ms-excel;base64,YQ", "application/vnd.ms-excel", "a", true},
    };
    for (auto const& [text, type, bytes, base64] : cases) {
        CAPTURE(text);
        std::string why;
        auto const found = media::parse_data_uri(text, why);
        REQUIRE(found);
        CHECK(found->type == type);
        CHECK(found->base64 == base64);
        CHECK(found->size() == bytes.size());
        CHECK(media::decode(*found) == bytes);
    }
}

TEST_CASE("bad ones say why") {
    struct {
        std::string_view text, why;
    } const cases[] = {
        {"image/png;base64,YQ==", "data:"},
        {"", "data:"},
        {"data:image/png;base64", "no comma"},
        {"data:image/png;base64,", "no data"},
        {"data:png;base64,YQ==", "media type"},
        {"data:image/;base64,YQ==", "media type"},
        {"data:/png;base64,YQ==", "media type"},
        {"data:im age/png;base64,YQ==", "media type"},
        {"data:image/png;base64,YQ=", "not base64"},
        {"data:image/png;base64,Y", "not base64"},
        {"data:image/png;base64,====", "not base64"},
        {"data:image/png;base64,YW Jj", "not base64"},
        {"data:image/png;base64,YWJj\n", "not base64"},
        {"data:image/png;base64,Y=Jj", "not base64"},
        {"data:image/png;base64,YWJj...", "not base64"},
        {"data:image/png,a b", "percent"},
        {"data:image/png,a%2", "percent"},
        {"data:image/png,a%GG", "percent"},
    };
    for (auto const& [text, reason] : cases) {
        CAPTURE(text);
        std::string why;
        CHECK(!media::parse_data_uri(text, why));
        CHECK(why.find(reason) != std::string::npos);
    }
}

TEST_CASE("a beginning alone") {
    std::string why;
    auto const text = media::make_data_uri("image/png", std::string(1000, 'x') + "end");
    auto const found = media::parse_data_uri(text, why);
    REQUIRE(found);
    CHECK(media::decode(*found, 0).empty());
    CHECK(media::decode(*found, 1) == "x");
    CHECK(media::decode(*found, 10) == std::string(10, 'x'));
    CHECK(media::decode(*found, 1003).ends_with("xend"));
    CHECK(media::decode(*media::parse_data_uri("data:,abcdef", why), 3) == "abc");
}

TEST_CASE("what is written is read, of any length") {
    std::minstd_rand random(3);
    for (std::size_t length = 1; length < 70; ++length) {
        std::string bytes;
        for (std::size_t i = 0; i < length; ++i) bytes += static_cast<char>(random());
        std::string why;
        auto const text = media::make_data_uri("audio/wav", bytes);
        auto const found = media::parse_data_uri(text, why);
        REQUIRE(found);
        CHECK(found->size() == length);
        CHECK(media::decode(*found) == bytes);
    }
}
