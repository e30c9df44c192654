#pragma once
// What a request does that takes time: runs a tool, renders a prompt, reads a resource.

#include "mcp/request_context.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace mcp {

/// Made for one request, run once (work_runner).
class work {
public:
    virtual ~work() = default;
    /// For the log: which tool, which prompt.
    virtual std::string_view name() const = 0;
    /// Gives the result as a JSON text of the context's era. May throw tool_error, whose words go to the caller, and
    /// request_error; any other exception is an internal error. Cancellation arrives as the coroutine's own.
    virtual platform::task<std::string> run(request_context& context) = 0;
    /// True when the result tells of a failure; for the log.
    virtual bool failed() const { return false; }
    /// The result that tells a failure's words; nothing where a failure is answered as a JSON-RPC error.
    virtual std::optional<std::string> failure_result(std::string_view words, revision version) const = 0;
};

}  // namespace mcp
