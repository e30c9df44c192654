#include "dashscope/video_result.hpp"

#include "dashscope/fields.hpp"

#include <charconv>

namespace dashscope {

namespace {

void add_url(json::object const& from, video_result& into) {
    if (auto url = first_string(from, {"video_url", "url"}); !url.empty()) into.urls.emplace_back(url);
}

std::string number_text(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    if (!value) return {};
    if (value->is_string()) return std::string(value->as_string());
    if (!value->is_number()) return {};
    char digits[32];
    auto [end, error] = std::to_chars(digits, digits + sizeof digits, value->to_number<double>());
    return std::string(digits, end);
}

/// "720P 16:9", "1280*720".
std::string size_of(json::object const& usage) {
    if (auto size = string_at(usage, "size"); !size.empty()) return std::string(size);
    auto text = number_text(usage, "SR");
    if (!text.empty() && text.find_first_not_of("0123456789") == std::string::npos) text += 'P';
    auto ratio = first_string(usage, {"ratio", "video_ratio"});
    if (ratio.empty()) return text;
    return text.empty() ? std::string(ratio) : text + " " + std::string(ratio);
}

std::string duration_of(json::object const& usage) {
    for (auto name : {"output_video_duration", "video_duration", "duration"})
        if (auto text = number_text(usage, name); !text.empty()) return text;
    return {};
}

}  // namespace

video_result read_video_result(json::object const& output, json::object const& usage) {
    video_result result;
    if (auto url = string_at(output, "video_url"); !url.empty()) result.urls.emplace_back(url);
    if (auto const* inner = object_at(output, "results")) add_url(*inner, result);
    if (auto const* list = array_at(output, "results"))
        for (auto const& each : *list)
            if (auto const* part = each.if_object()) add_url(*part, result);
    result.actual_prompt = string_at(output, "actual_prompt");
    result.size = size_of(usage);
    result.duration = duration_of(usage);
    return result;
}

}  // namespace dashscope
