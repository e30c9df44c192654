#include "dashscope/retry.hpp"

#include "dashscope/failure.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <iomanip>
#include <locale>
#include <sstream>

namespace dashscope {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds longest_believable = std::chrono::hours(24);

std::optional<long> parse_number(std::string_view text) {
    long number = 0;
    auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || rest != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

bool is_transient(net::client_errc code) {
    switch (code) {
        case net::client_errc::resolve_failed:
        case net::client_errc::connect_failed:
        case net::client_errc::connect_timeout:
        case net::client_errc::read_timeout:
        case net::client_errc::connection_lost:
            return true;
        default:
            return false;
    }
}

bool is_exhausted(error_kind kind) {
    return kind == error_kind::quota_exhausted || kind == error_kind::free_tier_only || kind == error_kind::arrears ||
           kind == error_kind::not_purchased;
}

/// The status an error amounts to where HTTP said 200, or where the event carried none.
int effective_status(api_error const& error) {
    if (error.http_status >= 300) return error.http_status;
    switch (error.kind) {
        case error_kind::rate_limited:
            return 429;
        case error_kind::unavailable:
            return 503;
        case error_kind::timeout:
            return 504;
        case error_kind::server_fault:
            return 500;
        default:
            return 400;
    }
}

}  // namespace

attempt_facts facts_of(failure const& failed) {
    attempt_facts facts;
    facts.how_far = failed.how_far();
    facts.retry_after = failed.retry_after;
    facts.exhausted = is_exhausted(failed.kind());
    if (auto transport = failed.transport())
        facts.transient = is_transient(*transport);
    else
        facts.status = effective_status(failed.api());
    return facts;
}

bool may_repeat(op_class kind, attempt_facts const& facts) {
    if (facts.exhausted) return false;
    if (facts.status == 0) {
        if (!facts.transient) return false;
        return kind == op_class::read || facts.how_far == net::progress::not_sent;
    }
    if (facts.status == 429) return true;
    if (kind == op_class::read) return facts.status >= 500;
    return kind == op_class::compute && (facts.status == 502 || facts.status == 503);
}

std::optional<milliseconds> retry_policy::next_delay(op_class kind, int attempt, attempt_facts const& facts,
                                                     milliseconds remaining, double random) const {
    if (attempt >= max_attempts || !may_repeat(kind, facts)) return std::nullopt;
    auto step = std::min(longest, first * (1 << std::clamp(attempt - 1, 0, 20)));
    // Between half of the step and all of it: spreads callers that failed together, and still backs off.
    auto delay = milliseconds(static_cast<long>(static_cast<double>(step.count()) * (0.5 + random / 2)));
    if (facts.retry_after) {
        auto spread = milliseconds(static_cast<long>(random * static_cast<double>(std::min(first, step).count())));
        delay = std::max(delay, *facts.retry_after + spread);
    }
    if (delay >= remaining) return std::nullopt;
    return delay;
}

std::optional<std::chrono::system_clock::time_point> parse_http_date(std::string_view text) {
    std::istringstream in{std::string(text)};
    in.imbue(std::locale::classic());
    std::tm parts{};
    in >> std::get_time(&parts, "%a, %d %b %Y %H:%M:%S GMT");
    if (in.fail()) return std::nullopt;
    using namespace std::chrono;
    auto day = year_month_day(year(parts.tm_year + 1900), month(unsigned(parts.tm_mon) + 1),
                              std::chrono::day(unsigned(parts.tm_mday)));
    if (!day.ok()) return std::nullopt;
    return sys_days(day) + hours(parts.tm_hour) + minutes(parts.tm_min) + seconds(parts.tm_sec);
}

std::optional<milliseconds> parse_retry_after(std::string_view value, std::chrono::system_clock::time_point now) {
    value = trimmed(value);
    if (auto seconds = parse_number(value)) {
        if (*seconds > longest_believable / std::chrono::seconds(1)) return longest_believable;
        return std::chrono::seconds(*seconds);
    }
    auto date = parse_http_date(value);
    if (!date) return std::nullopt;
    auto wait = std::chrono::ceil<milliseconds>(*date - now);
    return std::clamp(wait, milliseconds(0), longest_believable);
}

std::optional<milliseconds> retry_after_of(net::headers const& fields, std::chrono::system_clock::time_point now) {
    if (auto value = fields.find("x-acs-retry-after"))
        if (auto number = parse_number(trimmed(*value)))
            return std::min(longest_believable, milliseconds(std::min<long>(*number, longest_believable.count())));
    if (auto value = fields.find("Retry-After")) return parse_retry_after(*value, now);
    return std::nullopt;
}

}  // namespace dashscope
