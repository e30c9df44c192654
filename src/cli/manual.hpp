#pragma once
// The manual page.

#include "cli/command_outline.hpp"

namespace cli {

/// dashscope-mcp(1), for groff's man macros.
std::string manual(std::vector<outlined_command> const& all);

}  // namespace cli
