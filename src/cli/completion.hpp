#pragma once
// What shells and `man` should know of the command line, from the command line itself.

#include <string>
#include <string_view>

namespace CLI {
class App;  // NOLINT(readability-identifier-naming): not ours
}

namespace cli {

/// A completion script for "bash", "zsh" or "fish", or with "man" the manual page dashscope-mcp(1).
std::string completion(CLI::App const& app, std::string_view kind);

}  // namespace cli
