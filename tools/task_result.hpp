#pragma once
// What a finished task of any kind has made.

#include "dashscope/recognition.hpp"
#include "dashscope/tasks.hpp"
#include "mcp/request_context.hpp"
#include "mcp/tool.hpp"
#include "tools/output.hpp"
#include "tools/services.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tools {

struct task_result {
    std::vector<made_media> media;
    std::vector<dashscope::transcribed> transcripts;
    std::vector<std::string> notes;  // parts that failed, prompts as the model rewrote them, what it wrote
};

/// Reads the output of a SUCCEEDED task in any form that DashScope has. Never fails: what is not there is empty.
task_result read_task_result(dashscope::task_state const& state);

/// Adds to `to`: media by `output`, transcripts as their tool shows them, notes, and the usage. `stem` begins file names.
platform::task<void> render_task(services with, dashscope::task_state state, std::string stem,
                                 std::optional<output_mode> mode, mcp::tool_result& to, mcp::request_context& context);

}  // namespace tools
