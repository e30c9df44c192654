#pragma once
// The programs that can launch the server: where each keeps its list of servers, and how it writes them.

#include "platform/environment.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace install {

enum class format {
    json,  // a file of JSON, with comments where the client allows them
    toml,
    link,  // no file that others may write: a link that the client opens
};

enum class shape {
    usual,     // {"command": "…", "args": […], "env": {…}}
    one_list,  // {"command": ["…", …], "environment": {…}}
    forwards,  // as usual, with the names of variables to hand on: env_vars = […]
    prompts,   // as usual; what is secret is asked for once and kept by the client: "inputs"
};

/// Paths begin with `~/`, or with `$CONFIG/`: $XDG_CONFIG_HOME or ~/.config, on macOS ~/Library/Application Support.
/// `$NAME/` is a folder that an environment variable names; the place counts only where that is set.
struct client {
    std::string_view id;
    std::string_view title;
    format how;
    std::vector<std::string_view> places;  // the first that exists, else the first that has a folder, else the first
    std::string_view section;              // the key of the list
    shape looks = shape::usual;
    std::string_view reference;  // how a value is taken from the client's environment; empty: it can't be
    std::string_view more;       // further members of the entry, JSON
    std::string_view then;       // what is left to do: "Restart Claude Desktop."
};

std::span<client const> all_clients();
/// Null when there is none; case and blanks don't matter.
client const* find_client(std::string_view id);
/// The ids, separated by commas.
std::string client_ids();

/// Where this client keeps its servers on this machine; empty for `format::link` and without a home.
std::filesystem::path file_of(client const& which, platform::environment const& environment);

}  // namespace install
