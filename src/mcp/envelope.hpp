#pragma once
// What a message says about its sender, in either era, and how that is found out.

#include "jsonrpc/document.hpp"
#include "jsonrpc/service.hpp"
#include "mcp/revision.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace mcp {

/// Log levels of MCP (RFC 5424), in rising order; `off` sends none.
enum class log_level { debug, info, notice, warning, error, critical, alert, emergency, off };
std::optional<log_level> parse_log_level(std::string_view text);
std::string_view to_string(log_level level);

/// What a peer can do, as far as this server asks.
struct client_traits {
    std::string name;
    std::string version;
    bool elicitation_form = false;
    bool elicitation_url = false;
    bool sampling = false;
    bool roots = false;
    bool tasks = false;  // the extension io.modelcontextprotocol/tasks
};

/// Reads a ClientCapabilities object and a clientInfo object (either may be null).
client_traits read_client(boost::json::object const* capabilities, boost::json::object const* info);

struct envelope {
    revision version = latest_legacy;
    client_traits client;
    log_level logging = log_level::off;
    std::string host = {};  // by which an HTTP client addressed this server, as its Host field wrote it; empty on stdio

    bool modern() const { return is_modern(version); }
};

/// A message that can't be served, and why; `status` is the HTTP status.
struct rejection {
    int status;
    jsonrpc::error problem;
};

/// Decides the era of one message, never of its connection (wire-contract §1.7), and reads a modern envelope.
///
/// `fields` is null on stdio, where header rules don't apply. Gives: an envelope for a modern message; nothing for a
/// legacy one, whose sender a session knows; or a rejection.
std::variant<std::monostate, envelope, rejection> classify(jsonrpc::message const& message,
                                                           jsonrpc::field_source const* fields);

/// Rules on the headers of a modern request that hold whatever the method does: Mcp-Method and Mcp-Name present and
/// equal to the body (2026-07-28 §Server Validation).
std::optional<rejection> check_headers(jsonrpc::message const& message, jsonrpc::field_source const& fields);

/// Decodes `=?base64?…?=` (2026-07-28 §Value Encoding); any other value is itself. Nothing when the Base64 is broken, or
/// for characters that no header may have.
std::optional<std::string> decode_header_value(std::string_view value);

/// The error of an unknown version, with what is supported.
rejection unsupported_version(std::string_view requested);

}  // namespace mcp
