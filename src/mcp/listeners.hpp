#pragma once
// The legacy sessions that can be told what belongs to no request: over stdio the connection, over HTTP those that have
// opened a stream for it (2025-11-25 §Listening for Messages from the Server).

#include "jsonrpc/service.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace mcp {

/// One outlet for each session, so that no message is sent twice. One owner, one thread.
class listeners {
public:
    /// Replaces the outlet that the session had, which is not finished. The transport keeps it alive: while a client
    /// that was cut off may come back, it gathers what is said meanwhile.
    void add(std::string_view session_key, std::weak_ptr<jsonrpc::outlet> to);
    /// False when the session doesn't listen.
    bool tell(std::string_view session_key, std::string text);
    void tell_all(std::string const& text);
    /// Ends the session's stream.
    void end(std::string_view session_key);
    void end_all();
    bool contains(std::string_view session_key) const;

private:
    std::map<std::string, std::weak_ptr<jsonrpc::outlet>, std::less<>> outlets_;
    std::size_t prune_at_ = 64;
};

}  // namespace mcp
