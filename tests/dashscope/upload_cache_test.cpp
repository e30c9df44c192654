#include "dashscope/upload_cache.hpp"

#include <doctest/doctest.h>

using namespace dashscope;
using namespace std::chrono_literals;

namespace {

upload_cache::key const known{{1, 2, 3, 4}, "host key", "model"};
platform::clock::time_point const now{1000h};

}  // namespace

TEST_CASE("an upload is known for 40 hours") {
    upload_cache cache;
    CHECK(!cache.find(known, now));
    cache.keep(known, "oss://a", now);
    CHECK(cache.find(known, now) == "oss://a");
    CHECK(cache.find(known, now + 40h - 1s) == "oss://a");
    CHECK(!cache.find(known, now + 40h));
    cache.keep(known, "oss://b", now + 41h);
    CHECK(cache.find(known, now + 41h) == "oss://b");
}

TEST_CASE("anything else is another file") {
    upload_cache cache;
    cache.keep(known, "oss://a", now);
    upload_cache::key const others[] = {
        {{9, 2, 3, 4}, "host key", "model"}, {{1, 9, 3, 4}, "host key", "model"},   {{1, 2, 9, 4}, "host key", "model"},
        {{1, 2, 3, 9}, "host key", "model"}, {{1, 2, 3, 4}, "host other", "model"}, {{1, 2, 3, 4}, "host key", "other"},
    };
    for (auto const& other : others) CHECK(!cache.find(other, now));
}

TEST_CASE("it is bounded: the oldest go first") {
    upload_cache cache;
    for (std::uint64_t i = 0; i < 1500; ++i)
        cache.keep({{i, 0, 0, 0}, "a", "m"}, "oss://x", now + std::chrono::seconds(i));
    CHECK(cache.size() == 1000);
    CHECK(!cache.find({{499, 0, 0, 0}, "a", "m"}, now));
    CHECK(cache.find({{500, 0, 0, 0}, "a", "m"}, now));
    cache.keep(known, "oss://a", now + 100h);
    CHECK(cache.size() == 1);
}
