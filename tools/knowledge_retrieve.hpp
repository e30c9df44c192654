#pragma once

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

/// Passages of a knowledge base: signed where there is an AccessKey pair and a workspace, else by API key.
std::unique_ptr<mcp::tool> make_knowledge_retrieve(services const& with);

}  // namespace tools
