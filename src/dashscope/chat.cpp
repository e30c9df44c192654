#include "dashscope/chat.hpp"

#include "dashscope/json_put.hpp"
#include "dashscope/secret.hpp"
#include "net/sse.hpp"

namespace dashscope {

namespace {

json::object message(std::string_view role, std::string_view content) {
    return {{"role", role}, {"content", content}};
}

json::array all_messages(chat_request const& request) {
    json::array all;
    if (!request.system.empty()) all.push_back(message("system", request.system));
    all.insert(all.end(), request.messages.begin(), request.messages.end());
    if (!request.prompt.empty()) all.push_back(message("user", request.prompt));
    return all;
}

void put_streaming(json::object& body) {
    body["stream"] = true;
    auto& options = body["stream_options"];
    if (!options.is_object()) options = json::object();
    options.as_object()["include_usage"] = true;
}

void put_at_once(json::object& body) {
    body["stream"] = false;
    body.erase("stream_options");  // refused beside stream:false
}

void say(std::function<void(std::string_view)> const& listener, std::string const& text) {
    if (listener && !text.empty()) listener(text);
}

/// Feeds events into an accumulator and tells the listeners.
struct collector {
    chat_accumulator answer;
    chat_callbacks callbacks;
    bool broken = false;
    bool heard = false;  // speech came

    void take(net::sse_event const& event) {
        auto delta = answer.feed(event.data);
        if (!delta) {
            broken = true;
            return;
        }
        say(callbacks.on_reasoning, delta->reasoning);
        say(callbacks.on_text, delta->text);
        say(callbacks.on_audio, delta->audio);
        heard = heard || !delta->audio.empty();
    }
};

void complete_ids(chat_result& result, std::string const& request_id) {
    if (result.request_id.empty()) result.request_id = request_id;
    // The completion's id is made of it.
    if (result.request_id.empty()) result.request_id = result.id;
}

}  // namespace

bool streams_pieces(std::string_view model) {
    return !model.starts_with("qwen-mt-plus") && !model.starts_with("qwen-mt-turbo");
}

json::object chat_body(chat_request const& request) {
    json::object body;
    body["model"] = request.model;
    body["messages"] = all_messages(request);
    put(body, "temperature", request.temperature);
    put(body, "top_p", request.top_p);
    put(body, "top_k", request.top_k);
    put(body, "max_tokens", request.max_tokens);
    put(body, "seed", request.seed);
    put(body, "presence_penalty", request.presence_penalty);
    put(body, "n", request.n);
    put(body, "stop", request.stop);
    put(body, "enable_thinking", request.enable_thinking);
    put(body, "thinking_budget", request.thinking_budget);
    put(body, "response_format", request.response_format);
    put(body, "tools", request.tools);
    if (!request.tool_choice.is_null()) body["tool_choice"] = request.tool_choice;
    put(body, "parallel_tool_calls", request.parallel_tool_calls);
    put(body, "enable_search", request.enable_search);
    put(body, "search_options", request.search_options);
    put(body, "translation_options", request.translation_options);
    put(body, "modalities", request.modalities);
    put(body, "audio", request.audio);
    for (auto const& [name, value] : request.parameters) body[name] = value;
    if (streams_pieces(request.model))
        put_streaming(body);
    else
        put_at_once(body);
    return body;
}

namespace {

bool has_said(chat_result const& result) {
    auto const& first = result.choices.front();
    return !first.text.empty() || !first.reasoning.empty() || !first.tool_calls.empty();
}

// Something must have been said, or a reason given for saying nothing.
bool is_empty(chat_result const& result) {
    return !has_said(result) && result.choices.front().finish_reason.empty();
}

std::string_view what_is_wrong_with(collector const& collected) {
    if (collected.broken) return "the stream holds what is not JSON";
    if (!collected.answer.finished()) return "the stream ended before the answer was complete";
    return {};
}

}  // namespace

platform::task<chat_result> chat(client& api, credential who, chat_request request, call_options options,
                                 chat_callbacks callbacks) {
    operation what{"Chat with " + one_line(request.model, 100), op_class::compute, "POST", request.model};
    call_context context{{what.what, what.model, who.base}, who.api_key, what.repeats};
    collector collected{{}, std::move(callbacks)};
    client::event_sink sink = std::bind_front(&collector::take, &collected);
    auto body = chat_body(request);
    stream_summary summary;
    std::optional<failure> failed;
    try {
        summary = co_await api.stream(std::move(who), std::move(what), std::string(chat_path), std::move(body),
                                      std::move(options), std::move(sink));
        auto const wrong = what_is_wrong_with(collected);
        if (!wrong.empty()) failed = broken_answer(wrong, summary.request_id, context);
    } catch (failure const& error) {
        failed = error;
    }
    auto result = collected.answer.take();
    if (failed && (collected.heard || has_said(result))) throw broken_off<chat_result>(*failed, std::move(result));
    if (failed) throw *failed;
    if (is_empty(result)) throw broken_answer("the stream ended without an answer", summary.request_id, context);
    complete_ids(result, summary.request_id);
    co_return result;
}

}  // namespace dashscope
