#include "mcp/schema.hpp"

#include <algorithm>
#include <numeric>

namespace mcp {

namespace {

std::size_t edit_distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < left.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 0; j < right.size(); ++j) {
            std::size_t const replaced = diagonal + (left[i] == right[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view text, std::vector<std::string_view> const& candidates) {
    constexpr std::size_t longest_worth_comparing = 64;
    if (text.size() > longest_worth_comparing) return std::nullopt;
    std::optional<std::string_view> best;
    // Two letters swapped are two edits; short words have too many neighbours for that.
    std::size_t best_distance = text.size() < 4 ? 2 : text.size() / 3 + 2;
    for (auto candidate : candidates) {
        auto const distance = edit_distance(text, candidate);
        if (distance >= best_distance) continue;
        best = candidate;
        best_distance = distance;
    }
    return best;
}

}  // namespace mcp
