#pragma once
// What the two halves of the HTTP endpoint share. Private to `transport`.

#include "jsonrpc/service.hpp"
#include "net/server.hpp"

#include <string>

namespace transport {

/// The header of a request as the service reads it.
class request_fields final : public jsonrpc::field_source {
public:
    explicit request_fields(net::server_request const& request) : request_(request) {}
    std::optional<std::string_view> field(std::string_view name) const override { return request_.field(name); }

private:
    net::server_request const& request_;
};

inline constexpr std::string_view allowed_methods = "GET, POST, DELETE";

inline std::string old_transport_refusal(std::string const& path) {
    return "This server speaks MCP over Streamable HTTP, not over the HTTP+SSE transport of 2024-11-05: POST messages "
           "to " +
           path + ", that is, set the client's transport to \"http\" (streamable), not \"sse\"";
}

}  // namespace transport
