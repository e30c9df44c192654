#pragma once
// The files of guides/, compiled into the binary.

#include <string_view>

namespace tools {

/// The text of guides/NAME.md; empty for an unknown name.
std::string_view guide_text(std::string_view name);

}  // namespace tools
