#pragma once
// video_edit: films changed by instruction, and the functions of VACE (schemas/video_edit.json; catalogue §5).

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

std::unique_ptr<mcp::tool> make_video_edit(services const& with);

}  // namespace tools
