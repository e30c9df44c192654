#include "platform/directories.hpp"

#include <pwd.h>
#include <unistd.h>

#include <vector>

namespace platform {
namespace {

std::filesystem::path home_of_user() {
    std::vector<char> buffer(16'384);
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) return {};
    return found->pw_dir;
}

/// XDG Base Directory: "If an implementation encounters a relative path in any of these variables it should … ignore
/// it."
std::filesystem::path absolute_or_nothing(std::filesystem::path const& path) {
    return path.is_absolute() ? path : std::filesystem::path{};
}

}  // namespace

std::filesystem::path home_directory(environment const& from) {
    auto home = absolute_or_nothing(value_of(from, "HOME"));
    return home.empty() ? absolute_or_nothing(home_of_user()) : home;
}

std::filesystem::path state_directory(environment const& from) {
    if (auto const state = absolute_or_nothing(value_of(from, "XDG_STATE_HOME")); !state.empty())
        return state / "dashscope-mcp";
    auto const home = home_directory(from);
    return home.empty() ? home : home / ".local/state/dashscope-mcp";
}

std::filesystem::path config_file(environment const& from) {
    if (auto const folder = absolute_or_nothing(value_of(from, "BAILIAN_CONFIG_DIR")); !folder.empty())
        return folder / "config.json";
    auto const home = home_directory(from);
    return home.empty() ? home : home / ".bailian/config.json";
}

std::filesystem::path expand_home(std::string_view path, environment const& from) {
    if (path != "~" && !path.starts_with("~/")) return path;
    auto const home = home_directory(from);
    if (home.empty()) return path;
    return path.size() <= 2 ? home : home / path.substr(2);
}

}  // namespace platform
