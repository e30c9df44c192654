#include "platform/descriptors.hpp"

#include <algorithm>

#include <sys/resource.h>

namespace platform {

std::size_t raise_descriptor_limit() {
    constexpr rlim_t enough = 1'000'000;
    constexpr std::size_t usual = 1024;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return usual;
    rlimit const raised{std::min(limit.rlim_max, enough), limit.rlim_max};
    if (raised.rlim_cur > limit.rlim_cur && ::setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
    return static_cast<std::size_t>(std::min(limit.rlim_cur, enough));
}

}  // namespace platform
