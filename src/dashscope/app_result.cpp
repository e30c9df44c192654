#include "dashscope/app_result.hpp"

#include "dashscope/fields.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace dashscope {

namespace {

// A broken stream must not cost memory.
constexpr std::size_t most_steps = 1000;
// From here on a text that begins with the one before it is no accident.
constexpr std::size_t telling_length = 8;

json::parse_options deep() {
    json::parse_options options;
    options.max_depth = 200;
    return options;
}

// Strings as they are, anything else as JSON.
std::string text_at(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    if (!value || value->is_null()) return {};
    if (auto const* text = value->if_string()) return std::string(*text);
    return json::serialize(*value);
}

/// Adds a piece of what may come in pieces, again and again, or whole each time: the documents disagree.
void join(std::string& known, std::string_view piece) {
    bool const tells = known.size() >= telling_length && piece.starts_with(known);
    if (tells)
        known = piece;
    else
        known += piece;
}

// Of inputs and observations: those that are whole come again as they are.
void join_whole(std::string& known, std::string_view piece) {
    if (piece != known) join(known, piece);
}

json::object parsed_object(std::string_view text) {
    boost::system::error_code error;
    auto value = json::parse(text, error, {}, deep());
    auto* object = error ? nullptr : value.if_object();
    return object ? std::move(*object) : json::object();
}

/// `{"result":"…"}` of a node, else the text itself.
std::string node_text(std::string const& content) {
    if (!content.starts_with('{')) return content;
    auto const object = parsed_object(content);
    return object.contains("result") ? text_at(object, "result") : content;
}

bool speaks_to_the_user(std::string_view node_type) {
    return node_type == "End" || node_type == "Output";
}

void set_if_given(std::string& into, std::string_view value) {
    if (!value.empty()) into = value;
}

std::string input_of(json::object const& thought) {
    return std::string(first_string(thought, {"action_input_stream", "arguments", "action_input"}));
}

// What was observed ends an action: another input after that is another action.
bool is_over(app_step const& step, std::string_view input) {
    return !step.observation.empty() && !input.empty() && input != step.input && !input.starts_with(step.input);
}

}  // namespace

boost::system::result<app_delta> app_accumulator::feed(std::string_view data) {
    app_delta delta;
    boost::system::error_code error;
    auto const value = json::parse(data, error, {}, deep());
    if (error) return error;
    auto const* chunk = value.if_object();
    if (!chunk) return delta;
    set_if_given(result_.request_id, string_at(*chunk, "request_id"));
    if (auto const* usage = object_at(*chunk, "usage"))
        // Cumulative: the last one counts.
        if (auto const* models = array_at(*usage, "models"); models && !models->empty()) result_.models = *models;
    if (auto const* output = object_at(*chunk, "output")) take_output(*output, delta);
    return delta;
}

void app_accumulator::take_output(json::object const& output, app_delta& delta) {
    set_if_given(result_.session_id, string_at(output, "session_id"));
    if (auto const* thoughts = array_at(output, "thoughts"))
        for (auto const& each : *thoughts)
            if (auto const* thought = each.if_object()) take_thought(*thought, thoughts->size() == 1, delta);
    if (auto const* message = object_at(output, "workflow_message")) take_message(*message, delta);
    if (auto const* references = array_at(output, "doc_references"); references && !references->empty())
        result_.references = *references;
    auto const text = string_at(output, "text");
    result_.text += text;
    // A workflow repeats at its end what its nodes have said.
    if (spoken_.empty()) delta.text += text;
    auto const reason = string_at(output, "finish_reason");
    if (reason != "null") set_if_given(result_.finish_reason, reason);
}

app_step& app_accumulator::step_of(json::object const& thought, bool alone, bool& begins) {
    auto const type = string_at(thought, "action_type");
    auto const name = first_string(thought, {"action_name", "action"});
    auto& steps = result_.steps;
    auto const same = [&](app_step const& step) { return step.node.empty() && step.type == type && step.name == name; };
    auto const last = std::ranges::find_if(steps.rbegin(), steps.rend(), same);
    // A fragment belongs to the action that runs; a list of several repeats those that are over.
    bool const known = last != steps.rend() && (!alone || last == steps.rbegin());
    begins = !known || is_over(*last, input_of(thought));
    if (!begins || steps.size() >= most_steps) return begins ? steps.back() : *last;
    app_step step;
    step.type = type;
    step.name = name;
    return steps.emplace_back(std::move(step));
}

void app_accumulator::take_thought(json::object const& thought, bool alone, app_delta& delta) {
    auto const response = string_at(thought, "response");
    auto const node = response.starts_with('{') ? parsed_object(response) : json::object();
    if (node.contains("nodeId") || node.contains("nodeType")) return take_node(node, delta);
    bool begins = false;
    auto& step = step_of(thought, alone, begins);
    auto const piece = first_string(thought, {"thought", "reasoningContent"});
    // `response` repeats the thought, but some have only it.
    auto const said = piece.empty() ? response : piece;
    step.text += said;
    join_whole(step.input, input_of(thought));
    join_whole(step.observation, text_at(thought, "observation"));
    if (begins || !said.empty()) delta.steps.push_back({step.name, std::string(said), begins});
}

app_step& app_accumulator::node_of(std::string_view id, bool& begins) {
    auto& steps = result_.steps;
    auto const found = std::ranges::find_if(steps, [&](app_step const& step) { return step.node == id; });
    begins = found == steps.end();
    if (!begins) return *found;
    if (steps.size() >= most_steps) return steps.back();
    app_step step;
    step.node = id;
    return steps.emplace_back(std::move(step));
}

// One node of a workflow in the thoughts of the mode full_thoughts.
void app_accumulator::take_node(json::object const& node, app_delta& delta) {
    bool begins = false;
    auto& step = node_of(first_string(node, {"nodeId", "nodeName", "nodeType"}), begins);
    set_if_given(step.type, string_at(node, "nodeType"));
    set_if_given(step.name, first_string(node, {"nodeName", "nodeId", "nodeType"}));
    set_if_given(step.status, string_at(node, "nodeStatus"));
    auto const piece = node_text(text_at(node, "nodeResult"));
    join(step.text, piece);
    if (begins || !piece.empty()) delta.steps.push_back({step.name, piece, begins});
}

// The same in the modes message_format and message_format_plus.
void app_accumulator::take_message(json::object const& message, app_delta& delta) {
    bool begins = false;
    auto const type = string_at(message, "node_type");
    auto& step = node_of(first_string(message, {"node_id", "node_name", "node_type"}), begins);
    set_if_given(step.type, type);
    set_if_given(step.name, first_string(message, {"node_name", "node_id", "node_type"}));
    set_if_given(step.status, string_at(message, "node_status"));
    auto const* inside = object_at(message, "message");
    auto const content = inside ? text_at(*inside, "content") : std::string();
    if (speaks_to_the_user(type)) {
        step.text += content;
        spoken_ += content;
        delta.text += content;
        return;
    }
    auto const piece = node_text(content);
    join(step.text, piece);
    if (begins || !piece.empty()) delta.steps.push_back({step.name, piece, begins});
}

app_result app_accumulator::take() {
    if (result_.text.empty()) result_.text = std::move(spoken_);
    return std::move(result_);
}

}  // namespace dashscope
