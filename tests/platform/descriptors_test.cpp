#include "platform/descriptors.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include <sys/resource.h>

TEST_CASE("the soft limit of descriptors is raised to the hard one") {
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
    rlimit const lower{std::min<rlim_t>(before.rlim_cur, 256), before.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &lower) == 0);
    auto const reported = platform::raise_descriptor_limit();
    rlimit after{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &after) == 0);
    CHECK(reported == after.rlim_cur);
    CHECK(after.rlim_cur == std::min<rlim_t>(before.rlim_max, 1'000'000));
    CHECK(platform::raise_descriptor_limit() == reported);
    ::setrlimit(RLIMIT_NOFILE, &before);
}
