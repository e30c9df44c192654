#pragma once
// The files of prompts/, compiled into the binary.

#include <string_view>

namespace tools {

/// The text of prompts/NAME.json; empty for an unknown name.
std::string_view prompt_text(std::string_view name);

}  // namespace tools
