#pragma once
// The tool `task_cancel`: the only way in which this server ends a job that is paid for.

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

std::unique_ptr<mcp::tool> make_task_cancel(services const& with);

}  // namespace tools
