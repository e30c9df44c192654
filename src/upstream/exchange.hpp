#pragma once
// One message to an MCP server over Streamable HTTP, and what comes back (2025-06-18 §Streamable HTTP).

#include "net/client.hpp"
#include "platform/task.hpp"
#include "upstream/answer_reader.hpp"
#include "upstream/handshake.hpp"

#include <boost/json/value.hpp>

#include <functional>
#include <string>

namespace upstream {

/// Where a server is, and on whose behalf it is asked.
struct endpoint {
    net::url where;
    net::headers fields;  // Authorization and the like, with every message

    bool operator==(endpoint const& other) const;
};

/// A message that goes out.
struct outgoing {
    std::string body;
    session const* with = nullptr;  // null: before there is one
    platform::clock::time_point until;
    std::function<void()> on_sending = {};
};

struct answered {
    boost::json::value result;
    std::string session_id;  // of the answer's head
};

/// Sends the request `id` and reads until its reply. `on_meanwhile` gets what comes before it. Throws failure.
platform::task<answered> ask(net::client& http, endpoint to, outgoing what, std::uint64_t id,
                             std::function<void(meanwhile)> on_meanwhile);

/// Sends a notification, or a reply to a request of the server's. Throws failure.
platform::task<void> tell(net::client& http, endpoint to, outgoing what);

/// Ends a session (HTTP DELETE). Whatever the server says to that is good.
platform::task<void> end_session(net::client& http, endpoint to, session which, platform::clock::time_point until);

}  // namespace upstream
