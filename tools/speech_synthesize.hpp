#pragma once
// speech_synthesize: text spoken into one file (schemas/speech_synthesize.json; catalogue §7).

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

std::unique_ptr<mcp::tool> make_speech_synthesize(services const& with);

}  // namespace tools
