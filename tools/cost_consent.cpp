#include "tools/cost_consent.hpp"

#include "dashscope/model_table.hpp"
#include "dashscope/prices.hpp"
#include "tools/user.hpp"

#include <algorithm>
#include <cstdio>

namespace json = boost::json;

namespace tools {

namespace {

std::string yuan(double amount) {
    char text[32];
    std::snprintf(text, sizeof text, amount < 0.1 ? "%.2g" : "%.2f", amount);
    return std::string(text) + " CNY";
}

// Characters as they are billed: not bytes.
std::int64_t characters_in(std::string_view text) {
    return std::ranges::count_if(text, [](unsigned char c) { return (c & 0xc0) != 0x80; });
}

std::string price_text(std::optional<double> cost) {
    if (!cost) return "its price is not known beforehand";
    return "about " + yuan(*cost) + " (Beijing list prices of " + std::string(dashscope::model_table_date()) + ")";
}

}  // namespace

json::object expected_usage(dashscope::image_request const& request) {
    auto const* more = request.parameters.if_contains("n");
    if (!request.n && more && more->is_int64()) return {{"image_count", more->get_int64()}};
    return {{"image_count", request.n.value_or(1)}};
}

json::object expected_usage(dashscope::video_request const& request) {
    json::object usage;
    if (request.duration) usage["duration"] = *request.duration;
    if (!request.resolution.empty()) usage["SR"] = request.resolution;
    if (!request.size.empty()) usage["size"] = request.size;
    return usage;
}

json::object expected_usage(dashscope::speech_request const& request) {
    return {{"characters", characters_in(request.text)}};
}

platform::task<void> need_cost_consent(services with, mcp::request_context& context, bool confirmed, std::string what,
                                       std::string model, json::object expected) {
    if (!with.confirm_above) co_return;
    auto const cost = dashscope::estimated_cost(model, expected);
    if (cost && *cost <= *with.confirm_above) co_return;
    co_await need_consent(context, confirmed,
                          what + " with " + model + " is billed: " + price_text(cost) +
                              ". This server asks before whatever costs more than " + yuan(*with.confirm_above) + ".");
}

}  // namespace tools
