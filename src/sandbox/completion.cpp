#include "sandbox/completion.hpp"

#include "sandbox/tokens.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace sandbox {
namespace {

json::object usage_object(token_usage const& usage) {
    json::object prompt{{"cached_tokens", usage.cached}};
    if (usage.images > 0) prompt["image_tokens"] = usage.images;
    if (usage.audio > 0) prompt["audio_tokens"] = usage.audio;
    json::object result{{"prompt_tokens", usage.prompt},
                        {"completion_tokens", usage.completion},
                        {"total_tokens", usage.prompt + usage.completion},
                        {"prompt_tokens_details", std::move(prompt)}};
    if (usage.seconds > 0) result["seconds"] = usage.seconds;
    if (usage.thinks)
        result["completion_tokens_details"] = {{"reasoning_tokens", usage.reasoning},
                                               {"text_tokens", usage.completion - usage.reasoning}};
    return result;
}

json::object call_object(tool_call const& call, std::size_t index) {
    return {{"index", index},
            {"id", call.id},
            {"type", "function"},
            {"function", {{"name", call.name}, {"arguments", call.arguments}}}};
}

json::object message_object(completion_choice const& choice) {
    json::object message{{"role", "assistant"}, {"content", choice.content}};
    if (choice.reasoning) message["reasoning_content"] = *choice.reasoning;
    if (!choice.annotations.empty()) message["annotations"] = choice.annotations;
    if (choice.calls.empty()) return message;
    json::array calls;
    for (auto const& call : choice.calls) calls.push_back(call_object(call, calls.size()));
    message["tool_calls"] = std::move(calls);
    return message;
}

/// Writes the chunks of one stream.
class chunk_writer {
public:
    chunk_writer(completion const& what, plan& into) : what_(what), into_(into) {}

    void delta(std::size_t index, json::object change, json::value finish_reason = nullptr) {
        json::array choices;
        choices.push_back(json::object{{"index", index},
                                       {"delta", std::move(change)},
                                       {"logprobs", nullptr},
                                       {"finish_reason", std::move(finish_reason)}});
        chunk(std::move(choices), nullptr);
    }

    void chunk(json::array choices, json::value usage) {
        json::object body{
            {"id", what_.id},           {"object", "chat.completion.chunk"}, {"created", what_.created},
            {"model", what_.model},     {"system_fingerprint", nullptr},     {"choices", std::move(choices)},
            {"usage", std::move(usage)}};
        frame(json::serialize(body));
    }

    void frame(std::string const& data) { into_.pieces.push_back({"data: " + data + "\n\n", {}}); }

private:
    completion const& what_;
    plan& into_;
};

void write_call(chunk_writer& out, std::size_t choice, tool_call const& call, std::size_t index) {
    auto first = call_object(call, index);
    first["function"].as_object()["arguments"] = "";
    out.delta(choice, {{"content", nullptr}, {"tool_calls", json::array{std::move(first)}}});
    for (auto const& fragment : cut(call.arguments, 0)) {
        // Only the first fragment names the call: afterwards DashScope sends an empty id, and clients go by the index.
        json::object part{{"index", index}, {"id", ""}, {"type", "function"}, {"function", {{"arguments", fragment}}}};
        out.delta(choice, {{"content", nullptr}, {"tool_calls", json::array{std::move(part)}}});
    }
}

void write_choice(chunk_writer& out, completion_choice const& choice, std::size_t index, std::size_t pieces) {
    json::object first{{"role", "assistant"}, {"content", ""}};
    if (!choice.annotations.empty()) first["annotations"] = choice.annotations;
    if (choice.reasoning) first = {{"role", "assistant"}, {"content", nullptr}, {"reasoning_content", ""}};
    out.delta(index, std::move(first));
    if (choice.reasoning)
        for (auto const& text : cut(*choice.reasoning, 0))
            out.delta(index, {{"content", nullptr}, {"reasoning_content", text}});
    for (auto const& text : cut(choice.content, pieces)) {
        json::object change{{"content", text}};
        if (choice.reasoning) change["reasoning_content"] = nullptr;
        out.delta(index, std::move(change));
    }
    for (std::size_t i = 0; i < choice.calls.size(); ++i) write_call(out, index, choice.calls[i], i);
    constexpr std::size_t audio_piece = 4800;  // a multiple of 4: each piece is base64 by itself
    for (std::size_t at = 0; at < choice.audio.size(); at += audio_piece)
        out.delta(index, {{"audio", {{"data", choice.audio.substr(at, audio_piece)}, {"id", "audio_sandbox"}}}});
    out.delta(index, {{"content", ""}}, json::string(choice.finish_reason));
}

}  // namespace

plan whole_answer(completion const& what) {
    json::array choices;
    for (auto const& choice : what.choices)
        choices.push_back(json::object{{"index", choices.size()},
                                       {"message", message_object(choice)},
                                       {"logprobs", nullptr},
                                       {"finish_reason", choice.finish_reason}});
    json::object body{{"id", what.id},
                      {"object", "chat.completion"},
                      {"created", what.created},
                      {"model", what.model},
                      {"system_fingerprint", nullptr},
                      {"choices", std::move(choices)},
                      {"usage", usage_object(what.usage)}};
    return json_plan(200, json::serialize(body));
}

plan streamed_answer(completion const& what, bool include_usage, std::size_t pieces) {
    auto answer = stream_plan();
    chunk_writer out(what, answer);
    for (std::size_t i = 0; i < what.choices.size(); ++i) write_choice(out, what.choices[i], i, pieces);
    if (include_usage) out.chunk({}, usage_object(what.usage));
    out.frame("[DONE]");
    return answer;
}

}  // namespace sandbox
