#pragma once
// Faults of the network and of gateways, applied to a finished plan.

#include "sandbox/errors.hpp"
#include "sandbox/options.hpp"
#include "sandbox/plan.hpp"
#include "sandbox/random.hpp"

#include <optional>
#include <string_view>

namespace sandbox {

enum class fault_kind {
    none,             // "ok"
    error,            // one of DashScope's errors
    reset,            // the connection drops before any byte of the answer
    reset_midstream,  // … after half of it
    stall,            // a stream stops half-way, another answer never begins
    truncate,         // half of the answer, then an orderly end; a stream without [DONE]
    garbage,          // broken JSON
    html,             // a gateway's 502 page
    half_frames,      // frames with `id:` lines but without blank lines between, cut at odd places
    split_frames,     // correct frames, cut at odd places
    empty,            // HTTP 200 without a body
};

struct fault {
    fault_kind kind = fault_kind::none;
    known_error const* error = nullptr;
};

/// A kind by its name (with `-` for `_`), a status such as "429", or an error code.
std::optional<fault> find_fault(std::string_view name);
std::span<std::string_view const> fault_names();

plan apply(fault what, plan answer, error_shape shape, std::string_view request_id);

/// Which fault each request gets by the options: first the script, then seeded draws.
/// One owner, one thread. Throws std::invalid_argument for a name that find_fault does not know.
class fault_schedule {
public:
    explicit fault_schedule(options const& settings);
    fault next();

private:
    generator random_;
    double rate_;
    std::vector<fault> script_;
    std::size_t played_ = 0;
    std::vector<fault> pool_;
};

}  // namespace sandbox
