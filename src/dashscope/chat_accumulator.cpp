#include "dashscope/chat_accumulator.hpp"

#include "dashscope/fields.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace dashscope {

namespace {

// More than any API allows; a broken index must not cost memory.
constexpr std::size_t most_choices = 16;
constexpr std::size_t most_tool_calls = 128;

std::size_t index_of(json::object const& from, std::size_t otherwise) {
    auto const* value = from.if_contains("index");
    if (!value || !value->is_number()) return otherwise;
    boost::system::error_code error;
    auto index = value->to_number<std::size_t>(error);
    return error ? otherwise : index;
}

void set_if_given(json::object& into, std::string_view name, std::string_view value) {
    if (!value.empty()) into[name] = value;
}

std::string arguments_text(json::object const& function) {
    auto const* value = function.if_contains("arguments");
    if (!value || value->is_null()) return {};
    // A string that is a fragment of JSON text; some servers send the object itself.
    if (value->is_string()) return std::string(value->as_string());
    return json::serialize(*value);
}

json::object empty_call() {
    return {{"id", ""}, {"type", "function"}, {"function", {{"name", ""}, {"arguments", ""}}}};
}

/// Where a fragment belongs that has no index: to the call of its id, to a new one if the id is new, else to the last.
std::size_t place_of(json::array const& calls, std::string_view id, std::size_t position) {
    if (id.empty()) return calls.empty() ? position : calls.size() - 1;
    for (std::size_t i = 0; i < calls.size(); ++i)
        if (string_at(calls[i].as_object(), "id") == id) return i;
    return calls.size();
}

void add_fragment(json::array& calls, json::object const& fragment, std::size_t position) {
    auto id = string_at(fragment, "id");
    auto index = index_of(fragment, place_of(calls, id, position));
    if (index >= most_tool_calls) return;
    while (calls.size() <= index) calls.push_back(empty_call());
    auto& call = calls[index].as_object();
    set_if_given(call, "id", id);
    set_if_given(call, "type", string_at(fragment, "type"));
    auto const* function = object_at(fragment, "function");
    if (!function) return;
    auto& whole = call["function"].as_object();
    // The name comes once, or again and again, but never in pieces.
    set_if_given(whole, "name", string_at(*function, "name"));
    whole["arguments"].as_string().append(arguments_text(*function));
}

void add_audio(json::object const& message, std::string& text, std::string& audio) {
    auto const* part = object_at(message, "audio");
    if (!part) return;
    audio += string_at(*part, "data");
    // Omni models say here what they speak, with content null.
    text += string_at(*part, "transcript");
}

}  // namespace

std::string content_text(json::value const& content) {
    if (auto const* text = content.if_string()) return std::string(*text);
    auto const* parts = content.if_array();
    if (!parts) return {};
    std::string all;
    for (auto const& part : *parts) {
        if (auto const* text = part.if_string()) all += *text;
        if (auto const* fields = part.if_object()) all += string_at(*fields, "text");
    }
    return all;
}

boost::system::result<chat_delta> chat_accumulator::feed(std::string_view data) {
    chat_delta delta;
    if (data == "[DONE]") {
        done_ = true;
        return delta;
    }
    boost::system::error_code error;
    auto value = json::parse(data, error);
    if (error) return error;
    auto const* chunk = value.if_object();
    if (!chunk) return delta;
    take_head(*chunk);
    // Native endpoints put the choices under `output`.
    auto const* output = object_at(*chunk, "output");
    auto const* choices = array_at(output ? *output : *chunk, "choices");
    if (!choices) return delta;
    for (std::size_t i = 0; i < choices->size(); ++i)
        if (auto const* choice = (*choices)[i].if_object()) take_choice(*choice, i, delta);
    return delta;
}

void chat_accumulator::take_head(json::object const& chunk) {
    if (auto text = string_at(chunk, "model"); !text.empty()) result_.model = text;
    if (auto text = string_at(chunk, "id"); !text.empty()) result_.id = text;
    if (auto text = string_at(chunk, "request_id"); !text.empty()) result_.request_id = text;
    // Cumulative: the last one counts, however often it comes.
    if (auto const* usage = object_at(chunk, "usage")) result_.usage = *usage;
    auto const* output = object_at(chunk, "output");
    auto const* info = (output ? output : &chunk)->if_contains("search_info");
    if (info && !info->is_null()) result_.search_info = *info;
}

void chat_accumulator::take_choice(json::object const& choice, std::size_t position, chat_delta& delta) {
    auto index = index_of(choice, position);
    if (index >= most_choices) return;
    if (result_.choices.size() <= index) result_.choices.resize(index + 1);
    auto& into = result_.choices[index];
    auto const* message = object_at(choice, "delta");
    if (!message) message = object_at(choice, "message");  // native, or an answer that was not streamed
    if (message) {
        chat_delta added;
        take_message(*message, into, added);
        if (index == 0) {
            delta.text += added.text;
            delta.reasoning += added.reasoning;
            delta.audio += added.audio;
        }
    }
    auto reason = string_at(choice, "finish_reason");
    if (!reason.empty() && reason != "null") into.finish_reason = reason;
}

void chat_accumulator::take_message(json::object const& message, chat_choice& into, chat_delta& added) {
    if (auto const* content = message.if_contains("content")) added.text = content_text(*content);
    if (auto const* thoughts = message.if_contains("reasoning_content")) added.reasoning = content_text(*thoughts);
    add_audio(message, added.text, added.audio);
    into.text += added.text;
    into.reasoning += added.reasoning;
    if (auto const* calls = array_at(message, "tool_calls"))
        for (std::size_t i = 0; i < calls->size(); ++i)
            if (auto const* fragment = (*calls)[i].if_object()) add_fragment(into.tool_calls, *fragment, i);
    if (auto const* notes = array_at(message, "annotations"))
        if (!notes->empty()) into.annotations = *notes;
}

bool chat_accumulator::finished() const {
    if (done_) return true;
    auto ended = [](chat_choice const& choice) { return !choice.finish_reason.empty(); };
    return std::all_of(result_.choices.begin(), result_.choices.end(), ended);
}

chat_result chat_accumulator::take() {
    return std::move(result_);
}

}  // namespace dashscope
