#include "sandbox/random.hpp"

#include <doctest/doctest.h>

#include <set>

TEST_SUITE("sandbox/random") {
    TEST_CASE("a hash depends on the text and on the seed, and stays the same") {
        CHECK(sandbox::hash("", 0) == 0xcbf29ce484222325U);
        CHECK(sandbox::hash("a", 0) == 0xaf63dc4c8601ec8cU);  // the published FNV-1a vector
        CHECK(sandbox::hash("foobar", 0) == 0x85944171f73967e8U);
        CHECK(sandbox::hash("foobar", 1) != sandbox::hash("foobar", 0));
    }

    TEST_CASE("the generator gives SplitMix64's numbers") {
        sandbox::generator random(1234567);
        for (auto expected : {6457827717110365317U, 3203168211198807973U, 9817491932198370423U})
            CHECK(random.next() == expected);
    }

    TEST_CASE("equal seeds give equal values, others don't") {
        sandbox::generator first(7), second(7), third(8);
        CHECK(first.uuid() == second.uuid());
        CHECK(first.hex(24) != third.hex(24));
    }

    TEST_CASE("values keep to their bounds") {
        sandbox::generator random(3);
        std::set<std::uint64_t> seen;
        for (int i = 0; i < 200; ++i) {
            seen.insert(random.below(5));
            auto share = random.unit();
            CHECK((share >= 0 && share < 1));
        }
        CHECK(seen == std::set<std::uint64_t>{0, 1, 2, 3, 4});
        CHECK(random.below(0) == 0);
    }

    TEST_CASE("a uuid has DashScope's form") {
        auto id = sandbox::generator(1).uuid();
        REQUIRE(id.size() == 36);
        for (std::size_t i = 0; i < id.size(); ++i) {
            bool dash = i == 8 || i == 13 || i == 18 || i == 23;
            CHECK((id[i] == '-') == dash);
        }
    }
}
