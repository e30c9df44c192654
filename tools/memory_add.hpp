#pragma once

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

/// Remembers a text, or what a conversation tells.
std::unique_ptr<mcp::tool> make_memory_add(services const& with);

}  // namespace tools
