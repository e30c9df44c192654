#include "cli/folders.hpp"

#include "platform/directories.hpp"
#include "platform/user_folders.hpp"

namespace fs = std::filesystem;

namespace cli {

namespace {

// A mode is chosen by flag or environment; `output` of the CLI's file is the format of what `call` prints.
constexpr std::string_view mode_variable = "DASHSCOPE_MCP_OUTPUT";

tools::output_mode mode_of(options const& given, platform::environment const& environment) {
    auto const usual = given.what == command::http ? tools::output_mode::urls : tools::output_mode::files;
    auto const variable = platform::value_of(environment, mode_variable);
    auto const& text = given.output.empty() ? std::string(variable) : given.output;
    if (text.empty()) return usual;
    if (auto const mode = tools::parse_output_mode(text)) return *mode;
    throw dashscope::settings_error(std::string(given.output.empty() ? mode_variable : "--output") + ": '" + text +
                                    "' is not urls, files or inline.");
}

// The home may be a symbolic link, which the working directory never shows.
bool is_home(fs::path const& here, platform::environment const& environment) {
    auto const home = platform::home_directory(environment);
    std::error_code failed;
    return here == home || (!home.empty() && fs::equivalent(here, home, failed));
}

}  // namespace

fs::path output_folder(dashscope::settings const& settings, platform::environment const& environment) {
    if (!settings.output_dir.empty()) return platform::expand_home(settings.output_dir, environment);
    auto const home = platform::home_directory(environment);
    // A container's bare user: what is made there can still be fetched by its URL.
    if (home.empty()) return fs::path("/tmp") / "dashscope";
    return home / "Downloads" / "dashscope";
}

tools::output_options output_options(options const& given, dashscope::settings const& settings,
                                     platform::environment const& environment) {
    tools::output_options result;
    result.mode = mode_of(given, environment);
    result.folder = output_folder(settings, environment);
    result.previews = given.previews;
    return result;
}

std::vector<fs::path> file_roots(options const& given, fs::path const& output,
                                 platform::environment const& environment) {
    std::vector<fs::path> roots;
    if (!given.roots.empty()) {
        for (auto const& each : given.roots) roots.push_back(platform::expand_home(each, environment));
        return roots;
    }
    if (given.what == command::http) return {};
    // A name without a folder is looked for in this order: the file that a caller stands beside comes first.
    std::error_code failed;
    auto const here = fs::current_path(failed);
    if (!failed && here != "/" && !is_home(here, environment)) roots.push_back(here);
    roots.push_back(output);
    for (auto& folder : platform::user_folders(environment)) roots.push_back(std::move(folder));
    return roots;
}

}  // namespace cli
