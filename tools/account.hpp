#pragma once
// account: applications, free quota and console calls, by the console's own token (schemas/account.json).

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

std::unique_ptr<mcp::tool> make_account(services const& with);

}  // namespace tools
