#pragma once
// A tool that is one function, as the suite's fixtures are.

#include "mcp/registry.hpp"
#include "mcp/request_context.hpp"
#include "mcp/tool.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <string_view>

namespace conformance {

/// The arguments are a copy: the coroutine may keep them.
using fixture_body = std::function<platform::task<mcp::tool_result>(boost::json::object, mcp::request_context&)>;

/// Adds a tool with the suite's own name, which need not be one of ours. `properties` are those of its inputSchema.
void add_fixture(mcp::registry& to, std::string_view name, std::string_view description, fixture_body run,
                 boost::json::object properties = {});
/// The same with a whole inputSchema.
void add_fixture_with_schema(mcp::registry& to, std::string_view name, std::string_view description,
                             boost::json::object schema, fixture_body run);

/// A string argument of a fixture; empty where it is absent.
std::string text_argument(boost::json::object const& arguments, std::string_view name);

}  // namespace conformance
