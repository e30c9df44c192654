#include "seal/random.hpp"

#include "seal/base64.hpp"

#include <doctest/doctest.h>

#include <set>

TEST_CASE("random: length and alphabet") {
    for (std::size_t const count : {0u, 1u, 15u, 16u, 32u, 1000u}) {
        CHECK(seal::random_bytes(count).size() == count);
        auto const decoded = seal::from_base64url(seal::random_id(count));
        REQUIRE(decoded);
        CHECK(decoded->size() == count);
    }
    CHECK(seal::random_id().size() == 22);
}

TEST_CASE("random: no two ids are equal") {
    std::set<std::string> seen;
    for (int i = 0; i < 2000; ++i) CHECK(seen.insert(seal::random_id()).second);
}
