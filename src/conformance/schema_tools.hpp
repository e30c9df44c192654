#pragma once
// Fixture tools whose schemas our own tools would not use: the whole of JSON Schema 2020-12, and `x-mcp-header`.

#include "mcp/registry.hpp"

namespace conformance {

void add_schema_tools(mcp::registry& to);

}  // namespace conformance
