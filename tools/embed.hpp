#pragma once
// embed: vectors of texts, pictures and films (schemas/embed.json).

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

std::unique_ptr<mcp::tool> make_embed(services const& with);

}  // namespace tools
