#include "transport/media_types.hpp"

#include "net/message.hpp"

namespace transport {

namespace {

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string_view without_parameters(std::string_view text) {
    return trimmed(text.substr(0, text.find(';')));
}

// `;q=0` says "not this one" (RFC 9110 §12.4.2).
bool has_zero_weight(std::string_view text) {
    auto const mark = text.find(';');
    if (mark == std::string_view::npos) return false;
    auto weight = trimmed(text.substr(mark + 1));
    if (!weight.starts_with("q=")) return false;
    weight.remove_prefix(2);
    return !weight.empty() && weight.find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

accepted parse_accept(std::optional<std::string_view> header) {
    if (!header || trimmed(*header).empty()) return {true, false};
    accepted result{false, false};
    for (auto rest = *header; !rest.empty();) {
        auto const comma = rest.find(',');
        auto const type = without_parameters(rest.substr(0, comma));
        bool const refused = has_zero_weight(rest.substr(0, comma));
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
        if (refused) continue;
        bool const anything = type == "*/*";
        if (anything || net::equal_ignoring_case(type, "application/json") ||
            net::equal_ignoring_case(type, "application/*"))
            result.json = true;
        // `*/*` is what a plain HTTP client sends: it would not know what to do with a stream.
        if (net::equal_ignoring_case(type, "text/event-stream") || net::equal_ignoring_case(type, "text/*"))
            result.event_stream = true;
    }
    if (!result.json && !result.event_stream) result.json = true;
    return result;
}

bool is_json(std::optional<std::string_view> content_type) {
    return content_type && net::equal_ignoring_case(without_parameters(*content_type), "application/json");
}

}  // namespace transport
