#pragma once
// The options that a registered server is started with: those given to `install` itself.

#include <string>
#include <vector>

namespace CLI {
class App;  // NOLINT(readability-identifier-naming): not ours
}

namespace cli {

/// The program's own options as they were given on the command line, paths made absolute: hosts start servers in any
/// folder. Throws CLI::ValidationError for one that would put a secret where every local user can read it.
std::vector<std::string> server_words(CLI::App const& app);

}  // namespace cli
