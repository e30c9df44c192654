#pragma once
// Failures of requests that are no results.

#include "mcp/envelope.hpp"

#include <stdexcept>

namespace mcp {

/// Answered as a JSON-RPC error. A tool that has something to tell a model throws tool_error instead.
class request_error : public std::runtime_error {
public:
    explicit request_error(jsonrpc::error problem, int status = 200)
        : std::runtime_error(problem.message), why_{status, std::move(problem)} {}

    rejection const& why() const { return why_; }

private:
    rejection why_;
};

}  // namespace mcp
