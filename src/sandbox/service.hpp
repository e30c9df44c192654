#pragma once
// A request in, the plan of its answer out: routing, authorization, faults, headers. No socket, no clock.

#include "sandbox/errors.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/options.hpp"
#include "sandbox/plan.hpp"

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
};

/// One owner, one thread.
class service {
public:
    /// Throws std::invalid_argument for an unknown fault name.
    explicit service(options settings);
    plan answer(request const& asked);

private:
    plan route(request const& asked, exchange& context);
    std::size_t count(request const& asked, std::uint64_t seed);

    options settings_;
    fault_schedule schedule_;
    std::unordered_map<std::uint64_t, std::size_t> seen_;
};

}  // namespace sandbox
