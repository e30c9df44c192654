#pragma once
// The one peer of a stdio connection.

#include "jsonrpc/service.hpp"
#include "mcp/envelope.hpp"

#include <memory>

namespace mcp {

/// What its legacy `initialize` settled. HTTP has sessions for that.
struct connection {
    envelope sender = {latest_legacy, {}, log_level::warning};
    bool initialized = false;
    std::shared_ptr<jsonrpc::outlet> unasked = nullptr;  // for what belongs to no request; null before `initialize`
};

}  // namespace mcp
