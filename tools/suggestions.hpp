#pragma once
// Values that an argument may have, for those who type one: from the tables in the program, and from what was used.

#include "tools/services.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tools {

/// `kind` is what the files in prompts/ write: model, `model CAPABILITY`, voice, language, size, ratio, resolution,
/// application, memory_library. Another one has none. Defaults come first.
std::vector<std::string> suggestions(services const& with, std::string_view kind, std::string_view principal);

/// Whether there is such a kind.
bool is_suggestion_kind(std::string_view kind);

}  // namespace tools
