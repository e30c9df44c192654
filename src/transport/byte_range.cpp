#include "transport/byte_range.hpp"

#include <algorithm>
#include <charconv>

namespace transport {

namespace {

/// Digits only, at least one.
std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    auto const* end = text.data() + text.size();
    auto const parsed = std::from_chars(text.data(), end, value);
    if (text.empty() || parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
    return value;
}

}  // namespace

byte_range choose_range(std::optional<std::string_view> header, std::uint64_t size) {
    constexpr std::string_view unit = "bytes=";
    byte_range const whole{byte_range::kind::whole, 0, size};
    if (!header || !header->starts_with(unit)) return whole;
    auto const range = header->substr(unit.size());
    auto const dash = range.find('-');
    if (dash == std::string_view::npos) return whole;
    auto const first = number(range.substr(0, dash));
    auto const last = number(range.substr(dash + 1));
    if (dash == 0) {
        // The last bytes.
        if (!last) return whole;
        if (*last == 0 || size == 0) return {byte_range::kind::unsatisfiable, 0, 0};
        auto const count = std::min(*last, size);
        return {byte_range::kind::part, size - count, count};
    }
    bool const open = dash + 1 == range.size();
    if (!first || (!last && !open) || (last && *last < *first)) return whole;
    if (*first >= size) return {byte_range::kind::unsatisfiable, 0, 0};
    auto const end = open ? size - 1 : std::min(*last, size - 1);
    return {byte_range::kind::part, *first, end - *first + 1};
}

}  // namespace transport
