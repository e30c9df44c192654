#pragma once
// JSON-RPC 2.0 errors, with the codes that MCP adds (wire-contract §2.5; MCP 2026-07-28 §Error codes).

#include <boost/json/value.hpp>

#include <string>

namespace jsonrpc {

enum class errc : int {
    parse_error = -32700,
    invalid_request = -32600,
    method_not_found = -32601,
    invalid_params = -32602,
    internal_error = -32603,
    server_error = -32000,                  // legacy transports: sessions and versions
    session_not_found = -32001,             // legacy Streamable HTTP
    resource_not_found = -32002,            // legacy; modern: invalid_params
    header_mismatch = -32020,               // modern: HTTP headers and body differ
    missing_client_capability = -32021,     // modern
    unsupported_protocol_version = -32022,  // modern
};

struct error {
    errc code = errc::internal_error;
    std::string message;
    boost::json::value data = nullptr;  // left out of the wire form when null
};

}  // namespace jsonrpc
