#include "telemetry/line.hpp"

#include "telemetry/escape.hpp"

#include <cmath>
#include <cstdio>

namespace telemetry {
namespace {

// Leaves room for the time, the level, a few fields and the mark of truncation.
constexpr std::size_t longest_message = 3000;
constexpr std::string_view text_mark = " truncated=true\n";
constexpr std::string_view json_mark = ",\"truncated\":true}\n";

std::string timestamp(std::chrono::system_clock::time_point time) {
    using namespace std::chrono;
    auto const day = floor<days>(time);
    year_month_day const date(day);
    hh_mm_ss const clock(floor<milliseconds>(time - day));
    char text[40];
    int const size =
        std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                      static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return {text, static_cast<std::size_t>(size)};
}

/// Not in the middle of a character or an escape.
void shorten(std::string& escaped, std::size_t limit) {
    if (escaped.size() <= limit) return;
    std::size_t end = limit;
    while (end > 0 && (static_cast<unsigned char>(escaped[end]) & 0xc0) == 0x80) --end;
    auto const backslash = escaped.rfind('\\', end);
    if (backslash != std::string::npos && end - backslash < 6) end = backslash;
    while (end > 0 && escaped[end - 1] == '\\') --end;
    escaped.resize(end);
}

std::string number(double value) {
    if (!std::isfinite(value)) return "null";
    char text[40];
    return {text, static_cast<std::size_t>(std::snprintf(text, sizeof text, "%.6g", value))};
}

bool is_plain(std::string_view escaped) {
    return !escaped.empty() && escaped.find_first_of(" =\"\\") == std::string_view::npos;
}

std::string quoted(std::string_view escaped) {
    return '"' + std::string(escaped) + '"';
}

std::string value_text(format style, field::value_type const& value, scrubber const& secrets) {
    if (auto const* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
    if (auto const* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
    if (auto const* real = std::get_if<double>(&value)) return number(*real);
    auto const text = escape_string(secrets.scrub(std::get<std::string_view>(value)));
    return style == format::text && is_plain(text) ? text : quoted(text);
}

std::string field_text(format style, field const& one, scrubber const& secrets) {
    auto const value = value_text(style, one.value, secrets);
    if (style == format::json) return "," + quoted(escape_string(one.key)) + ":" + value;
    return " " + escape_string(one.key) + "=" + value;
}

std::string head(format style, event const& what, std::string const& message) {
    std::string const level_name(name_of(what.severity));
    if (style == format::text) return timestamp(what.time) + " " + level_name + " " + message;
    return "{\"time\":\"" + timestamp(what.time) + "\",\"level\":\"" + level_name + "\",\"message\":" + quoted(message);
}

}  // namespace

std::string_view name_of(level severity) {
    switch (severity) {
        case level::debug:
            return "debug";
        case level::info:
            return "info";
        case level::warning:
            return "warning";
        case level::error:
            return "error";
        case level::off:
            return "off";
    }
    return "unknown";
}

std::string format_line(format style, event const& what, scrubber const& secrets) {
    // Scrubbed before it is escaped: an escape inside a secret would hide it from the scrubber.
    std::string const scrubbed = secrets.scrub(what.message);
    std::string message = style == format::text ? escape_controls(scrubbed) : escape_string(scrubbed);
    bool truncated = message.size() > longest_message;
    shorten(message, longest_message);
    std::string line = head(style, what, message);
    for (field const& each : what.fields) {
        auto const text = field_text(style, each, secrets);
        bool const fits = line.size() + text.size() + json_mark.size() <= longest_line;
        truncated = truncated || !fits;
        if (fits) line += text;
    }
    if (truncated) return line.append(style == format::text ? text_mark : json_mark);
    return line.append(style == format::text ? "\n" : "}\n");
}

}  // namespace telemetry
