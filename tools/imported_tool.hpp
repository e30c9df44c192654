#pragma once
// Tools of other MCP servers under names of our own.

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

/// A server of the marketplace whose tools are offered.
struct upstream_server {
    std::string prefix;  // begins the names of its tools; also their toolset
    std::string name;    // its code there
};

/// From entries such as "market-cmapi0001" or "maps=market-cmapi0001". Prefixes that are not given are made of the
/// names; no two are equal. Throws std::invalid_argument with what is allowed.
std::vector<upstream_server> parse_upstreams(std::vector<std::string> const& entries);

/// PREFIX_TOOL in our letters, cut to 30 with a mark of the whole name, and added to `taken`.
std::string imported_name(std::string_view prefix, std::string_view tool, std::set<std::string>& taken);

/// The definition as mcp::registry takes it: our name, the portable schema, what the server says of it.
boost::json::object imported_definition(boost::json::object const& tool, std::string const& our_name,
                                        upstream_server const& from);

struct imported_tool {
    std::string definition;  // JSON
    std::shared_ptr<mcp::tool const> run;
};

/// All that a server lists, up to a bound.
std::vector<imported_tool> import_tools(services const& with, upstream_server const& from,
                                        boost::json::array const& list, std::set<std::string>& taken);

}  // namespace tools
