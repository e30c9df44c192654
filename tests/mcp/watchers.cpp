#include "mcp/watchers.hpp"

#include <doctest/doctest.h>

TEST_CASE("who watches is told until the watch is dropped") {
    mcp::watchers all;
    int first = 0, second = 0;
    auto one = all.add([&] { ++first; });
    all.tell();
    {
        auto const two = all.add([&] { ++second; });
        all.tell();
    }
    all.tell();
    CHECK(first == 3);
    CHECK(second == 1);
    CHECK_FALSE(all.empty());
    one.reset();
    CHECK(all.empty());
    all.tell();
    CHECK(first == 3);
}

TEST_CASE("who is told may drop watches and add them") {
    mcp::watchers all;
    int told = 0;
    mcp::watch one, two, three;
    one = all.add([&] {
        ++told;
        two.reset();
        three = all.add([&] { ++told; });
        one.reset();
    });
    two = all.add([&] { ++told; });
    all.tell();
    CHECK(told == 1);
    all.tell();
    CHECK(told == 2);
}

TEST_CASE("a watch may outlive what it watches") {
    mcp::watch left;
    {
        mcp::watchers all;
        left = all.add([] {});
    }
    left.reset();
}
