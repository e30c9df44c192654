#include "sandbox/markers.hpp"

#include <algorithm>
#include <charconv>

namespace sandbox {
namespace {

constexpr long long day_in_ms = 86'400'000;
constexpr std::size_t most_chunks = 100'000;

/// The number at the start of `text`, within [0, limit]; nothing when there is none.
std::optional<long long> number(std::string_view text, long long limit) {
    long long value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return std::min(value, limit);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

using reader = bool (*)(wishes&, std::string_view value);

template <auto field, long long limit>
bool read_duration(wishes& asked, std::string_view value) {
    auto parsed = number(value, limit);
    if (!parsed) return false;
    (asked.*field) = std::chrono::milliseconds(*parsed);
    return true;
}

template <auto field, long long limit>
bool read_count(wishes& asked, std::string_view value) {
    auto parsed = number(value, limit);
    if (!parsed) return false;
    (asked.*field) = static_cast<std::size_t>(*parsed);
    return true;
}

bool read_error(wishes& asked, std::string_view value) {
    asked.error = read_error_wish(value);
    return true;
}

bool read_fault(wishes& asked, std::string_view value) {
    asked.faults.emplace_back(value);
    return true;
}

bool read_retry_after(wishes& asked, std::string_view value) {
    auto parsed = number(value, 86'400);
    if (!parsed) return false;
    asked.retry_after = static_cast<int>(*parsed);
    return true;
}

bool read_say(wishes& asked, std::string_view value) {
    asked.say = std::string(value);
    return true;
}

bool read_tool(wishes& asked, std::string_view value) {
    asked.tools.emplace_back(value);
    return true;
}

bool read_tools(wishes& asked, std::string_view) {
    asked.all_tools = true;
    return true;
}

bool read_task(wishes& asked, std::string_view value) {
    auto const colon = value.find(':');
    auto const name = value.substr(0, colon);
    auto const rest = colon == std::string_view::npos ? std::string_view{} : value.substr(colon + 1);
    if (name == "slow") {
        auto const time = number(rest, day_in_ms);
        if (time) asked.task.time = std::chrono::milliseconds(*time);
        return time.has_value();
    }
    if (name == "failed") asked.task.failure = rest.empty() ? "InternalError.Algo" : std::string(rest);
    if (name == "partial") asked.task.partial = true;
    if (name == "canceled") asked.task.canceled = true;
    if (name == "unknown") asked.task.unknown = true;
    return name == "failed" || name == "partial" || name == "canceled" || name == "unknown";
}

bool read_quirk(wishes& asked, std::string_view value) {
    if (!value.empty()) asked.quirks.emplace_back(value);
    return !value.empty();
}

struct marker {
    std::string_view name;
    reader read;
};

constexpr marker markers[] = {
    {"error", read_error},
    {"fault", read_fault},
    {"latency", read_duration<&wishes::latency, day_in_ms>},
    {"chunk-delay", read_duration<&wishes::chunk_delay, day_in_ms>},
    {"retry-after", read_retry_after},
    {"fail-times", read_count<&wishes::fail_times, 1'000'000>},
    {"chunks", read_count<&wishes::chunks, most_chunks>},
    {"say", read_say},
    {"tool", read_tool},
    {"tools", read_tools},
    {"quirk", read_quirk},
    {"task", read_task},
};

bool read_marker(wishes& asked, std::string_view inside) {
    auto colon = inside.find(':');
    auto name = inside.substr(0, colon);
    auto value = colon == std::string_view::npos ? std::string_view{} : inside.substr(colon + 1);
    for (auto const& candidate : markers)
        if (candidate.name == name) return candidate.read(asked, value);
    return false;
}

std::string trimmed(std::string const& text) {
    auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

}  // namespace

std::vector<std::string_view> marker_names() {
    std::vector<std::string_view> names;
    for (auto const& candidate : markers) names.push_back(candidate.name);
    return names;
}

error_wish read_error_wish(std::string_view text) {
    error_wish wish;
    auto parts = split(text, ':');
    wish.code = parts.front();
    for (auto part : parts) {
        if (part == "native") wish.native = true;
        if (part == "compat") wish.compatible = true;
        if (part == "http200") wish.http200 = true;
        if (part == "sse") wish.sse = true;
        if (part == "midstream") wish.midstream = true;
        auto status = number(part, 599);
        if (part.data() != parts.front().data() && status && *status >= 100) wish.status = static_cast<int>(*status);
    }
    return wish;
}

marked_text read_markers(std::string_view text) {
    marked_text result;
    while (!text.empty()) {
        auto begin = text.find("[[");
        auto end = begin == std::string_view::npos ? begin : text.find("]]", begin);
        if (end == std::string_view::npos) break;
        auto known = read_marker(result.asked, text.substr(begin + 2, end - begin - 2));
        result.rest += text.substr(0, known ? begin : end + 2);
        text.remove_prefix(end + 2);
    }
    result.rest += text;
    result.rest = trimmed(std::move(result.rest));
    return result;
}

}  // namespace sandbox
