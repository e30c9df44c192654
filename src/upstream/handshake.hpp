#pragma once
// What a client and a server agree on, and the pages of a list, as values.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace upstream {

/// Who asks: clientInfo.
struct identity {
    std::string name;
    std::string version;
};

/// What `initialize` settled.
struct session {
    std::string id;       // Mcp-Session-Id; empty where the server gives none
    std::string version;  // of the protocol
    std::string server;   // its name
    /// What the server offers, once it was asked.
    std::optional<boost::json::array> tools;
};

/// What is asked for; a server may answer with any revision that `read_initialize` knows.
inline constexpr std::string_view wanted_version = "2025-06-18";

/// The params of `initialize`.
std::string initialize_params(identity const& who);
/// Throws failure for a result that is none, or for a revision that has no handshake.
session read_initialize(boost::json::value const& result);

/// One page of tools/list.
struct tools_page {
    std::vector<boost::json::object> tools;  // those that have a name
    std::string next;                        // the cursor; empty on the last page
};
std::string list_params(std::string_view cursor);
/// Throws failure.
tools_page read_tools(boost::json::value const& result);

/// The params of tools/call. A token asks for progress.
std::string call_params(std::string_view tool, boost::json::object const& arguments,
                        std::optional<std::uint64_t> progress_token);

}  // namespace upstream
