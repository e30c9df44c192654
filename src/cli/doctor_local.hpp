#pragma once
// What `doctor` can see without asking anybody: files, folders, proxies, clients.

#include "cli/finding.hpp"
#include "net/client.hpp"
#include "platform/environment.hpp"

#include <filesystem>

namespace cli {

/// The configuration file: whether it is there, and who may read it.
void check_config_file(diagnosis& into, std::filesystem::path const& path, bool named);

/// Whether results can be kept there; nothing is made.
void check_folder(diagnosis& into, std::string check, std::filesystem::path const& folder, std::string fix);

/// Which proxy requests to `base` take.
void check_proxy(diagnosis& into, net::proxy_settings const& proxies, net::origin const& base);

/// Which clients have the server, and whether what they start is there.
void check_clients(diagnosis& into, std::string const& server_name, platform::environment const& environment);

}  // namespace cli
