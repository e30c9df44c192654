#pragma once
// app_call: agents and workflows that were made in the console (schemas/app_call.json; catalogue §9).

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

std::unique_ptr<mcp::tool> make_app_call(services const& with);

}  // namespace tools
