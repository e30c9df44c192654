#pragma once
// resources/subscribe and resources/unsubscribe of legacy sessions, and what tells them of new lists of resources.

#include "mcp/listeners.hpp"
#include "mcp/method.hpp"
#include "mcp/offering.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mcp {

/// Soft state: a restart forgets it. One owner, one thread. What it refers to must outlive it.
class session_watches {
public:
    session_watches(current_offering const& offered, listeners& peers) : offered_(offered), peers_(peers) {}

    std::vector<method> methods();
    /// Who has seen the list is told when it changes.
    void list_was_seen(incoming_request const& incoming);
    /// Forgets a session.
    void end(std::string_view session_key);

private:
    struct watched {
        std::uint64_t last_use = 0;
        std::vector<watch> lists;
        std::map<std::string, watch> uris;
    };

    jsonrpc::ticket subscribe(incoming_request& incoming);
    jsonrpc::ticket unsubscribe(incoming_request& incoming);
    watched& of(std::string const& session_key);

    current_offering const& offered_;
    listeners& peers_;
    std::uint64_t uses_ = 0;
    std::unordered_map<std::string, watched> sessions_;
};

}  // namespace mcp
