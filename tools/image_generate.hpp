#pragma once
// image_generate: pictures from text, and from text with reference pictures (schemas/image_generate.json; catalogue
// §4).

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

std::unique_ptr<mcp::tool> make_image_generate(services const& with);

}  // namespace tools
