#pragma once
// A chat answer as a tool result: for hosts that show only text, and for those that show only structure.

#include "dashscope/chat_accumulator.hpp"
#include "mcp/tool.hpp"

#include <string_view>

namespace tools {

/// `broke_off`: why the answer is not whole; it is an error then.
mcp::tool_result chat_tool_result(dashscope::chat_result const& from, std::string_view broke_off = {});

}  // namespace tools
