#pragma once
// Fixture tools that answer at once, or speak while they work: every kind of content, errors, progress, logs.

#include "mcp/registry.hpp"

namespace conformance {

void add_content_tools(mcp::registry& to);

}  // namespace conformance
