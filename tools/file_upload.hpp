#pragma once
// file_upload: a file into DashScope's temporary storage (schemas/file_upload.json).

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

std::unique_ptr<mcp::tool> make_file_upload(services const& with);

}  // namespace tools
