#pragma once
// chat: ask a text model (schemas/chat.json; catalogue §3).

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

std::unique_ptr<mcp::tool> make_chat(services const& with);

}  // namespace tools
