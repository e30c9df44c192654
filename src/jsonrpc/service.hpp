#pragma once
// The seam between transports and the protocol: a transport frames bytes into JSON texts, a service answers them.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace jsonrpc {

/// The HTTP header fields of a message, looked up by lower-case name.
class field_source {
public:
    virtual ~field_source() = default;
    virtual std::optional<std::string_view> field(std::string_view name) const = 0;
};

class outlet;

/// One JSON text from a peer. Valid only while `service::receive` runs.
struct arrival {
    std::string_view text;
    field_source const* fields = nullptr;  // null where there are none: stdio
    std::string_view principal;            // who sent it, as the transport authenticated; empty for the one local user
    /// Where messages go that belong to no request, for as long as the peer is there; null where there is no such way.
    std::shared_ptr<outlet> unasked = nullptr;
};

/// The answer to an arrival: one JSON text, or none.
struct reply {
    std::string body;        // empty: nothing to say (notifications, cancelled requests)
    int status = 200;        // for HTTP; stdio ignores it
    std::string session_id;  // for HTTP: sent as Mcp-Session-Id unless empty
};

/// A legacy session over HTTP, as far as its transport must know it.
struct session_facts {
    std::string name;    // tells it from all other sessions; never sent to anyone
    bool polls = false;  // its client comes back for the rest of a stream when the connection was closed (2025-11-25)
};

/// Where the answers to one arrival go. Made by the transport, called on its thread.
class outlet {
public:
    virtual ~outlet() = default;
    /// Whose request it is, with its id as JSON text: that session may ask again for messages that were lost with a
    /// connection. Called before anything else, or never.
    virtual void belongs_to(session_facts const& /*whose*/, std::string_view /*request*/) {}
    /// A message that precedes the reply: a notification that concerns the request.
    virtual void notify(std::string text) = 0;
    /// False where what precedes the reply is never seen: for an HTTP client that takes plain JSON only.
    virtual bool is_heard() const { return true; }
    /// Closes the connection, not the stream: the client fetches the rest when it likes. Nothing happens where it could
    /// not.
    virtual void let_poll() {}
    /// The reply. Called exactly once for each arrival, possibly before `receive` returns; nothing follows it.
    virtual void finish(reply answer) = 0;
};

/// Names a running arrival; 0 when it was answered at once.
using ticket = std::uint64_t;

/// What the header of a request without a message (GET, DELETE) says of its session.
struct session_lookup {
    int status = 200;  // else the HTTP status that refuses: 400 when none is named, 404 for one that is unknown or over
    session_facts whose;
};

/// Answers messages. One owner, one thread.
class service {
public:
    virtual ~service() = default;
    virtual ticket receive(arrival const& what, std::shared_ptr<outlet> to) = 0;
    /// The peer of a running arrival is gone. What that means (cancel or go on) is the service's to decide.
    virtual void disconnected(ticket running) = 0;
    virtual session_lookup find_session(field_source const& fields, std::string_view principal) = 0;
    /// Gives messages of that session that belong to no request to this outlet from now on, and ends it with the session.
    /// False when there are never any: the outlet is not used then.
    virtual bool listen(session_facts const& whose, std::weak_ptr<outlet> unasked) = 0;
    /// Ends a session by its id (HTTP DELETE); gives the HTTP status: 204, 400 or 404.
    virtual int end_session(std::optional<std::string_view> session_id, std::string_view principal) = 0;
    /// Cancels whatever runs; each arrival is still finished. For shutdown.
    virtual void cancel_all() = 0;
    virtual std::size_t running() const = 0;
};

}  // namespace jsonrpc
