#pragma once
// Points in time as DashScope writes them: milliseconds since 1970 inside, several forms of text outside.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

/// Milliseconds since 1970, UTC.
using milliseconds_since_1970 = std::int64_t;

milliseconds_since_1970 to_milliseconds(std::chrono::system_clock::time_point time);

/// `2026-04-20 17:55:17.075`: Beijing time without a zone, as in tasks.
std::string beijing_time(milliseconds_since_1970 time);
/// `2026-04-20T09:55:17.075Z`, as in upload policies.
std::string utc_time(milliseconds_since_1970 time);
/// `2026-04-20`, in Beijing.
std::string beijing_date(milliseconds_since_1970 time);

/// `YYYYMMDDhhmmss` in Beijing time; nothing for anything else.
std::optional<milliseconds_since_1970> parse_beijing_time(std::string_view text);
/// `2026-04-20T09:55:17.075Z`, with or without the fraction; nothing for anything else.
std::optional<milliseconds_since_1970> parse_utc_time(std::string_view text);

}  // namespace sandbox
