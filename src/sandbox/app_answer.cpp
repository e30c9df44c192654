#include "sandbox/app_answer.hpp"

#include "sandbox/tokens.hpp"

#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace sandbox {
namespace {

json::object thought_object(app_thought const& from) {
    if (from.type == "reasoning")
        return {{"thought", from.thought},
                {"action_type", from.type},
                {"response", from.thought},
                {"action_name", from.name},
                {"action", from.action}};
    return {{"action_input_stream", from.arguments},
            {"action_type", from.type},
            {"observation", from.observation},
            {"action_name", from.name},
            {"action", from.action},
            {"arguments", from.arguments}};
}

json::object usage_of(app_answer const& what, std::size_t output_tokens) {
    return {{"models",
             json::array{json::object{
                 {"input_tokens", what.input_tokens}, {"output_tokens", output_tokens}, {"model_id", what.model}}}}};
}

/// A workflow's nodes, as it runs through them; `Output` speaks.
struct flow_node {
    std::string_view id, name, type;
};
constexpr flow_node start{"Start_sandbox", "开始", "Start"};
constexpr flow_node model{"LLM_sandbox", "大模型", "LLM"};
constexpr flow_node speaker{"Output_sandbox", "Output", "Output"};
constexpr flow_node finish{"End_sandbox", "结束", "End"};

json::object node_thought(flow_node const& node, std::string_view status, std::string_view result) {
    json::object inside{{"nodeName", node.name}, {"nodeType", node.type}, {"nodeStatus", status}, {"nodeId", node.id}};
    if (node.type != "Start") inside["nodeResult"] = json::serialize(json::object{{"result", result}});
    if (status == "success") inside["nodeExecTime"] = "1ms";
    return {{"response", json::serialize(inside)}};
}

json::array thoughts_of(app_answer const& what) {
    if (what.flow == flow_form::thoughts)
        return {node_thought(start, "success", {}), node_thought(model, "success", what.text),
                node_thought(finish, "success", what.text)};
    json::array all;
    for (auto const& thought : what.thoughts) all.push_back(thought_object(thought));
    return all;
}

/// Writes the frames of one stream.
class frame_writer {
public:
    frame_writer(app_answer const& what, bool incremental, plan& into)
        : what_(what), incremental_(incremental), into_(into) {}

    void think(std::size_t index, std::string_view fragment) {
        auto thought = what_.thoughts[index];
        thought.thought = incremental_ ? std::string(fragment) : thought_so_far_ += fragment;
        json::array shown;
        if (!incremental_)
            for (std::size_t i = 0; i < index; ++i) shown.push_back(thought_object(what_.thoughts[i]));
        shown.push_back(thought_object(thought));
        send({{"thoughts", std::move(shown)}, {"text", ""}}, "null");
    }

    void begin_flow() {
        if (what_.flow == flow_form::all) message(start, "{\"user\":{}}", true);
    }

    void speak(std::string_view fragment, bool with_references) {
        tokens_ += count_tokens(fragment);
        so_far_ += fragment;
        auto const said = incremental_ ? fragment : std::string_view(so_far_);
        if (what_.flow == flow_form::thoughts) return node_thoughts("executing", said);
        if (what_.flow == flow_form::all) message(model, json::serialize(json::object{{"result", fragment}}), false);
        if (what_.flow != flow_form::none) return message(speaker, fragment, false);
        json::object output{{"text", said}};
        if (with_references && !what_.references.empty()) output["doc_references"] = what_.references;
        send(std::move(output), "null");
    }

    void end() {
        if (what_.flow == flow_form::all) message(model, "", true);
        if (what_.flow == flow_form::speaking || what_.flow == flow_form::all) message(speaker, "", true);
        // What a workflow's nodes have said comes once more, whole.
        bool const whole = !incremental_ || what_.flow != flow_form::none;
        json::object output{{"text", whole ? so_far_ : ""}};
        if (what_.flow == flow_form::thoughts)
            output["thoughts"] = json::array{node_thought(start, "success", {}),
                                             node_thought(model, "success", incremental_ ? "" : so_far_),
                                             node_thought(finish, "success", so_far_)};
        if (!what_.references.empty()) output["doc_references"] = what_.references;
        send(std::move(output), "stop");
    }

    void next_thought() { thought_so_far_.clear(); }

private:
    void message(flow_node const& node, std::string_view content, bool completed) {
        send({{"workflow_message",
               {{"node_id", node.id},
                {"node_name", node.name},
                {"node_type", node.type},
                {"node_status", completed ? "success" : "executing"},
                {"node_msg_seq_id", id_},
                {"node_is_completed", completed},
                {"message", {{"role", "assistant"}, {"content", content}}}}}},
             "null");
    }

    void node_thoughts(std::string_view status, std::string_view said) {
        send({{"thoughts", json::array{node_thought(start, "success", {}), node_thought(model, status, said)}}},
             "null");
    }

    void send(json::object output, std::string_view finish_reason) {
        output["session_id"] = what_.session;
        output["finish_reason"] = finish_reason;
        json::object body{
            {"output", std::move(output)}, {"usage", usage_of(what_, tokens_)}, {"request_id", what_.request_id}};
        into_.pieces.push_back(
            {"id:" + std::to_string(++id_) + "\nevent:result\n:HTTP_STATUS/200\ndata:" + json::serialize(body) + "\n\n",
             {}});
    }

    app_answer const& what_;
    bool incremental_;
    plan& into_;
    std::string so_far_;
    std::string thought_so_far_;
    std::size_t tokens_ = 0;
    std::size_t id_ = 0;
};

void write_thoughts(frame_writer& out, app_answer const& what) {
    for (std::size_t i = 0; i < what.thoughts.size(); ++i) {
        out.next_thought();
        auto const fragments = cut(what.thoughts[i].thought, 0);
        for (auto const& fragment : fragments) out.think(i, fragment);
        if (fragments.empty()) out.think(i, "");
    }
}

}  // namespace

plan whole_app_answer(app_answer const& what) {
    json::object output;
    if (!what.thoughts.empty() || what.flow == flow_form::thoughts) output["thoughts"] = thoughts_of(what);
    output["finish_reason"] = "stop";
    output["session_id"] = what.session;
    output["text"] = what.text;
    if (!what.references.empty()) output["doc_references"] = what.references;
    json::object body{{"output", std::move(output)},
                      {"usage", usage_of(what, count_tokens(what.text))},
                      {"request_id", what.request_id}};
    return json_plan(200, json::serialize(body));
}

plan streamed_app_answer(app_answer const& what, bool incremental, std::size_t pieces) {
    auto stream = stream_plan();
    frame_writer out(what, incremental, stream);
    if (what.flow == flow_form::none) write_thoughts(out, what);
    out.begin_flow();
    auto const fragments = cut(what.text, pieces);
    for (std::size_t i = 0; i < fragments.size(); ++i) out.speak(fragments[i], i * 2 >= fragments.size());
    out.end();
    return stream;
}

}  // namespace sandbox
