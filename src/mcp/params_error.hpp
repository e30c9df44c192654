#pragma once
// A request that can't be served as it is asked.

#include "mcp/request_error.hpp"

namespace mcp {

/// What to throw for it: the error -32602, whose text tells the caller what is allowed.
inline request_error params_error(std::string text) {
    return request_error({jsonrpc::errc::invalid_params, std::move(text), nullptr});
}

}  // namespace mcp
