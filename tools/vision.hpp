#pragma once
// vision: ask a model about pictures and films, read text in them (schemas/vision.json; catalogue §3).

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

std::unique_ptr<mcp::tool> make_vision(services const& with);

}  // namespace tools
