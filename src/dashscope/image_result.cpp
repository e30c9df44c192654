#include "dashscope/image_result.hpp"

#include "dashscope/fields.hpp"

#include <boost/json/serialize.hpp>

namespace dashscope {

namespace {

void add_paragraph(std::string& to, std::string_view text) {
    if (text.empty()) return;
    if (!to.empty()) to += '\n';
    to += text;
}

void read_content(json::value const& content, image_result& into) {
    auto const* items = content.if_array();
    if (!items) return;
    for (auto const& item : *items) {
        auto const* part = item.if_object();
        if (!part) continue;
        if (auto url = first_string(*part, {"image", "image_url", "url"}); !url.empty()) into.urls.emplace_back(url);
        add_paragraph(into.text, string_at(*part, "text"));
        add_paragraph(into.reasoning, string_at(*part, "reasoning_content"));
    }
}

/// Several pictures come as several choices or as several items of one: both are read.
void read_choices(json::array const& choices, image_result& into) {
    for (auto const& each : choices) {
        auto const* choice = each.if_object();
        auto const* message = choice ? object_at(*choice, "message") : nullptr;
        if (!message) continue;
        if (auto const* content = message->if_contains("content")) read_content(*content, into);
        add_paragraph(into.reasoning, string_at(*message, "reasoning_content"));
    }
}

void read_results(json::array const& results, image_result& into) {
    for (auto const& each : results) {
        auto const* part = each.if_object();
        if (!part) continue;
        if (auto url = string_at(*part, "url"); !url.empty()) {
            into.urls.emplace_back(url);
            if (into.actual_prompt.empty()) into.actual_prompt = string_at(*part, "actual_prompt");
            continue;
        }
        image_failure failed{std::string(string_at(*part, "code")), std::string(string_at(*part, "message"))};
        if (!failed.code.empty() || !failed.message.empty()) into.failed.push_back(std::move(failed));
    }
}

std::string size_of(json::object const& usage) {
    if (auto size = string_at(usage, "size"); !size.empty()) return std::string(size);
    auto const* width = usage.if_contains("width");
    auto const* height = usage.if_contains("height");
    if (!width || !height || !width->is_number() || !height->is_number()) return {};
    return json::serialize(*width) + "*" + json::serialize(*height);
}

}  // namespace

image_result read_image_result(json::object const& output, json::object const& usage) {
    image_result result;
    if (auto const* choices = array_at(output, "choices")) read_choices(*choices, result);
    if (auto const* results = array_at(output, "results")) read_results(*results, result);
    result.size = size_of(usage);
    return result;
}

}  // namespace dashscope
