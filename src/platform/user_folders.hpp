#pragma once
// Where a person keeps pictures, films and papers: the folders of the desktop, whatever their language calls them.

#include "platform/environment.hpp"

#include <filesystem>
#include <string_view>
#include <vector>

namespace platform {

/// Desktop, Documents, Downloads, Pictures, Music and Videos: as $XDG_CONFIG_HOME/user-dirs.dirs names them
/// (xdg-user-dirs; ~/桌面 on a Chinese desktop), else by their English names below the home. They may not exist. None
/// without a home.
std::vector<std::filesystem::path> user_folders(environment const& from);

/// The same from the file's text.
std::vector<std::filesystem::path> read_user_folders(std::string_view text, std::filesystem::path const& home);

}  // namespace platform
