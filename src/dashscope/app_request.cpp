#include "dashscope/app_request.hpp"

#include "dashscope/fields.hpp"
#include "dashscope/json_put.hpp"
#include "dashscope/rag_options.hpp"
#include "dashscope/secret.hpp"
#include "net/message.hpp"
#include "net/url.hpp"

#include <algorithm>

namespace dashscope {

namespace {

bool is_true(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value && value->is_bool() && value->get_bool();
}

bool is_message(json::value const& value) {
    auto const* message = value.if_object();
    return message && !string_at(*message, "role").empty() && message->contains("content");
}

json::object input_of(app_request const& from) {
    json::object input;
    if (from.messages.empty()) {
        put(input, "prompt", from.prompt);
    } else {
        // Beside messages DashScope ignores a prompt.
        auto messages = from.messages;
        if (!from.prompt.empty()) messages.push_back({{"role", "user"}, {"content", from.prompt}});
        input["messages"] = std::move(messages);
    }
    put(input, "session_id", from.session_id);
    put(input, "image_list", from.images);
    put(input, "file_list", from.file_urls);
    put(input, "file_ids", from.file_ids);
    put(input, "memory_id", from.memory_id);
    put(input, "biz_params", from.biz_params);
    return input;
}

bool is_secret(std::string_view name) {
    auto const lower = net::lower_case(name);
    auto const has = [&](std::string_view part) { return lower.find(part) != std::string::npos; };
    return has("token") || has("auth") || has("secret") || has("password") || lower.ends_with("key");
}

void mask(json::value& value) {
    if (auto* text = value.if_string()) *text = masked(*text);
    if (auto* object = value.if_object())
        for (auto& member : *object) mask(member.value());
}

// Only what is called a secret.
void mask_named(json::value& value) {
    auto* object = value.if_object();
    if (!object) return;
    for (auto& member : *object) is_secret(member.key()) ? mask(member.value()) : mask_named(member.value());
}

}  // namespace

std::string app_path(std::string_view app_id) {
    return "/api/v1/apps/" + net::percent_encode(app_id) + "/completion";
}

json::object app_body(app_request const& from) {
    json::object parameters;
    put(parameters, "has_thoughts", from.has_thoughts);
    put(parameters, "enable_thinking", from.enable_thinking);
    put(parameters, "flow_stream_mode", from.flow_stream_mode);
    put(parameters, "rag_options", from.rag_options);
    return {{"input", input_of(from)}, {"parameters", std::move(parameters)}};
}

void settle(json::object& body) {
    auto& parameters = body.at("parameters").as_object();
    parameters["incremental_output"] = true;
    // Thoughts that are thought but not returned only cost time.
    if (is_true(parameters, "enable_thinking")) parameters["has_thoughts"] = true;
    // This mode speaks through thoughts alone.
    if (string_at(parameters, "flow_stream_mode") == "full_thoughts") parameters["has_thoughts"] = true;
}

std::vector<std::string> problems_of_app(json::object const& body) {
    std::vector<std::string> problems;
    auto const& input = body.at("input").as_object();
    auto const* messages = array_at(input, "messages");
    if (!messages && string_at(input, "prompt").empty())
        problems.push_back("give `prompt` (a text) or `messages` (a conversation)");
    if (messages && !std::ranges::all_of(*messages, is_message))
        problems.push_back("each of `messages` must have role and content");
    if (messages && input.contains("session_id"))
        problems.push_back(
            "DashScope ignores session_id beside `messages`: for the session's history give `prompt` "
            "alone, otherwise leave session_id out");
    auto const& parameters = body.at("parameters").as_object();
    auto const* rag = parameters.if_contains("rag_options");
    if (!rag) return problems;
    if (!rag->is_object()) {
        problems.push_back("rag_options must be an object");
        return problems;
    }
    for (auto& problem : problems_of_rag(rag->get_object())) problems.push_back(std::move(problem));
    return problems;
}

json::object without_secrets(json::object body) {
    auto* input = body.at("input").if_object();
    auto* given = input ? input->if_contains("biz_params") : nullptr;
    if (!given || !given->is_object()) return body;
    mask_named(*given);
    return body;
}

}  // namespace dashscope
