#pragma once
// The MCP servers that DashScope hosts (Streamable HTTP): WebSearch, and one of the marketplace that shows what else
// may come: schemas beyond the portable subset and a long name.

#include "sandbox/service.hpp"

namespace sandbox {

plan mcp_message(exchange const& context);      // POST /api/v1/mcps/*/mcp
plan mcp_end_session(exchange const& context);  // DELETE /api/v1/mcps/*/mcp

}  // namespace sandbox
