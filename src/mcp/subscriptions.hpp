#pragma once
// The open subscriptions/listen requests (2026-07-28 §Subscriptions).

#include "jsonrpc/service.hpp"
#include "mcp/changes.hpp"
#include "mcp/resource.hpp"
#include "mcp/subscription_filter.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace mcp {

/// One owner, one thread.
class subscriptions {
public:
    struct subscription {
        std::string id;  // JSON text: of the request, and of the subscription
        std::shared_ptr<jsonrpc::outlet> outlet;
        subscription_filter honoured = {};
        std::vector<watch> watches = {};  // what tells the outlet of resources
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
    /// Tells all who want to hear of it that a list has changed.
    void tell(changed_list which) const;

private:
    std::map<jsonrpc::ticket, subscription> open_;
};

}  // namespace mcp
