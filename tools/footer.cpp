// The last line of a paid result.

#include "dashscope/model_table.hpp"
#include "dashscope/prices.hpp"
#include "tools/job.hpp"

#include <cstdio>

#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace tools {

namespace {

// "12 images" rather than "image_count": "12": the members that DashScope's usages have, in words.
struct wording {
    std::string_view name;
    std::string_view words;
};
constexpr wording known[] = {
    {"prompt_tokens", "tokens in"},
    {"input_tokens", "tokens in"},
    {"completion_tokens", "tokens out"},
    {"output_tokens", "tokens out"},
    {"image_count", "images"},
    {"characters", "characters"},
    {"video_count", "videos"},
    {"duration", "s"},
    {"seconds", "s"},
    {"count", "calls"},
};

// "1 image": all words for things that are counted end with their only s.
std::string counted(std::string_view words, json::value const& value) {
    bool const one = value.to_number<double>() == 1 && words.size() > 1 && words.ends_with('s');
    return std::string(words.substr(0, words.size() - (one ? 1 : 0)));
}

std::string in_words(json::object const& usage) {
    std::string text;
    for (auto const& [name, words] : known) {
        auto const* value = usage.if_contains(name);
        // Usages name what a call has nothing of: a picture's tokens.
        if (!value || !value->is_number() || value->to_number<double>() == 0) continue;
        text += (text.empty() ? "" : ", ") + json::serialize(*value) + " " + counted(words, *value);
    }
    if (!text.empty()) return text;
    for (auto const* name : {"total_tokens"})
        if (auto const* value = usage.if_contains(name); value && value->is_number())
            return json::serialize(*value) + " tokens";
    return {};
}

}  // namespace

// Prices run from fractions of a fen to hundreds of yuan.
std::string cost_text(std::string_view model, json::object const& usage) {
    auto const cost = dashscope::estimated_cost(model, usage);
    if (!cost) return {};
    char amount[32];
    std::snprintf(amount, sizeof amount, *cost < 0.1 ? "%.2g" : "%.2f", *cost);
    return "about " + std::string(amount) + " CNY (Beijing list prices of " +
           std::string(dashscope::model_table_date()) + ")";
}

std::string footer(std::string_view model, json::object const& usage, std::string_view request_id) {
    std::string text;
    auto const add = [&](std::string const& part) {
        if (!part.empty()) text += (text.empty() ? "" : " · ") + part;
    };
    add(std::string(model));
    add(in_words(usage));
    add(cost_text(model, usage));
    if (!request_id.empty()) add("request " + std::string(request_id));
    return "[" + text + "]";
}

}  // namespace tools
