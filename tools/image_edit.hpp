#pragma once
// image_edit: pictures changed by instruction, and the functions of wanx2.1-imageedit (schemas/image_edit.json;
// catalogue §4).

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

std::unique_ptr<mcp::tool> make_image_edit(services const& with);

}  // namespace tools
