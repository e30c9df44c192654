#pragma once

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

/// Memories of a user: searched, listed, looked up, and the user's profile. Changes nothing.
std::unique_ptr<mcp::tool> make_memory_search(services const& with);

}  // namespace tools
