#pragma once
// Requests to the OpenAPI that is signed with an AccessKey pair: asking.hpp's counterpart.

#include "dashscope/openapi.hpp"
#include "mcp/request_context.hpp"
#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <string>

namespace tools {

struct planned_openapi_call {
    dashscope::operation what;
    dashscope::openapi_request request;
    dashscope::call_options options;
};

/// A request to this server's settings: time-out; retries are told to the caller's log.
planned_openapi_call plan_openapi(services const& with, mcp::request_context& context, std::string what,
                                  dashscope::op_class repeats, std::string method, dashscope::openapi_request request);

/// The workspace that a path names: the argument, else the configured one; empty when there is neither.
std::string openapi_workspace(services const& with, std::string const& argument);

/// The same, but what neither says the user is asked for. Throws tool_error where nobody can be asked, or in a dry run.
platform::task<std::string> workspace_for(services with, mcp::request_context& context, std::string argument,
                                          std::string what, bool dry_run);

/// Throws tool_error that says where to put a workspace id. `what` begins the sentence.
void need_workspace(std::string const& workspace, std::string const& what);

/// The result of `dry_run`, without a usable signature.
mcp::tool_result dry_run_result(services const& with, planned_openapi_call const& call);

/// Sends it with the operator's AccessKey. Throws failure.
platform::task<boost::json::value> ask(services with, planned_openapi_call call);

}  // namespace tools
