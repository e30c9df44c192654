#pragma once
// An application's answer as a tool result.

#include "dashscope/app_result.hpp"
#include "mcp/request_context.hpp"
#include "mcp/tool.hpp"
#include "tools/app_call_files.hpp"
#include "tools/services.hpp"

#include <string>
#include <vector>

namespace tools {

/// What was asked.
struct app_question {
    std::string app_id;
    boost::json::object body;    // as it was sent
    session_file_outcome files;  // that belong to it
};

/// The answer alone in the first block; then steps, sources, how to go on, what may have been ignored, the usage. What
/// is long but the answer is saved whole and shown in its beginning.
platform::task<mcp::tool_result> app_tool_result(services with, app_question asked, dashscope::app_result answer,
                                                 mcp::request_context& context);

/// Which switches of the console each input of the request needs, where nothing tells that it was heard; a sentence
/// each.
std::vector<std::string> unheard_inputs(boost::json::object const& body, dashscope::app_result const& answer);

}  // namespace tools
