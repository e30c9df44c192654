#include "store/memory_store.hpp"

#include <algorithm>

namespace store {

memory_store::memory_store(memory_limits limits) : revoked_(limits), levels_(limits), used_(limits) {}

std::optional<expiring_map::entry> memory_store::guarded_map::find(std::string_view name, time_point now) const {
    if (empty.load(std::memory_order_acquire)) return std::nullopt;
    std::lock_guard const lock(mutex);
    return map.find(name, now);
}

void memory_store::revoke(std::string_view session, time_point until) {
    std::lock_guard const lock(revoked_.mutex);
    auto const before = revoked_.map.find(session, time_point::min());
    revoked_.map.put(session, 1, before ? std::max(until, before->until) : until);
    revoked_.empty.store(false, std::memory_order_release);
}

bool memory_store::is_revoked(std::string_view session, time_point now) const {
    return revoked_.find(session, now).has_value();
}

void memory_store::set_log_level(std::string_view session, int level, time_point until) {
    std::lock_guard const lock(levels_.mutex);
    levels_.map.put(session, level, until);
    levels_.empty.store(false, std::memory_order_release);
}

std::optional<int> memory_store::log_level(std::string_view session, time_point now) const {
    auto const found = levels_.find(session, now);
    return found ? std::optional(found->value) : std::nullopt;
}

bool memory_store::use_once(std::string_view name, time_point now, time_point until) {
    std::lock_guard const lock(used_.mutex);
    if (used_.map.find(name, now)) return false;
    used_.map.put(name, 1, until);
    used_.empty.store(false, std::memory_order_release);
    return true;
}

bool memory_store::is_used(std::string_view name, time_point now) const { return used_.find(name, now).has_value(); }

void memory_store::forget_expired(time_point now) {
    for (auto* kind : {&revoked_, &levels_, &used_}) {
        std::lock_guard const lock(kind->mutex);
        kind->map.erase_expired(now);
        kind->empty.store(kind->map.size() == 0, std::memory_order_release);
    }
}

}  // namespace store
