#pragma once
// omni: ask a model that hears, sees and speaks (schemas/omni.json; catalogue §3).

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

std::unique_ptr<mcp::tool> make_omni(services const& with);

}  // namespace tools
