#include "tools/chat_call.hpp"

#include "dashscope/failure.hpp"
#include "dashscope/secret.hpp"
#include "dashscope/settings.hpp"

namespace json = boost::json;

namespace tools {

namespace {

dashscope::call_options options_for(services const& with) {
    dashscope::call_options options;
    options.timeout = with.settings.timeout;
    options.workspace_id = with.settings.workspace_id;
    return options;
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

}  // namespace

planned_call plan_chat(services const& with, dashscope::chat_request const& request) {
    planned_call call;
    call.what = {"Chat with " + dashscope::one_line(request.model, 100), dashscope::op_class::compute, "POST",
                 request.model};
    call.path = dashscope::chat_path;
    call.body = dashscope::chat_body(request);
    call.options = options_for(with);
    return call;
}

platform::task<chat_answer> ask_model(services with, dashscope::chat_request request, mcp::request_context& context,
                                      std::function<void(std::string_view)> on_audio) {
    auto options = options_for(with);
    options.on_retry = [&context](dashscope::retry_notice const& notice) {
        context.log(mcp::log_level::info, notice.reason.text() + " Trying again.");
    };
    dashscope::chat_callbacks callbacks;
    callbacks.on_text = [&context](std::string_view piece) { context.stream_text(piece); };
    callbacks.on_reasoning = thinking_pulse(context);
    callbacks.on_audio = std::move(on_audio);
    auto const asked_model = request.model;
    auto who = operator_credential(with);
    chat_answer answer;
    try {
        answer.result = co_await dashscope::chat(with.api, std::move(who), std::move(request), std::move(options),
                                                 std::move(callbacks));
    } catch (dashscope::broken_off<dashscope::chat_result> const& failed) {
        answer = {failed.so_far, failed.text()};
    }
    if (answer.result.model.empty()) answer.result.model = asked_model;
    co_return answer;
}

json::object response_format(std::string_view format, json::object const& schema) {
    if (!schema.empty()) {
        // DashScope wants a name beside the schema; callers give either the schema or both.
        if (schema.contains("schema")) return {{"type", "json_schema"}, {"json_schema", schema}};
        return {{"type", "json_schema"}, {"json_schema", {{"name", "answer"}, {"strict", true}, {"schema", schema}}}};
    }
    if (format == "json_schema")
        throw mcp::tool_error("response_format json_schema needs `json_schema`: the JSON Schema of the answer.");
    if (format == "json_object") return {{"type", "json_object"}};
    return {};
}

}  // namespace tools
