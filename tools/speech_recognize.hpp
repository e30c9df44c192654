#pragma once
// speech_recognize: recordings as text, with times and speakers (schemas/speech_recognize.json; catalogue §8).

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

std::unique_ptr<mcp::tool> make_speech_recognize(services const& with);

}  // namespace tools
