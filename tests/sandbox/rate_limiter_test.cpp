#include "sandbox/rate_limiter.hpp"

#include <doctest/doctest.h>

TEST_SUITE("sandbox/rate_limiter") {
    TEST_CASE("so many within any second, then room again") {
        sandbox::rate_limiter limiter;
        for (int i = 0; i < 3; ++i) CHECK(limiter.admit("a", 3, 1000 + i * 100));
        CHECK(!limiter.admit("a", 3, 1900));
        CHECK(!limiter.admit("a", 3, 1999));
        CHECK(limiter.admit("a", 3, 2000));
        CHECK(!limiter.admit("a", 3, 2001));
        CHECK(limiter.admit("a", 3, 2100));
    }

    TEST_CASE("refused ones don't count, and names have limits of their own") {
        sandbox::rate_limiter limiter;
        CHECK(limiter.admit("a", 1, 0));
        for (int i = 1; i < 10; ++i) CHECK(!limiter.admit("a", 1, i));
        CHECK(limiter.admit("b", 1, 5));
        CHECK(limiter.admit("a", 1, 1000));
    }
}
