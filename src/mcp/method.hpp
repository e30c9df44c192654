#pragma once
// The table of methods: each feature (tools, logging, subscriptions, …) brings its own rows.

#include "mcp/incoming_request.hpp"

#include <functional>
#include <string_view>
#include <vector>

namespace mcp {

enum class eras { legacy, modern, both };

/// A request's method, who may call it, and what answers it: at once (0), or later (the number of what runs).
struct method {
    std::string_view name;
    eras known_to;
    std::function<jsonrpc::ticket(incoming_request&)> handle;
    // False while the feature is not offered: a method that is not advertised is unknown (2026-07-28 §Capabilities).
    std::function<bool()> offered = nullptr;
};

/// Filled by the engine's constructor. One thread.
class method_table {
public:
    void add(std::vector<method> rows) {
        for (auto& each : rows) rows_.push_back(std::move(each));
    }
    /// Null for a method that this era does not know.
    method const* find(std::string_view name, bool modern) const {
        for (auto const& each : rows_)
            if (each.name == name && each.known_to != (modern ? eras::legacy : eras::modern))
                return !each.offered || each.offered() ? &each : nullptr;
        return nullptr;
    }

private:
    std::vector<method> rows_;
};

}  // namespace mcp
