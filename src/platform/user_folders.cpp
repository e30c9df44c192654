#include "platform/user_folders.hpp"

#include "platform/directories.hpp"
#include "platform/files.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace platform {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t file_limit = 64 * 1024;

struct folder {
    std::string_view variable;
    std::string_view english;
};

constexpr folder folders[] = {
    {"XDG_DESKTOP_DIR", "Desktop"},   {"XDG_DOCUMENTS_DIR", "Documents"}, {"XDG_DOWNLOAD_DIR", "Downloads"},
    {"XDG_PICTURES_DIR", "Pictures"}, {"XDG_MUSIC_DIR", "Music"},         {"XDG_VIDEOS_DIR", "Videos"},
};

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) ++i;
        out += text[i];
    }
    return out;
}

// `XDG_NAME_DIR="$HOME/path"` or an absolute path: nothing else is allowed there.
std::optional<fs::path> value_in(std::string_view line, std::string_view variable, fs::path const& home) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (!line.starts_with(variable) || !line.substr(variable.size()).starts_with("=\"")) return {};
    line.remove_prefix(variable.size() + 2);
    auto const end = line.rfind('"');
    if (end == std::string_view::npos) return {};
    line = line.substr(0, end);
    if (line.starts_with("$HOME/")) return home / unescaped(line.substr(6));
    if (line.starts_with('/')) return fs::path(unescaped(line));
    return {};
}

std::optional<fs::path> find(std::string_view text, std::string_view variable, fs::path const& home) {
    std::optional<fs::path> last;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        if (auto found = value_in(text.substr(0, end), variable, home)) last = std::move(found);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return last;
}

}  // namespace

std::vector<fs::path> read_user_folders(std::string_view text, fs::path const& home) {
    std::vector<fs::path> found;
    auto const whole_home = (home / "").lexically_normal();
    for (auto const& [variable, english] : folders) {
        auto const path = find(text, variable, home).value_or(home / english).lexically_normal();
        // The home itself stands for a folder that the person doesn't want.
        if ((path / "").lexically_normal() != whole_home && path != "/") found.push_back(path);
    }
    return found;
}

std::vector<fs::path> user_folders(environment const& from) {
    auto const home = home_directory(from);
    if (home.empty()) return {};
    fs::path config = value_of(from, "XDG_CONFIG_HOME");
    if (!config.is_absolute()) config = home / ".config";
    auto const text = read_file(config / "user-dirs.dirs", file_limit);
    return read_user_folders(text ? std::string_view(*text) : std::string_view(), home);
}

}  // namespace platform
