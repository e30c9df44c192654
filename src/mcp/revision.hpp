#pragma once
// The revisions of MCP and their two eras (wire-contract §1.1).

#include <array>
#include <optional>
#include <string_view>

namespace mcp {

enum class revision { v2024_11_05, v2025_03_26, v2025_06_18, v2025_11_25, v2026_07_28 };

inline constexpr std::array<std::string_view, 5> revision_names = {"2024-11-05", "2025-03-26", "2025-06-18",
                                                                   "2025-11-25", "2026-07-28"};
inline constexpr revision latest_legacy = revision::v2025_11_25;
inline constexpr revision latest_modern = revision::v2026_07_28;
/// What a legacy HTTP request without a version header speaks (2025-06-18 §Protocol Version Header).
inline constexpr revision assumed_without_header = revision::v2025_03_26;

constexpr std::string_view to_string(revision r) {
    return revision_names[static_cast<std::size_t>(r)];
}

/// Modern: a request carries all it needs in `_meta`, there is no handshake. Legacy: `initialize` first.
constexpr bool is_modern(revision r) {
    return r >= revision::v2026_07_28;
}

constexpr std::optional<revision> parse_revision(std::string_view text) {
    for (std::size_t i = 0; i < revision_names.size(); ++i)
        if (revision_names[i] == text) return static_cast<revision>(i);
    return std::nullopt;
}

}  // namespace mcp
