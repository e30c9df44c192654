#include "seal/digest.hpp"

#include <doctest/doctest.h>

TEST_CASE("SHA-256 of the standard's examples (FIPS 180-4)") {
    struct {
        std::string text;
        std::string_view digest;
    } const cases[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {std::string(1'000'000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    };
    for (auto const& c : cases) CHECK(seal::sha256_hex(c.text) == c.digest);
}

TEST_CASE("HMAC-SHA256 of RFC 4231's examples, with short, empty and long secrets") {
    struct {
        std::string secret;
        std::string_view text;
        std::string_view digest;
    } const cases[] = {
        {std::string(20, '\x0b'), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {"Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
        {"", "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"},
    };
    for (auto const& c : cases) CHECK(seal::hmac_sha256_hex(c.secret, c.text) == c.digest);
}
