#pragma once
// Requests that cost little or nothing: sent on the call's own behalf, ended with it.

#include "mcp/request_context.hpp"
#include "tools/job.hpp"

namespace tools {

/// A request to this server's settings: time-out, workspace; retries are told to the caller's log.
planned_call plan_request(services const& with, mcp::request_context& context, std::string what,
                          dashscope::op_class repeats, std::string method, std::string path);

/// Sends it with the operator's key. Cancelling the call ends it. Throws failure.
platform::task<boost::json::value> ask(services with, planned_call call);

/// The `request_id` in an answer's body; empty when there is none.
std::string request_id_in(boost::json::value const& answer);

}  // namespace tools
