#pragma once
// Where things are kept. Nothing here touches the disk but for the user database.

#include "platform/environment.hpp"

#include <filesystem>

namespace platform {

/// $HOME, else what the user database says. Empty when there is none (a container's bare user id).
std::filesystem::path home_directory(environment const& from);

/// $XDG_STATE_HOME/dashscope-mcp, else ~/.local/state/dashscope-mcp. Empty without a home.
std::filesystem::path state_directory(environment const& from);

/// The official CLI's configuration: $BAILIAN_CONFIG_DIR/config.json, else ~/.bailian/config.json. Empty without a home.
std::filesystem::path config_file(environment const& from);

/// `~` and a leading `~/` replaced by the home directory; anything else as it is, and so is `~` without a home.
std::filesystem::path expand_home(std::string_view path, environment const& from);

}  // namespace platform
