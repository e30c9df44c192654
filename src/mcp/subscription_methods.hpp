#pragma once
// subscriptions/listen (2026-07-28 §Subscriptions).

#include "mcp/in_flight.hpp"
#include "mcp/method.hpp"
#include "mcp/offering.hpp"
#include "mcp/subscriptions.hpp"

#include <vector>

namespace mcp {

/// One owner, one thread. What it refers to must outlive it.
class subscription_methods {
public:
    subscription_methods(current_offering const& offered, in_flight& running) : offered_(offered), running_(running) {}

    std::vector<method> methods();
    void changed(changed_list which) const { open_.tell(which); }
    /// Ends every subscription with its result.
    void end_all();

private:
    class listener;
    jsonrpc::ticket listen(incoming_request& incoming);
    subscriptions::subscription honour(incoming_request const& incoming, subscription_filter wanted) const;
    void end(jsonrpc::ticket number, end_reason why);

    current_offering const& offered_;
    in_flight& running_;
    subscriptions open_;
};

}  // namespace mcp
