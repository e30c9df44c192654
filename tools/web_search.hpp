#pragma once
// web_search: pages of the web by DashScope's WebSearch MCP server (schemas/web_search.json).

#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <memory>
#include <string>

namespace tools {

std::unique_ptr<mcp::tool> make_web_search(services const& with);

/// The tool for searching among those that the server lists: bailian_web_search, else the first that takes a `query`.
/// Empty where there is none. Takes `count` out of the arguments where the tool has none.
std::string choose_search_tool(boost::json::array const& list, boost::json::object& arguments);

}  // namespace tools
