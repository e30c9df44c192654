#include "sandbox/rate_limiter.hpp"

namespace sandbox {

bool rate_limiter::admit(std::string const& name, std::size_t limit, milliseconds_since_1970 now) {
    constexpr milliseconds_since_1970 window = 1000;
    constexpr std::size_t most_names = 10'000;
    if (admitted_.size() > most_names) admitted_.clear();
    auto& times = admitted_[name];
    while (!times.empty() && times.front() <= now - window) times.pop_front();
    if (times.size() >= limit) return false;
    times.push_back(now);
    return true;
}

}  // namespace sandbox
