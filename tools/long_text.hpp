#pragma once
// Results that are long by nature: beyond 8 kB saved whole, their beginning shown.

#include "mcp/request_context.hpp"
#include "mcp/tool.hpp"
#include "platform/task.hpp"
#include "tools/services.hpp"

#include <string>

namespace tools {

/// `text`, cut where it is long, and the path or the link of the whole; then `last` as a text of its own. `stem` begins
/// the file's name.
platform::task<mcp::tool_result> long_text_result(services with, std::string text, std::string stem, std::string last,
                                                  mcp::request_context& context);

}  // namespace tools
