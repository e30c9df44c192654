#pragma once
// logging/setLevel. Modern requests name their level themselves.

#include "mcp/connection.hpp"
#include "mcp/method.hpp"
#include "mcp/offering.hpp"

#include <vector>

namespace mcp {

class sessions;

/// One owner, one thread. What it refers to must outlive it.
class logging_methods {
public:
    /// `http_sessions` is null on stdio.
    logging_methods(current_offering const& offered, connection& peer, sessions* http_sessions)
        : offered_(offered), peer_(peer), sessions_(http_sessions) {}

    std::vector<method> methods();

private:
    jsonrpc::ticket set_level(incoming_request& incoming);

    current_offering const& offered_;
    connection& peer_;
    sessions* sessions_;
};

}  // namespace mcp
