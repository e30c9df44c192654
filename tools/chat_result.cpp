#include "tools/chat_result.hpp"

#include "tools/job.hpp"
#include "tools/partial_result.hpp"

#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace tools {

namespace {

json::object structured(dashscope::chat_choice const& choice) {
    json::object out{{"text", choice.text}};
    if (!choice.reasoning.empty()) out["reasoning"] = choice.reasoning;
    if (!choice.tool_calls.empty()) out["tool_calls"] = choice.tool_calls;
    out["finish_reason"] = choice.finish_reason;
    return out;
}

json::object structured(dashscope::chat_result const& from) {
    auto out = structured(from.choices.front());
    if (from.choices.size() > 1) {
        json::array others;
        for (std::size_t i = 1; i < from.choices.size(); ++i) others.push_back(structured(from.choices[i]));
        out["alternatives"] = std::move(others);
    }
    if (from.search_info.is_object()) out["search_info"] = from.search_info;
    out["model"] = from.model;
    if (!from.usage.empty()) out["usage"] = from.usage;
    if (!from.request_id.empty()) out["request_id"] = from.request_id;
    return out;
}

void add_choice(mcp::tool_result& to, dashscope::chat_choice const& choice, std::size_t number, bool several) {
    auto const title = several ? " " + std::to_string(number) : std::string();
    // The answer stands alone in the first block: many hosts and all people read that one.
    if (!choice.text.empty()) to.add_text(number == 1 ? choice.text : "Answer" + title + ":\n" + choice.text);
    if (!choice.reasoning.empty()) to.add_text("Reasoning" + title + ":\n" + choice.reasoning);
    if (!choice.tool_calls.empty()) to.add_text("Tool calls" + title + ":\n" + json::serialize(choice.tool_calls));
}

std::string token_counts(json::object const& usage) {
    auto const count = [&](std::string_view name) -> std::string {
        auto const* value = usage.if_contains(name);
        return value && value->is_number() ? json::serialize(*value) : "?";
    };
    return count("prompt_tokens") + " tokens in, " + count("completion_tokens") + " out";
}

std::string footer(dashscope::chat_result const& from) {
    auto text = "[" + from.model;
    if (!from.usage.empty()) text += " · " + token_counts(from.usage);
    if (auto const cost = cost_text(from.model, from.usage); !cost.empty()) text += " · " + cost;
    auto const& reason = from.choices.front().finish_reason;
    if (reason == "length")
        text += " · cut off: max_tokens reached";
    else if (!reason.empty() && reason != "stop")
        text += " · " + reason;
    if (!from.request_id.empty()) text += " · request " + from.request_id;
    return text + "]";
}

}  // namespace

mcp::tool_result chat_tool_result(dashscope::chat_result const& from, std::string_view broke_off) {
    mcp::tool_result result;
    bool const several = from.choices.size() > 1;
    for (std::size_t i = 0; i < from.choices.size(); ++i) add_choice(result, from.choices[i], i + 1, several);
    if (from.search_info.is_object()) result.add_text("Sources:\n" + json::serialize(from.search_info));
    result.add_text(footer(from));
    result.structured = structured(from);
    if (!broke_off.empty()) mark_broken_off(result, broke_off);
    return result;
}

}  // namespace tools
