#pragma once
// What the command line, the environment and the configuration file say together.

#include "cli/options.hpp"
#include "dashscope/client.hpp"
#include "dashscope/settings.hpp"
#include "net/client.hpp"
#include "platform/environment.hpp"

#include <filesystem>

namespace cli {

/// The file of `--config`, else the official CLI's. Empty without a home.
std::filesystem::path config_path(options const& given, platform::environment const& environment);

/// Reads the file and resolves everything; tells the log what it must not show. Throws dashscope::settings_error.
dashscope::settings load_settings(options const& given, platform::environment const& environment);

net::client_options http_options(options const& given, platform::environment const& from);
dashscope::client_options api_options(dashscope::settings const& settings);

}  // namespace cli
