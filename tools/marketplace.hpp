#pragma once
// The MCP servers that DashScope hosts: WebSearch and others of its marketplace (catalogue §12).

#include "dashscope/exchange.hpp"
#include "mcp/request_context.hpp"
#include "mcp/tool.hpp"
#include "tools/services.hpp"
#include "upstream/connections.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace tools {

/// `/api/v1/mcps/SERVER/mcp`
std::string marketplace_path(std::string_view server);

/// Where a server is, with the operator's key.
upstream::endpoint marketplace_endpoint(services const& with, std::string_view server);

/// What went wrong and what to do about it, for a model or a person. `what` begins the sentence "… failed.".
std::string words_for(upstream::failure const& failed, std::string_view what, std::string_view server,
                      dashscope::credential const& who);

/// One call of a tool of a hosted server.
struct hosted_call {
    std::string what;  // "The web search"
    std::string server;
    std::string tool;  // empty: `choose` does
    boost::json::object arguments;
    dashscope::op_class repeats = dashscope::op_class::read;
    /// Names the tool among those of the server's list, and may adapt the arguments to it. Empty name: none fits.
    std::string (*choose)(boost::json::array const& list, boost::json::object& arguments) = nullptr;
};

/// The result, as it came. Repeated as `repeats` allows, within the deadline; progress is passed on. Throws tool_error.
platform::task<boost::json::object> call_hosted(services with, hosted_call call, mcp::request_context& context);

/// A result of another server's as ours, with nothing changed or left out; but what is longer than 8 kB is saved whole,
/// where files are, and its beginning shown. `note` is added as the last text; `host` is request_context::host.
platform::task<mcp::tool_result> forwarded(services with, boost::json::object result, std::string stem,
                                           std::string note, std::string host);

}  // namespace tools
