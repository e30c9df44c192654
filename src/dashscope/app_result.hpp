#pragma once
// Puts an application's streamed answer together (catalogue §9, §9.3); an answer that was not streamed is one piece.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dashscope {

namespace json = boost::json;

/// One action before or around the answer: thinking, a retrieval, a plug-in; or a node of a workflow.
struct app_step {
    std::string type;         // "reasoning", "agentRag", "api", …; of a node its type: "LLM"
    std::string name;         // "知识检索"; of a node its name
    std::string node;         // id of a node; empty for an agent's action
    std::string text;         // the thought; what a node gave
    std::string input;        // JSON text
    std::string observation;  // what came back, JSON text mostly
    std::string status;       // of a node
};

struct app_result {
    std::string text;
    std::string session_id;
    std::string finish_reason;    // "stop"; empty: the answer was cut off
    std::vector<app_step> steps;  // in their order
    json::array references;       // doc_references, as sent
    json::array models;           // usage.models, as sent
    std::string request_id;
};

/// What one event added.
struct app_delta {
    std::string text;  // of the answer
    struct piece {
        std::string name;  // of its step
        std::string text;  // may be empty: the step has begun
        bool begins = false;
    };
    std::vector<piece> steps;
};

/// One owner, one thread. No I/O.
class app_accumulator {
public:
    /// Takes the data of one event. Fails on what is not JSON, changing nothing.
    boost::system::result<app_delta> feed(std::string_view data);
    /// True once something was said.
    bool has_answer() const { return !result_.text.empty() || !spoken_.empty() || !result_.steps.empty(); }
    bool finished() const { return !result_.finish_reason.empty(); }
    /// Hands the result out; the accumulator is spent.
    app_result take();

private:
    void take_output(json::object const& output, app_delta& delta);
    void take_thought(json::object const& thought, bool alone, app_delta& delta);
    void take_node(json::object const& node, app_delta& delta);
    void take_message(json::object const& message, app_delta& delta);
    app_step& step_of(json::object const& thought, bool alone, bool& begins);
    app_step& node_of(std::string_view id, bool& begins);

    app_result result_;
    std::string spoken_;  // by a workflow's nodes that speak to the user
};

}  // namespace dashscope
