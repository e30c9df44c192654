#pragma once
// rerank: documents sorted by a query (schemas/rerank.json).

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

std::unique_ptr<mcp::tool> make_rerank(services const& with);

}  // namespace tools
