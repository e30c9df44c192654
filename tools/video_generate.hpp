#pragma once
// video_generate: films from text, frames, references or a clip (schemas/video_generate.json; catalogue §5).

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

std::unique_ptr<mcp::tool> make_video_generate(services const& with);

}  // namespace tools
