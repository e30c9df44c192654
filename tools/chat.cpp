#include "tools/chat.hpp"

#include "dashscope/settings.hpp"
#include "tools/chat_call.hpp"
#include "tools/chat_result.hpp"
#include "tools/typed_tool.hpp"

#include <boost/describe/class.hpp>

namespace json = boost::json;

namespace tools {

namespace {

struct chat_arguments {
    std::string prompt;
    json::array messages;
    std::string system;
    std::string model;
    std::optional<double> temperature;
    std::optional<double> top_p;
    std::optional<std::int64_t> top_k;
    std::optional<double> presence_penalty;
    std::optional<std::int64_t> max_tokens;
    std::optional<std::int64_t> seed;
    std::vector<std::string> stop;
    std::optional<std::int64_t> n;
    std::optional<bool> enable_thinking;
    std::optional<std::int64_t> thinking_budget;
    std::string response_format;
    json::object json_schema;
    json::array tools;
    std::string tool_choice;
    std::optional<bool> parallel_tool_calls;
    std::optional<bool> enable_search;
    json::object search_options;
    json::object translation_options;
    json::object parameters;
    bool dry_run = false;
};
BOOST_DESCRIBE_STRUCT(chat_arguments, (),
                      (prompt, messages, system, model, temperature, top_p, top_k, presence_penalty, max_tokens, seed,
                       stop, n, enable_thinking, thinking_budget, response_format, json_schema, tools, tool_choice,
                       parallel_tool_calls, enable_search, search_options, translation_options, parameters, dry_run))

json::value tool_choice(std::string const& choice) {
    if (choice.empty()) return nullptr;
    if (choice == "auto" || choice == "none" || choice == "required") return json::string(choice);
    return {{"type", "function"}, {"function", {{"name", choice}}}};
}

dashscope::chat_request make_request(chat_arguments from, std::string_view default_model) {
    if (from.prompt.empty() && from.messages.empty())
        throw mcp::tool_error("Invalid arguments for chat:\n- give `prompt` (a text) or `messages` (a conversation)");
    dashscope::chat_request to;
    to.response_format = response_format(from.response_format, from.json_schema);
    to.tool_choice = tool_choice(from.tool_choice);
    to.model = from.model.empty() ? std::string(default_model) : std::move(from.model);
    to.system = std::move(from.system);
    to.messages = std::move(from.messages);
    to.prompt = std::move(from.prompt);
    to.temperature = from.temperature;
    to.top_p = from.top_p;
    to.top_k = from.top_k;
    to.presence_penalty = from.presence_penalty;
    to.max_tokens = from.max_tokens;
    to.seed = from.seed;
    to.stop = std::move(from.stop);
    to.n = from.n;
    to.enable_thinking = from.enable_thinking;
    to.thinking_budget = from.thinking_budget;
    // A budget without the switch would be ignored silently.
    if (from.thinking_budget && !from.enable_thinking) to.enable_thinking = true;
    to.tools = std::move(from.tools);
    to.parallel_tool_calls = from.parallel_tool_calls;
    to.enable_search = from.enable_search;
    to.search_options = std::move(from.search_options);
    to.translation_options = std::move(from.translation_options);
    to.parameters = std::move(from.parameters);
    return to;
}

platform::task<mcp::tool_result> run(services with, chat_arguments given, mcp::request_context& context) {
    bool const dry_run = given.dry_run;
    auto request = make_request(std::move(given), with.settings.model_for(dashscope::capability::text));
    if (dry_run) co_return dry_run_result(with, plan_chat(with, request));
    auto const answer = co_await ask_model(with, std::move(request), context);
    co_return chat_tool_result(answer.result, answer.broke_off);
}

}  // namespace

std::unique_ptr<mcp::tool> make_chat(services const& with) {
    return make_tool(with, run);
}

}  // namespace tools
