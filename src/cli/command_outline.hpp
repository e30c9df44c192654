#pragma once
// The command line as plain values, for who describes it.

#include <string>
#include <vector>

namespace CLI {
class App;  // NOLINT(readability-identifier-naming): not ours
}

namespace cli {

struct outlined_option {
    std::vector<std::string> flags;  // "-y", "--yes"; empty: a word without a flag
    std::string name;                // of a word without a flag
    std::string help;
    std::string value;                 // what it takes: "FILE"; empty: nothing
    std::vector<std::string> choices;  // all that it may be, if that is known
    bool repeats = false;

    bool takes_path() const { return value == "FILE" || value == "FOLDER" || value == "DIR"; }
    std::string const& longest() const { return flags.back(); }
};

struct outlined_command {
    std::string name;  // empty: the program itself
    std::string help;
    std::vector<outlined_option> options;
};

/// The program itself first, then its commands.
std::vector<outlined_command> outline(CLI::App const& app);

}  // namespace cli
