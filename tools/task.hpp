#pragma once
// The tool `task`: state and results of any DashScope task, of this server or not.

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

std::unique_ptr<mcp::tool> make_task(services const& with);

}  // namespace tools
