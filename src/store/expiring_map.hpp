#pragma once
// A bounded map from names to numbers, each with an end: the one structure behind the soft state in memory.

#include "store/soft_state.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace store {

/// When full, a new entry pushes out the one that ends first: expired ones before all others.
/// Looking up is O(1); a change costs the logarithm of the size. Shared objects: unsafe.
class expiring_map {
public:
    struct entry {
        int value;
        time_point until;
    };

    /// Bounds on the number of entries and on the bytes of their names together; a longer name is not kept at all.
    expiring_map(std::size_t max_entries, std::size_t max_bytes);

    void put(std::string_view name, int value, time_point until);
    /// Nothing once `now` has reached the entry's end.
    std::optional<entry> find(std::string_view name, time_point now) const;
    void erase(std::string_view name);
    void erase_expired(time_point now);
    std::size_t size() const { return entries_.size(); }

private:
    // Ordered by end; the values point at the keys of `entries_`, which stay where they are.
    using ends = std::multimap<time_point, std::string const*>;
    struct slot {
        int value;
        ends::iterator end;
    };
    struct hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    using slots = std::unordered_map<std::string, slot, hash, std::equal_to<>>;

    void erase(slots::iterator which);

    std::size_t max_entries_;
    std::size_t max_bytes_;
    std::size_t bytes_ = 0;
    slots entries_;
    ends ends_;
};

}  // namespace store
