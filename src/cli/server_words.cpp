#include "cli/server_words.hpp"

#include "platform/directories.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>

namespace cli {

namespace {

bool names_path(CLI::Option const& option) {
    auto const kind = option.get_type_name();
    return kind == "FILE" || kind == "FOLDER" || kind == "DIR";
}

std::string written(CLI::Option const& option, std::string const& value) {
    if (!names_path(option)) return value;
    return std::filesystem::absolute(platform::expand_home(value, platform::read_environment()))
        .lexically_normal()
        .string();
}

}  // namespace

std::vector<std::string> server_words(CLI::App const& app) {
    std::vector<std::string> words;
    std::vector<CLI::Option const*> done;
    for (auto const* option : app.parse_order()) {
        if (option->get_lnames().empty() || std::find(done.begin(), done.end(), option) != done.end()) continue;
        done.push_back(option);
        auto const flag = "--" + option->get_lnames().front();
        if (flag == "--api-key")
            throw CLI::ValidationError(flag,
                                       "would be readable by every local user; run dashscope-mcp login, or set "
                                       "DASHSCOPE_API_KEY where the client runs");
        if (option->get_expected_max() == 0) {
            words.push_back(flag);
            continue;
        }
        for (auto const& value : option->results()) {
            words.push_back(flag);
            words.push_back(written(*option, value));
        }
    }
    return words;
}

}  // namespace cli
