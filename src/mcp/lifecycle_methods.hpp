#pragma once
// How a peer and this server get to know each other: initialize, ping (legacy) and server/discover (modern).

#include "mcp/connection.hpp"
#include "mcp/listeners.hpp"
#include "mcp/method.hpp"
#include "mcp/offering.hpp"

#include <vector>

namespace mcp {

class sessions;

/// One owner, one thread. What it refers to must outlive it.
class lifecycle_methods {
public:
    /// `http_sessions` is null on stdio, where the connection itself is the session.
    lifecycle_methods(current_offering const& offered, connection& peer, listeners& unasked, sessions* http_sessions)
        : offered_(offered), peer_(peer), listeners_(unasked), sessions_(http_sessions) {}

    std::vector<method> methods();

private:
    jsonrpc::ticket initialize(incoming_request& incoming);

    current_offering const& offered_;
    connection& peer_;
    listeners& listeners_;
    sessions* sessions_;
};

}  // namespace mcp
