// The checks of sampling parameters, streaming, thinking, response formats and tools.

#include "sandbox/chat_request.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr double unbounded = std::numeric_limits<double>::infinity();
constexpr long long largest_seed = 2'147'483'647;
constexpr long long largest_budget = 81'920;

json::value const* find(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value && !value->is_null() ? value : nullptr;
}

/// A parameter that is a number between two limits, and what DashScope says where it is not.
struct range {
    std::string_view name;
    bool integer;
    double low;
    bool low_included;
    double high;
    bool high_included;
    std::string_view complaint;
};

constexpr range ranges[] = {
    {"temperature", false, 0, true, 2, false, "Temperature should be in [0.0, 2.0)"},
    {"top_p", false, 0, false, 1, true, "Range of top_p should be (0.0, 1.0]"},
    {"top_k", true, 0, true, unbounded, true, "Parameter top_k be greater than or equal to 0"},
    {"repetition_penalty", false, 0, false, unbounded, true, "Repetition_penalty should be greater than 0.0"},
    {"presence_penalty", false, -2, true, 2, true, "Presence_penalty should be in [-2.0, 2.0]"},
    {"n", true, 1, true, 4, true, "Range of n should be [1, 4]"},
    {"top_logprobs", true, 0, true, 5, true, "Range of top_logprobs should be [0, 5]"},
};

verdict check_range(json::object const& body, range const& rule) {
    auto const* value = find(body, rule.name);
    if (!value) return std::nullopt;
    bool right_type = rule.integer ? value->is_int64() || value->is_uint64() : value->is_number();
    if (!right_type)
        return invalid_value("'" + std::string(rule.name) + "' must be " + (rule.integer ? "Integer" : "Float"));
    auto number = value->to_number<double>();
    bool above = rule.low_included ? number >= rule.low : number > rule.low;
    bool below = rule.high_included ? number <= rule.high : number < rule.high;
    if (above && below) return std::nullopt;
    return rejected_by_engine(std::string(rule.complaint));
}

verdict check_most_tokens(json::object const& body, family const& traits) {
    for (auto name : {"max_tokens", "max_completion_tokens"}) {
        auto text = std::to_string(traits.most_output);
        auto complaint = "Range of max_tokens should be [1, " + text + "]";
        range rule{name, true, 1, true, static_cast<double>(traits.most_output), true, complaint};
        if (auto refused = check_range(body, rule)) return refused;
    }
    return std::nullopt;
}

verdict check_seed(json::object const& body) {
    auto const* seed = find(body, "seed");
    if (!seed) return std::nullopt;
    if (!seed->is_int64() && !seed->is_uint64()) return invalid_value("'seed' must be Integer");
    auto text = json::serialize(*seed);
    if (seed->is_uint64() || seed->get_int64() > largest_seed)
        return invalid_value(text + " is greater than the maximum of 2147483647 - 'seed'");
    if (seed->get_int64() < 0) return invalid_value(text + " is lesser than the minimum of 0 - 'seed'");
    return std::nullopt;
}

verdict check_flags(json::object const& body) {
    for (auto name : {"stream", "enable_thinking", "enable_search", "parallel_tool_calls", "logprobs"}) {
        auto const* value = find(body, name);
        if (value && !value->is_bool()) return invalid_value("'" + std::string(name) + "' must be Boolean");
    }
    return std::nullopt;
}

bool is_list_of(json::array const& list, bool (*fits)(json::value const&)) {
    return std::ranges::all_of(list, fits);
}
bool is_token(json::value const& value) {
    return value.is_int64() || value.is_uint64();
}
bool is_text(json::value const& value) {
    return value.is_string();
}
bool is_tokens(json::value const& value) {
    return value.is_array() && is_list_of(value.get_array(), is_token);
}

verdict check_stop(json::object const& body) {
    auto const* stop = find(body, "stop");
    if (!stop || stop->is_string()) return std::nullopt;
    if (stop->is_array())
        for (auto fits : {is_text, is_token, is_tokens})
            if (is_list_of(stop->get_array(), fits)) return std::nullopt;
    return rejected_by_engine(
        "The \"stop\" parameter must be of type \"str\", \"list[str]\", \"list[int]\", or "
        "\"list[list[int]]\", and all elements within the list must be of the same type.");
}

