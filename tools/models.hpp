#pragma once
// models: which models there are, what they take and cost (schemas/models.json).

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

std::unique_ptr<mcp::tool> make_models(services const& with);

}  // namespace tools
