#pragma once
// DashScope's limits of queries: so many a second for each account.

#include "sandbox/moment.hpp"

#include <deque>
#include <string>
#include <unordered_map>

namespace sandbox {

/// One owner, one thread.
class rate_limiter {
public:
    /// True, and counted, when fewer than `limit` of `name` were admitted in the second before `now`.
    bool admit(std::string const& name, std::size_t limit, milliseconds_since_1970 now);

private:
    std::unordered_map<std::string, std::deque<milliseconds_since_1970>> admitted_;
};

}  // namespace sandbox
