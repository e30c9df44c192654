#pragma once
// What had come of an answer that broke off, as a result.

#include "mcp/tool.hpp"

#include <string_view>

namespace tools {

/// Makes of the result that the answer would have been the error that it is. `why` begins its first block, which stays
/// enough by itself; it loses its structure, which would pass for a whole answer where hosts show nothing else.
void mark_broken_off(mcp::tool_result& result, std::string_view why);

}  // namespace tools
