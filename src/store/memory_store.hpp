#pragma once
// The soft state of one process: a restart forgets it, replicas don't share it.

#include "store/expiring_map.hpp"
#include "store/soft_state.hpp"

#include <atomic>
#include <mutex>

namespace store {

struct memory_limits {
    // For each kind of entry. 20 000 sessions a day end or set a level before one of them is forgotten.
    std::size_t entries = 20'000;
    std::size_t name_bytes = 4 * 1024 * 1024;
};

/// Shared objects: safe.
class memory_store final : public soft_state {
public:
    explicit memory_store(memory_limits limits = {});

    void revoke(std::string_view session, time_point until) override;
    bool is_revoked(std::string_view session, time_point now) const override;
    void set_log_level(std::string_view session, int level, time_point until) override;
    std::optional<int> log_level(std::string_view session, time_point now) const override;
    bool use_once(std::string_view name, time_point now, time_point until) override;
    bool is_used(std::string_view name, time_point now) const override;
    void forget_expired(time_point now) override;

private:
    /// An expiring_map that threads share. Mostly empty, which look-ups see without the lock.
    struct guarded_map {
        explicit guarded_map(memory_limits const& limits) : map(limits.entries, limits.name_bytes) {}
        std::optional<expiring_map::entry> find(std::string_view name, time_point now) const;

        mutable std::mutex mutex;
        expiring_map map;
        std::atomic<bool> empty = true;
    };

    guarded_map revoked_;
    guarded_map levels_;
    guarded_map used_;
};

}  // namespace store
