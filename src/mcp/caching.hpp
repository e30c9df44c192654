#pragma once
// How long a client may keep an answer (2026-07-28 §Caching).

#include <chrono>

namespace mcp {

struct cache_hint {
    std::chrono::milliseconds ttl{0};
    bool shared = false;  // the same for every caller: `public`

    /// For what is made of both.
    friend cache_hint operator&(cache_hint a, cache_hint b) {
        return {a.ttl < b.ttl ? a.ttl : b.ttl, a.shared && b.shared};
    }
    bool operator==(cache_hint const&) const = default;
};

/// What changes only with the binary.
inline constexpr cache_hint kept_for_an_hour{std::chrono::hours(1), true};

}  // namespace mcp
