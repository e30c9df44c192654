#include "tools/chat.hpp"

#include "dashscope/chat.hpp"
#include "dashscope/failure.hpp"
#include "dashscope/settings.hpp"
#include "mcp/bind.hpp"
#include "mcp/request_context.hpp"
#include "tools/chat_result.hpp"

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
};
BOOST_DESCRIBE_STRUCT(chat_arguments, (),
                      (prompt, messages, system, model, temperature, top_p, top_k, presence_penalty, max_tokens, seed,
                       stop, n, enable_thinking, thinking_budget, response_format, json_schema, tools, tool_choice,
                       parallel_tool_calls, enable_search, search_options, translation_options, parameters))

json::object response_format(chat_arguments const& from) {
    if (!from.json_schema.empty()) {
        // DashScope wants a name beside the schema; callers give either the schema or both.
        if (from.json_schema.contains("schema")) return {{"type", "json_schema"}, {"json_schema", from.json_schema}};
        return {{"type", "json_schema"},
                {"json_schema", {{"name", "answer"}, {"strict", true}, {"schema", from.json_schema}}}};
    }
    if (from.response_format == "json_schema")
        throw mcp::tool_error("response_format json_schema needs `json_schema`: the JSON Schema of the answer.");
    if (from.response_format == "json_object") return {{"type", "json_object"}};
    return {};
}

json::value tool_choice(std::string const& choice) {
    if (choice.empty()) return nullptr;
    if (choice == "auto" || choice == "none" || choice == "required") return json::string(choice);
    return {{"type", "function"}, {"function", {{"name", choice}}}};
}

dashscope::chat_request make_request(chat_arguments from, std::string_view default_model) {
    if (from.prompt.empty() && from.messages.empty())
        throw mcp::tool_error("Invalid arguments for chat:\n- give `prompt` (a text) or `messages` (a conversation)");
    dashscope::chat_request to;
    to.response_format = response_format(from);
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

// While a model thinks there is no text to show, but a host that hears nothing gives up.
class thinking_pulse {
public:
    explicit thinking_pulse(mcp::request_context& context) : context_(context) {}

    void operator()(std::string_view thoughts) {
        thought_ += thoughts.size();
        auto const now = platform::clock::now();
        if (last_ && now < *last_ + std::chrono::seconds(1)) return;
        last_ = now;
        context_.report(static_cast<double>(thought_), std::nullopt, {});
    }

private:
    mcp::request_context& context_;
    std::size_t thought_ = 0;
    std::optional<platform::clock::time_point> last_;
};

platform::task<mcp::tool_result> ask(services with, dashscope::chat_request request, mcp::request_context& context) {
    dashscope::call_options options;
    options.timeout = with.settings.timeout;
    options.workspace_id = with.settings.workspace_id;
    options.on_retry = [&context](dashscope::retry_notice const& notice) {
        context.log(mcp::log_level::info, notice.reason.text() + " Trying again.");
    };
    dashscope::chat_callbacks callbacks;
    callbacks.on_text = [&context](std::string_view piece) { context.stream_text(piece); };
    callbacks.on_reasoning = thinking_pulse(context);
    auto const asked_model = request.model;
    try {
        auto result = co_await dashscope::chat(with.api, operator_credential(with), std::move(request),
                                               std::move(options), std::move(callbacks));
        if (result.model.empty()) result.model = asked_model;
        co_return chat_tool_result(result);
    } catch (dashscope::failure const& failure) {
        throw mcp::tool_error(failure.text());
    }
}

class chat_tool final : public mcp::tool {
public:
    explicit chat_tool(services const& with) : with_(with) {}

    platform::task<mcp::tool_result> call(json::object const& arguments, mcp::request_context& context) const override {
        auto request =
            make_request(mcp::bind<chat_arguments>(arguments), with_.settings.model_for(dashscope::capability::text));
        return ask(with_, std::move(request), context);
    }

private:
    services with_;
};

}  // namespace

std::unique_ptr<mcp::tool> make_chat(services const& with) {
    return std::make_unique<chat_tool>(with);
}

}  // namespace tools
