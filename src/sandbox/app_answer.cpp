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

json::array thoughts_of(app_answer const& what) {
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

    void speak(std::string_view fragment, bool with_references) {
        tokens_ += count_tokens(fragment);
        so_far_ += fragment;
        json::object output{{"text", incremental_ ? std::string(fragment) : so_far_}};
        if (with_references && !what_.references.empty()) output["doc_references"] = what_.references;
        add_flow(output, fragment, false);
        send(std::move(output), "null");
    }

    void end() {
        json::object output{{"text", incremental_ ? "" : so_far_}};
        if (!what_.references.empty()) output["doc_references"] = what_.references;
        add_flow(output, "", true);
        send(std::move(output), "stop");
    }

    void next_thought() { thought_so_far_.clear(); }

private:
    void add_flow(json::object& output, std::string_view fragment, bool completed) {
        if (!what_.flow_node) return;
        output["workflow_message"] = {{"node_id", "Output_sandbox"},
                                      {"node_name", *what_.flow_node},
                                      {"node_type", "Output"},
                                      {"node_status", completed ? "success" : "executing"},
                                      {"node_msg_seq_id", id_},
                                      {"node_is_completed", completed},
                                      {"message", {{"role", "assistant"}, {"content", fragment}}}};
        output.erase("text");
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
    if (!what.thoughts.empty()) output["thoughts"] = thoughts_of(what);
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
    write_thoughts(out, what);
    auto const fragments = cut(what.text, pieces);
    for (std::size_t i = 0; i < fragments.size(); ++i) out.speak(fragments[i], i * 2 >= fragments.size());
    out.end();
    return stream;
}

}  // namespace sandbox
