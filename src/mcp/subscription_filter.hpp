#pragma once
// What a subscriber wants to hear of (2026-07-28 §Subscriptions, SubscriptionFilter).

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace mcp {

struct subscription_filter {
    bool tools = false;
    bool prompts = false;
    bool resources = false;
    std::vector<std::string> uris = {};

    bool empty() const { return !tools && !prompts && !resources && uris.empty(); }
};

/// Members of another type than they should have want nothing. At most `most_uris` of one subscriber are read.
inline constexpr std::size_t most_uris = 256;
subscription_filter read_filter(boost::json::object const& notifications);

/// The notification that begins each subscription: what of its wishes is honoured. `id` is a JSON text.
std::string acknowledgement(std::string const& id, subscription_filter const& honoured);

}  // namespace mcp
