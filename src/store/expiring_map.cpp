#include "store/expiring_map.hpp"

namespace store {

expiring_map::expiring_map(std::size_t max_entries, std::size_t max_bytes)
    : max_entries_(max_entries), max_bytes_(max_bytes) {}

void expiring_map::put(std::string_view name, int value, time_point until) {
    erase(name);
    if (max_entries_ == 0 || name.size() > max_bytes_) return;
    while (entries_.size() >= max_entries_ || name.size() > max_bytes_ - bytes_)
        erase(entries_.find(*ends_.begin()->second));
    auto const placed = entries_.emplace(name, slot{value, ends_.end()}).first;
    placed->second.end = ends_.emplace(until, &placed->first);
    bytes_ += name.size();
}

std::optional<expiring_map::entry> expiring_map::find(std::string_view name, time_point now) const {
    auto const found = entries_.find(name);
    if (found == entries_.end() || now >= found->second.end->first) return std::nullopt;
    return entry{found->second.value, found->second.end->first};
}

void expiring_map::erase(std::string_view name) {
    if (auto const found = entries_.find(name); found != entries_.end()) erase(found);
}

void expiring_map::erase_expired(time_point now) {
    while (!ends_.empty() && ends_.begin()->first <= now) erase(entries_.find(*ends_.begin()->second));
}

void expiring_map::erase(slots::iterator which) {
    bytes_ -= which->first.size();
    ends_.erase(which->second.end);
    entries_.erase(which);
}

}  // namespace store
