#pragma once
// The resumable streams of an HTTP endpoint: made for requests and for sessions that listen, found again by event ids.

#include "transport/event_stream.hpp"

#include <memory>
#include <string>
#include <unordered_map>

namespace transport {

/// One owner, one thread.
class event_streams {
public:
    event_streams(platform::executor executor, store::event_limits const& limits, std::size_t queue_limit);

    /// A new stream for the answer to a request; null where there is no room for more.
    std::shared_ptr<event_stream> open(jsonrpc::session_facts const& whose, std::string request);
    /// The stream that an event id names; null when it is gone, or another session's.
    std::shared_ptr<event_stream> find(event_position const& where, jsonrpc::session_facts const& whose);
    /// The one stream of a session that answers no request, new or as it was left; null where there is no room.
    std::shared_ptr<event_stream> standalone(jsonrpc::session_facts const& whose);
    void drop_standalone(jsonrpc::session_facts const& whose);
    /// Drops all that is kept for a session. Its readers end.
    void forget(jsonrpc::session_facts const& whose);

private:
    std::shared_ptr<event_stream> attach(std::string name, std::string request);
    void prune();

    platform::executor executor_;
    std::size_t queue_limit_;
    std::shared_ptr<stream_registry> registry_;
    std::unordered_map<std::string, std::shared_ptr<event_stream>> standalone_;  // by session
};

}  // namespace transport
