#pragma once

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

/// Changes and deletes memories, manages profile schemas and the memories that applications use.
std::unique_ptr<mcp::tool> make_memory_manage(services const& with);

}  // namespace tools
