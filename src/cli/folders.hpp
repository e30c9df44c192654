#pragma once
// Where results go, and from where files may be read.

#include "cli/options.hpp"
#include "dashscope/settings.hpp"
#include "platform/environment.hpp"
#include "tools/output.hpp"

#include <filesystem>
#include <vector>

namespace cli {

/// `--output-dir`, the environment or the CLI file's `output_dir`, else ~/Downloads/dashscope. Nothing is made.
std::filesystem::path output_folder(dashscope::settings const& settings, platform::environment const& environment);

/// Throws dashscope::settings_error for a mode that is none.
tools::output_options output_options(options const& given, dashscope::settings const& settings,
                                     platform::environment const& environment);

/// The folders below which callers may name files: those of `--root`, else the output folder, the user's own folders and
/// the working directory unless that is the root or the home itself. Over HTTP only those of `--root`.
std::vector<std::filesystem::path> file_roots(options const& given, std::filesystem::path const& output,
                                              platform::environment const& environment);

}  // namespace cli
