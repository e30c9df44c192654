#pragma once
// One message on its way through the engine, as the features that answer it see it.

#include "jsonrpc/service.hpp"
#include "jsonrpc/write.hpp"
#include "mcp/envelope.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace mcp {

struct session;

/// Valid while `engine::receive` runs; what goes on longer copies what it needs.
struct incoming_request {
    jsonrpc::message const& message;
    jsonrpc::arrival const& from;
    std::shared_ptr<jsonrpc::outlet> to;
    envelope sender = {};
    std::string session_key = {};  // names the session to what follows: cancellations, answers; empty where nothing can
    session const* known = nullptr;  // of a legacy HTTP request

    bool modern() const { return sender.modern(); }
    /// Names the request to notifications/cancelled; empty where nothing can.
    std::string cancel_key() const { return session_key.empty() ? std::string() : session_key + ' ' + message.id; }
    /// A parameter of the request; null where it is absent.
    boost::json::value const* parameter(std::string_view name) const {
        return message.params ? message.params->if_contains(name) : nullptr;
    }

    /// Answers with a result; `result` is a JSON text.
    jsonrpc::ticket succeed(std::string_view result) const {
        to->finish({jsonrpc::success(message.id, result), 200, {}});
        return 0;
    }
    /// Answers with an error. After dispatch errors travel under HTTP 200, but for an unknown modern method and a
    /// missing capability.
    jsonrpc::ticket fail(jsonrpc::error const& problem, int status = 200) const {
        to->finish({jsonrpc::failure(message.id, problem), status, {}});
        return 0;
    }
    jsonrpc::ticket fail(jsonrpc::errc code, std::string text, int status = 200) const {
        return fail(jsonrpc::error{code, std::move(text), nullptr}, status);
    }
};

}  // namespace mcp
