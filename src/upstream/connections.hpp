#pragma once
// The MCP servers in use: one client for each server and credential.

#include "upstream/client.hpp"

#include <list>

namespace upstream {

/// One owner, one thread: that of `executor`.
class connections {
public:
    /// `http` must outlive it and all calls.
    connections(net::client& http, platform::executor executor, identity who);
    connections(connections const&) = delete;

    /// The same client for the same server and fields. Of very many the ones that were not used for longest are
    /// dropped; their calls go on.
    std::shared_ptr<client> to(endpoint const& where);

    /// True while there may be sessions to end.
    bool any() const { return !open_.empty(); }
    /// Ends every session, side by side; returns at `until` at the latest.
    platform::task<void> close(platform::clock::time_point until);

private:
    struct connection {
        endpoint where;
        std::shared_ptr<client> with;
    };

    net::client& http_;
    platform::executor executor_;
    identity who_;
    std::list<connection> open_;  // the latest used first
};

}  // namespace upstream
