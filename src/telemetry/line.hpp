#pragma once
// What one event looks like in the log. No I/O, no clock.

#include "telemetry/scrub.hpp"

#include <chrono>
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace telemetry {

enum class level { debug, info, warning, error, off };
enum class format { text, json };

/// `key=value` of an event. Both must outlive the call that logs them. Numbers and truth values are not quoted in JSON.
struct field {
    using value_type = std::variant<std::string_view, std::int64_t, double, bool>;

    field(std::string_view name, std::string_view text) : key(name), value(text) {}
    field(std::string_view name, char const* text) : key(name), value(std::string_view(text)) {}
    field(std::string_view name, std::string const& text) : key(name), value(std::string_view(text)) {}
    field(std::string_view name, bool truth) : key(name), value(truth) {}
    field(std::string_view name, std::integral auto number) : key(name), value(static_cast<std::int64_t>(number)) {}
    field(std::string_view name, std::floating_point auto number) : key(name), value(static_cast<double>(number)) {}

    std::string_view key;
    value_type value;
};

struct event {
    std::chrono::system_clock::time_point time;
    level severity;
    std::string_view message;
    std::span<field const> fields;
};

/// Bytes of a line at most, its end included: one less than what a pipe takes in one piece (PIPE_BUF), as a line feed
/// may have to stand before it.
inline constexpr std::size_t longest_line = 4095;

/// One line with its `\n`, scrubbed and escaped. What would make it longer than `longest_line` is left out: the end of
/// the message, whole fields; it then says `truncated=true`.
///     2026-11-21T10:00:00.123Z warning message key=value other="two words"
///     {"time":"2026-11-21T10:00:00.123Z","level":"warning","message":"…","key":"value"}
std::string format_line(format style, event const& what, scrubber const& secrets);

/// `debug`, `info`, `warning`, `error`, `off`.
std::string_view name_of(level severity);

}  // namespace telemetry
