#include "sandbox/native_completion.hpp"

#include "sandbox/tokens.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace sandbox {
namespace {

/// What one frame, or the whole answer, says of a choice.
struct said {
    std::size_t index = 0;
    std::string content;
    std::optional<std::string> reasoning;
    json::array calls;
    std::string finish_reason = "null";  // a string, while there is none
};

json::object call_object(tool_call const& call, std::size_t index) {
    return {{"function", {{"name", call.name}, {"arguments", call.arguments}}},
            {"index", index},
            {"id", call.id},
            {"type", "function"}};
}

json::array calls_of(completion_choice const& choice) {
    json::array all;
    for (auto const& call : choice.calls) all.push_back(call_object(call, all.size()));
    return all;
}

json::value content_of(std::string const& text, native_form const& form) {
    if (!form.parts) return json::string(text);
    if (text.empty()) return json::array{};
    return json::array{json::object{{"text", text}}};
}

json::object input_details(token_usage const& usage) {
    json::object details{{"text_tokens", usage.prompt - usage.images - usage.audio}};
    if (usage.images > 0) details["image_tokens"] = usage.images;
    return details;
}

json::object usage_object(token_usage const& usage, std::size_t completion, native_form const& form) {
    json::object made{
        {"input_tokens", usage.prompt}, {"output_tokens", completion}, {"total_tokens", usage.prompt + completion}};
    json::object spent;
    if (usage.thinks) spent["reasoning_tokens"] = std::min(usage.reasoning, completion);
    if (form.parts) {
        made["input_tokens_details"] = input_details(usage);
        spent["text_tokens"] = completion - std::min(usage.reasoning, completion);
        if (usage.images > 0) {
            made["image_tokens"] = usage.images;
            made["prompt_tokens_details"] = json::object();
        }
    } else {
        made["prompt_tokens_details"] = {{"cached_tokens", usage.cached}};
    }
    if (!spent.empty()) made["output_tokens_details"] = std::move(spent);
    if (form.searched) made["plugins"] = {{"search", {{"count", 1}, {"strategy", "turbo"}}}};
    return made;
}

json::object choice_object(said const& what, completion const& of, native_form const& form) {
    json::object message{{"role", "assistant"}, {"content", content_of(what.content, form)}};
    if (what.reasoning) message["reasoning_content"] = *what.reasoning;
    if (!what.calls.empty()) message["tool_calls"] = what.calls;
    json::object choice{{"finish_reason", what.finish_reason}, {"message", std::move(message)}};
    if (of.choices.size() > 1) choice["index"] = what.index;
    return choice;
}

json::object output_object(json::array choices, native_form const& form) {
    json::object output{{"choices", std::move(choices)}};
    if (!form.sources.empty())
        output["search_info"] = {{"search_results", form.sources}, {"extra_tool_info", json::array{}}};
    return output;
}

/// Translation models repeat the reason beside the choices, and name themselves.
void add_translator(json::object& output, std::string_view model, std::string_view finish_reason) {
    if (!model.starts_with("qwen-mt")) return;
    output["finish_reason"] = finish_reason;
    output["model_name"] = model;
}

json::object text_output(said const& what) {
    return {{"finish_reason", what.finish_reason}, {"text", what.content}};
}

/// Writes the frames of one stream.
class frame_writer {
public:
    frame_writer(completion const& what, native_form const& form, plan& into) : what_(what), form_(form), into_(into) {}

    void write(std::size_t index, completion_choice const& choice, std::size_t pieces) {
        whole_ = {};
        whole_.index = index;
        if (choice.reasoning)
            for (auto const& text : cut(*choice.reasoning, 0)) think(text);
        for (auto const& text : cut(choice.content, pieces)) speak(text);
        end(choice);
    }

private:
    void think(std::string const& text) {
        whole_.reasoning = whole_.reasoning.value_or("") + text;
        auto now = whole_;
        if (form_.incremental) now.reasoning = text;
        tokens_ += count_tokens(text);
        send(now);
    }

    void speak(std::string const& text) {
        whole_.content += text;
        auto now = whole_;
        if (form_.incremental) {
            now.content = text;
            now.reasoning.reset();
        }
        tokens_ += count_tokens(text);
        send(now);
    }

    void end(completion_choice const& choice) {
        auto last = whole_;
        if (form_.incremental) {
            last.content.clear();
            last.reasoning.reset();
        }
        last.calls = calls_of(choice);
        last.finish_reason = choice.finish_reason;
        if (!choice.calls.empty()) tokens_ = what_.usage.completion;
        send(last);
    }

    void send(said const& now) {
        auto output = form_.text ? text_output(now) : output_object({choice_object(now, what_, form_)}, form_);
        add_translator(output, what_.model, now.finish_reason);
        json::object body{{"output", std::move(output)},
                          {"usage", usage_object(what_.usage, tokens_, form_)},
                          {"request_id", form_.request_id}};
        into_.pieces.push_back(
            {"id:" + std::to_string(++id_) + "\nevent:result\n:HTTP_STATUS/200\ndata:" + json::serialize(body) + "\n\n",
             {}});
    }

    completion const& what_;
    native_form const& form_;
    plan& into_;
    said whole_;
    std::size_t tokens_ = 0;
    std::size_t id_ = 0;
};

}  // namespace

plan whole_native_answer(completion const& what, native_form const& form) {
    json::array choices;
    for (auto const& choice : what.choices)
        choices.push_back(choice_object(
            {choices.size(), choice.content, choice.reasoning, calls_of(choice), choice.finish_reason}, what, form));
    auto const& first = what.choices.front();
    auto output = form.text ? text_output({0, first.content, {}, {}, first.finish_reason})
                            : output_object(std::move(choices), form);
    add_translator(output, what.model, first.finish_reason);
    json::object body{{"output", std::move(output)},
                      {"usage", usage_object(what.usage, what.usage.completion, form)},
                      {"request_id", form.request_id}};
    return json_plan(200, json::serialize(body));
}

plan streamed_native_answer(completion const& what, native_form const& form, std::size_t pieces) {
    auto answer = stream_plan();
    frame_writer out(what, form, answer);
    for (std::size_t i = 0; i < what.choices.size(); ++i) out.write(i, what.choices[i], pieces);
    return answer;
}

}  // namespace sandbox
