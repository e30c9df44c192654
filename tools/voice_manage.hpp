#pragma once
// voice_manage: voices of one's own (schemas/voice_manage.json; catalogue §7.3).

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

std::unique_ptr<mcp::tool> make_voice_manage(services const& with);

}  // namespace tools
