#include "sandbox/moment.hpp"

#include <array>
#include <cstdio>

namespace sandbox {
namespace {

using std::chrono::milliseconds;

constexpr auto beijing_offset = std::chrono::hours(8);

struct parts {
    std::chrono::year_month_day date;
    std::chrono::hh_mm_ss<milliseconds> time;
};

parts split(milliseconds since_1970) {
    std::chrono::sys_time<milliseconds> const time(since_1970);
    auto const day = std::chrono::floor<std::chrono::days>(time);
    return {std::chrono::year_month_day(day), std::chrono::hh_mm_ss<milliseconds>(time - day)};
}

template <class... Numbers>
std::string print(char const* format, Numbers... numbers) {
    std::array<char, 64> text;
    auto const length = std::snprintf(text.data(), text.size(), format, numbers...);
    return {text.data(), static_cast<std::size_t>(length)};
}

std::string date_text(parts const& from) {
    return print("%04d-%02u-%02u", int(from.date.year()), unsigned(from.date.month()), unsigned(from.date.day()));
}

std::string time_text(parts const& from) {
    auto const& time = from.time;
    return print("%02d:%02d:%02d.%03d", int(time.hours().count()), int(time.minutes().count()),
                 int(time.seconds().count()), int(time.subseconds().count()));
}

/// The number that `length` digits of `text` at `at` make; nothing when they are none.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t length) {
    if (at + length > text.size()) return std::nullopt;
    int value = 0;
    for (char c : text.substr(at, length)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

/// Digits of year, month, day, hour, minute and second, at these places.
std::optional<milliseconds_since_1970> join(std::string_view text, std::array<std::size_t, 6> const& places) {
    std::array<int, 6> values{};
    for (std::size_t i = 0; i < places.size(); ++i) {
        auto const value = digits(text, places[i], i == 0 ? 4 : 2);
        if (!value) return std::nullopt;
        values[i] = *value;
    }
    auto const [year, month, day, hour, minute, second] = values;
    std::chrono::year_month_day const date{std::chrono::year(year), std::chrono::month(unsigned(month)),
                                           std::chrono::day(unsigned(day))};
    if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    auto const time = std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
    return std::chrono::duration_cast<milliseconds>(std::chrono::sys_days(date).time_since_epoch() + time).count();
}

}  // namespace

milliseconds_since_1970 to_milliseconds(std::chrono::system_clock::time_point time) {
    return std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count();
}

std::string beijing_time(milliseconds_since_1970 time) {
    auto const local = split(milliseconds(time) + beijing_offset);
    return date_text(local) + ' ' + time_text(local);
}

std::string utc_time(milliseconds_since_1970 time) {
    auto const utc = split(milliseconds(time));
    return date_text(utc) + 'T' + time_text(utc) + 'Z';
}

std::string beijing_date(milliseconds_since_1970 time) {
    return date_text(split(milliseconds(time) + beijing_offset));
}

std::optional<milliseconds_since_1970> parse_beijing_time(std::string_view text) {
    if (text.size() != 14) return std::nullopt;
    auto const time = join(text, {0, 4, 6, 8, 10, 12});
    if (!time) return std::nullopt;
    return *time - std::chrono::milliseconds(beijing_offset).count();
}

std::optional<milliseconds_since_1970> parse_utc_time(std::string_view text) {
    if (!text.ends_with('Z') || (text.size() != 20 && text.size() != 24)) return std::nullopt;
    if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':') return std::nullopt;
    auto const time = join(text, {0, 5, 8, 11, 14, 17});
    auto const fraction = text.size() == 24 ? digits(text, 20, 3) : std::optional(0);
    if (!time || !fraction) return std::nullopt;
    return *time + *fraction;
}

}  // namespace sandbox
