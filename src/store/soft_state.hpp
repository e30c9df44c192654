#pragma once
// What a server may forget: a lost entry costs convenience, never correctness of a paid job.

#include <chrono>
#include <optional>
#include <string_view>

namespace store {

using time_point = std::chrono::system_clock::time_point;

/// Look-ups are synchronous and quick: an implementation that shares its state between replicas keeps a copy in memory
/// and mirrors the others' changes into it. Entries are dropped, earliest end first, where a bound is reached.
/// Shared objects: safe. Time is passed in. Nothing fails but for memory.
class soft_state {
public:
    virtual ~soft_state() = default;

    /// The session is over, though its id would be good until then. A second call can only lengthen it.
    virtual void revoke(std::string_view session, time_point until) = 0;
    virtual bool is_revoked(std::string_view session, time_point now) const = 0;

    /// The level asked for by `logging/setLevel`, as the caller numbers them; replaces the one before.
    virtual void set_log_level(std::string_view session, int level, time_point until) = 0;
    virtual std::optional<int> log_level(std::string_view session, time_point now) const = 0;

    /// Marks a one-time name as used until then; false when it was used already. Where entries are dropped, or a restart
    /// forgets them, a name could be used again: what it is for has an end of its own.
    virtual bool use_once(std::string_view name, time_point now, time_point until) = 0;
    virtual bool is_used(std::string_view name, time_point now) const = 0;

    /// Frees what has ended. Optional: expired entries are never seen, and bounds hold without it.
    virtual void forget_expired(time_point now) = 0;
};

}  // namespace store
