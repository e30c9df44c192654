#pragma once
// A request in, the plan of its answer out: routing, authorization, faults, headers. No socket, no clock.

#include "sandbox/errors.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/options.hpp"
#include "sandbox/plan.hpp"
#include "sandbox/state.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

namespace sandbox {

/// What a capability's handler gets.
struct exchange {
    request const& asked;
    options const& settings;
    std::vector<std::string_view> segments;  // what the `*` of the route's pattern matched, in order
    error_shape shape;
    std::string request_id;
    std::uint64_t seed;   // of everything that is made up for this answer
    std::size_t earlier;  // requests of the same bytes before this one, counted only where a prompt has [[fail-times]]
    state& kept;
    std::chrono::system_clock::time_point now;

    /// Where the client finds this sandbox: scheme and authority, for URLs in answers.
    std::string origin() const;
    /// Seconds since 1970.
    std::int64_t unix_time() const;
};

/// One owner, one thread.
class service {
public:
    /// Throws std::invalid_argument for an unknown fault name, std::filesystem::filesystem_error for a data folder that
    /// can't be made.
    explicit service(options settings);
    plan answer(request const& asked, std::chrono::system_clock::time_point now = std::chrono::system_clock::now());

private:
    plan route(request const& asked, exchange& context);
    plan delayed(plan answer) const;
    std::size_t count(request const& asked, std::uint64_t seed);

    options settings_;
    fault_schedule schedule_;
    std::unordered_map<std::uint64_t, std::size_t> seen_;
    state kept_;
};

}  // namespace sandbox
