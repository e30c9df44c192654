#include "seal/key.hpp"

#include "seal/base64.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

std::string const hex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff";

std::string raw_bytes() {
    std::string bytes;
    for (int i = 0; i < 31; ++i) bytes.push_back(static_cast<char>(i));
    return bytes + '\xff';
}

}  // namespace

TEST_CASE("key: every accepted spelling gives the same key") {
    std::string upper = hex;
    for (char& c : upper)
        if (c >= 'a') c = static_cast<char>(c - 32);
    std::string const standard = seal::base64(raw_bytes()), url_safe = seal::base64url(raw_bytes());
    for (std::string const& text : {hex, upper, hex + "\n", "  " + hex + "\r\n", standard, standard + "\n", url_safe,
                                    url_safe + "=", standard.substr(0, 43)}) {
        CAPTURE(text);
        auto const parsed = seal::parse_key(text);
        REQUIRE(parsed);
        CHECK(seal::to_hex(*parsed) == hex);
    }
}

TEST_CASE("key: both alphabets of base64") {
    std::string const bytes(32, '\xfb');  // full of + and /, or - and _
    CHECK(seal::base64(bytes).find('+') != std::string::npos);
    CHECK(seal::parse_key(seal::base64(bytes)) == seal::parse_key(seal::base64url(bytes)));
    CHECK(seal::parse_key(seal::base64(bytes)));
}

TEST_CASE("key: anything else is refused") {
    std::string foreign = hex;
    foreign[10] = 'g';
    for (std::string const& text :
         {std::string(), std::string("\n"), std::string("secret"), hex.substr(1), hex + "0", foreign,
          hex.substr(0, 30) + " " + hex.substr(31), seal::base64(std::string(31, 'a')),
          seal::base64(std::string(33, 'a')), std::string(44, '='), std::string(43, '!'), raw_bytes()}) {
        CAPTURE(text);
        CHECK_FALSE(seal::parse_key(text));
    }
}

TEST_CASE("key: random keys differ and survive their text form") {
    auto const one = seal::random_key();
    CHECK(one != seal::random_key());
    CHECK(seal::parse_key(seal::to_hex(one)) == one);
}

TEST_CASE("key: derived keys depend on key and use, and can't be had from a shown hash") {
    auto const key = *seal::parse_key(hex);
    auto const derived = seal::derive_key(key, "one");
    CHECK(derived == seal::derive_key(key, "one"));
    CHECK(derived != seal::derive_key(key, "two"));
    CHECK(derived != seal::derive_key(derived, "one"));
    CHECK(seal::keyed_hash(key, "one", 64) != seal::to_hex(derived));
    CHECK(seal::keyed_hash(key, "key:one", 64) != seal::to_hex(derived));
}

TEST_CASE("key: keyed hash") {
    auto const key = *seal::parse_key(hex);
    auto const hash = seal::keyed_hash(key, "sk-0123456789");
    CHECK(hash.size() == 16);
    CHECK(hash.find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(hash == seal::keyed_hash(key, "sk-0123456789"));
    CHECK(hash != seal::keyed_hash(key, "sk-0123456780"));
    CHECK(hash != seal::keyed_hash(seal::derive_key(key, "other"), "sk-0123456789"));
    CHECK(seal::keyed_hash(key, "", 1000).size() == 64);
    CHECK(seal::keyed_hash(key, "sk-0123456789", 64).starts_with(hash));
    // Computed by: printf 'hash:sk-0123456789' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0001…1eff
    CHECK(hash == "f3230266d2fe65ee");
}
