#include "dashscope/prices.hpp"

#include "dashscope/fields.hpp"
#include "dashscope/model_table.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string>

namespace json = boost::json;

namespace dashscope {

namespace {

std::optional<double> number(json::object const& usage, std::initializer_list<std::string_view> names) {
    for (auto const name : names) {
        auto const* value = usage.if_contains(name);
        if (value && value->is_number()) return value->to_number<double>();
    }
    return std::nullopt;
}

class price_list {
public:
    explicit price_list(std::vector<model_price> prices) : prices_(std::move(prices)) {}

    std::optional<double> find(std::string_view type) const {
        for (auto const& price : prices_)
            if (price.type == type) return price.yuan;
        return std::nullopt;
    }
    /// Times `amount`, counted in `unit`s of the price.
    std::optional<double> cost(std::string_view type, std::optional<double> amount, double unit) const {
        auto const price = find(type);
        if (!price || !amount) return std::nullopt;
        return *price * *amount / unit;
    }
    bool any(auto const& fits) const { return std::ranges::any_of(prices_, [&](auto const& p) { return fits(p.type); }); }

private:
    std::vector<model_price> prices_;
};

std::optional<double> reasoning_tokens(json::object const& usage) {
    auto const* details = object_at(usage, "completion_tokens_details");
    if (!details) details = object_at(usage, "output_tokens_details");
    return details ? number(*details, {"reasoning_tokens"}) : std::nullopt;
}

std::optional<double> cost_of_tokens(price_list const& prices, json::object const& usage) {
    auto const in = number(usage, {"prompt_tokens", "input_tokens"});
    auto const out = number(usage, {"completion_tokens", "output_tokens"});
    bool const thought = reasoning_tokens(usage).value_or(0) > 0 && prices.find("thinking_output_token");
    std::string const beginning = thought ? "thinking_" : "";
    auto const paid_in = prices.cost(beginning + "input_token", in, 1e6);
    auto const paid_out = prices.cost(beginning + "output_token", out, 1e6);
    if (!paid_in || !paid_out) return std::nullopt;
    return *paid_in + *paid_out;
}

/// 720 of "720P", 720, "1280*720" or "1280x720".
int resolution(json::object const& usage) {
    if (auto const lines = number(usage, {"SR", "sr"})) return static_cast<int>(*lines);
    auto const text = first_string(usage, {"SR", "sr", "size", "resolution"});
    int sides[2] = {0, 0};
    auto const* at = text.data();
    auto const* end = text.data() + text.size();
    for (int& side : sides) {
        auto const parsed = std::from_chars(at, end, side);
        if (parsed.ec != std::errc() || parsed.ptr == end) break;
        at = parsed.ptr + 1;
    }
    return sides[1] > 0 ? std::min(sides[0], sides[1]) : sides[0];
}

std::optional<double> cost_of_video(price_list const& prices, json::object const& usage) {
    // `duration` counts what is billed: with edited films input and output together.
    auto const seconds = number(usage, {"duration", "video_duration", "output_video_duration"});
    // Where films without sound have a price of their own, the usage does not say which one holds.
    if (prices.any([](std::string_view type) { return type.find("no_audio") != std::string_view::npos; }))
        return std::nullopt;
    auto const lines = resolution(usage);
    if (auto const cost = prices.cost("video_ratio_" + std::to_string(lines) + "p", seconds, 1)) return cost;
    bool const graded = prices.any([](std::string_view type) { return type.starts_with("video_ratio_"); });
    return graded ? std::nullopt : prices.cost("video_ratio", seconds, 1);
}

}  // namespace

std::optional<double> estimated_cost(std::string_view model, json::object const& usage) {
    auto const facts = find_model(model);
    if (!facts || facts->prices.empty()) return std::nullopt;
    price_list const prices(facts->prices);
    if (auto const cost = prices.cost("image_number", number(usage, {"image_count"}), 1)) return cost;
    if (auto const cost = cost_of_video(prices, usage)) return cost;
    if (auto const cost = prices.cost("content_duration", number(usage, {"duration", "seconds"}), 1)) return cost;
    for (auto const* type : {"cosy_tts_number", "tts_text_number"})
        if (auto const cost = prices.cost(type, number(usage, {"characters"}), 10'000)) return cost;
    if (auto const cost = cost_of_tokens(prices, usage)) return cost;
    return prices.cost("embedding_token", number(usage, {"total_tokens", "prompt_tokens", "input_tokens"}), 1e6);
}

}  // namespace dashscope
