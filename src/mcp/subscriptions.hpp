#pragma once
// The open subscriptions/listen requests (2026-07-28 §Subscriptions).

#include "jsonrpc/service.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace mcp {

/// One owner, one thread.
class subscriptions {
public:
    struct subscription {
        std::string id;  // JSON text: of the request, and of the subscription
        std::shared_ptr<jsonrpc::outlet> outlet;
    };

    static constexpr std::size_t most = 1024;
    bool full() const { return open_.size() >= most; }
    bool empty() const { return open_.empty(); }

    void add(jsonrpc::ticket number, subscription which) { open_.emplace(number, std::move(which)); }
    /// Null for a ticket of something else.
    subscription const* find(jsonrpc::ticket number) const;
    /// Takes it out; its outlet still waits for a reply.
    subscription take(jsonrpc::ticket number);
    /// The number of any one.
    jsonrpc::ticket first() const { return open_.begin()->first; }
    /// Tells all subscribers that the list of tools has changed.
    void tools_changed() const;

private:
    std::map<jsonrpc::ticket, subscription> open_;
};

/// The notification that begins each subscription; `tools` says whether changes of the tools are among what is
/// honoured.
std::string acknowledgement(std::string const& id, bool tools);

}  // namespace mcp
