#pragma once
// The files of schemas/, compiled into the binary.

#include <string_view>

namespace tools {

/// The text of schemas/NAME.json; empty for an unknown name.
std::string_view schema_text(std::string_view name);

}  // namespace tools
