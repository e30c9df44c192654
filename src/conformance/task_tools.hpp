#pragma once
// Fixture tools that give tasks to clients that take them.

#include "conformance/jobs.hpp"
#include "mcp/registry.hpp"

#include <memory>

namespace conformance {

void add_task_tools(mcp::registry& to, std::shared_ptr<jobs> where);

}  // namespace conformance
