#pragma once
// translate: machine translation by Qwen-MT (schemas/translate.json).

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

std::unique_ptr<mcp::tool> make_translate(services const& with);

}  // namespace tools
