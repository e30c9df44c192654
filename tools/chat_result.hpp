#pragma once
// A chat answer as a tool result: for hosts that show only text, and for those that show only structure.

#include "dashscope/chat_accumulator.hpp"
#include "mcp/tool.hpp"

namespace tools {

mcp::tool_result chat_tool_result(dashscope::chat_result const& from);

}  // namespace tools