verdict check_thinking(json::object const& body, family const& traits) {
    auto const* asked = find(body, "enable_thinking");
    auto const* stream = find(body, "stream");
    bool streams = stream && stream->get_bool();
    if (traits.stream_only && !streams)
        return invalid_parameter(
            "This model only support stream mode, please enable the stream parameter to access the model. ");
    if (asked && asked->get_bool() && traits.thinks == thinking::never) {
        auto error = to_failure(*find_error("InvalidParameter.NotSupportEnableThinking"));
        error.message = "The model " + std::string(body.at("model").as_string()) + " does not support enable_thinking.";
        return error;
    }
    if (asked && !asked->get_bool() && traits.thinks == thinking::always)
        return rejected_by_engine("The value of the enable_thinking parameter is restricted to True.");
    if (traits.thinks_only_in_streams && !streams && will_think(body, traits))
        return invalid_parameter("parameter.enable_thinking must be set to false for non-streaming calls");
    auto const* budget = find(body, "thinking_budget");
    if (!budget) return std::nullopt;
    if (is_token(*budget) && budget->is_int64() && budget->get_int64() > 0 && budget->get_int64() <= largest_budget)
        return std::nullopt;
    return rejected_by_engine("The thinking_budget parameter must be a positive integer and not greater than " +
                              std::to_string(largest_budget));
}

bool mentions_json(json::array const& messages) {
    for (auto const& message : messages) {
        auto const* content = message.get_object().if_contains("content");
        auto text = content ? text_of(*content) : std::string{};
        std::ranges::transform(text, text.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        if (text.find("json") != std::string::npos) return true;
    }
    return false;
}

verdict check_format(json::object const& body) {
    auto const* format = find(body, "response_format");
    if (!format) return std::nullopt;
    auto unknown = rejected_by_engine(
        "Unknown format of response_format, response_format should be a dict, includes 'type' and an optional key "
        "'json_schema'. The response_format type from user is " +
        json::serialize(*format) + ".");
    auto const* type = format->is_object() ? find(format->get_object(), "type") : nullptr;
    if (!type) return unknown;
    if (*type == "text") return std::nullopt;
    auto const* asked = find(body, "enable_thinking");
    if (asked && asked->get_bool())
        return rejected_by_engine("Json mode response is not supported when enable_thinking is true");
    if (*type == "json_schema") {
        auto const* holder = find(format->get_object(), "json_schema");
        auto const* schema = holder && holder->is_object() ? find(holder->get_object(), "schema") : nullptr;
        return schema && schema->is_object() ? verdict{} : unknown;
    }
    if (*type != "json_object") return unknown;
    if (mentions_json(body.at("messages").as_array())) return std::nullopt;
    return rejected_by_engine(
        "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.");
}

verdict check_modalities(json::object const& body, family const& traits) {
    auto const* modalities = find(body, "modalities");
    if (!modalities) return std::nullopt;
    if (!modalities->is_array()) return invalid_value("'modalities' must be Array");
    auto const* stream = find(body, "stream");
    for (auto const& one : modalities->get_array()) {
        if (one != "audio") continue;
        if (!traits.speaks) return rejected_by_engine("The 'audio' modality is not supported by this model.");
        if (!stream || !stream->get_bool()) return rejected_by_engine("'audio' output only support with stream=true");
    }
    return std::nullopt;
}

}  // namespace

verdict check_parameters(json::object const& body, family const& traits) {
    if (auto refused = check_flags(body)) return refused;
    for (auto const& rule : ranges)
        if (auto refused = check_range(body, rule)) return refused;
    if (auto refused = check_most_tokens(body, traits)) return refused;
    if (auto refused = check_seed(body)) return refused;
    if (auto refused = check_stop(body)) return refused;
    if (auto refused = check_modalities(body, traits)) return refused;
    if (auto refused = check_thinking(body, traits)) return refused;
    return check_format(body);
}

}  // namespace sandbox
