#pragma once
// vocabulary_manage: hot words of speech recognition (schemas/vocabulary_manage.json; catalogue §8).

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

std::unique_ptr<mcp::tool> make_vocabulary_manage(services const& with);

}  // namespace tools
