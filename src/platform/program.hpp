#pragma once
// Where this very program lies.

#include "platform/environment.hpp"

#include <filesystem>
#include <string_view>

namespace platform {

/// The absolute path by which the program was started, `called` being the first word of its command line: a link such
/// as /usr/local/bin/NAME outlives the file of one version that it leads to. Where that leads elsewhere, the file that
/// runs. Empty when the system doesn't tell.
std::filesystem::path program_path(std::string_view called, environment const& from);

/// What a shell would start under this name; empty when there is nothing. A path with a slash is only checked.
std::filesystem::path find_program(std::string_view name, environment const& from);

}  // namespace platform
