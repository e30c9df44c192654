#pragma once
// What an application answers, as a value and in its two forms on the wire.

#include "sandbox/plan.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

/// One step before the answer. Streams send its `thought` in fragments.
struct app_thought {
    std::string type;  // reasoning, agentRag, api
    std::string name;
    std::string action;
    std::string thought;      // of reasoning
    std::string arguments;    // JSON, of the others
    std::string observation;  // JSON, of the others
};

/// How a workflow's stream tells of its nodes: not at all, those that speak by `workflow_message`, all of them so, or
/// all of them by thoughts.
enum class flow_form { none, speaking, all, thoughts };

struct app_answer {
    std::string request_id;
    std::string session;
    std::string text;
    std::string model;
    std::vector<app_thought> thoughts;  // empty unless they were asked for
    boost::json::array references;
    flow_form flow = flow_form::none;
    std::size_t input_tokens = 0;
};

plan whole_app_answer(app_answer const& what);
/// Frames as they were recorded: id, event, :HTTP_STATUS, data; finish_reason is the string "null" until the end.
plan streamed_app_answer(app_answer const& what, bool incremental, std::size_t pieces);

}  // namespace sandbox
