#include "mcp/subscription_filter.hpp"

#include "jsonrpc/write.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace mcp {

namespace {

bool flag(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value && value->is_bool() && value->get_bool();
}

}  // namespace

subscription_filter read_filter(json::object const& notifications) {
    subscription_filter filter{flag(notifications, "toolsListChanged"),
                               flag(notifications, "promptsListChanged"),
                               flag(notifications, "resourcesListChanged"),
                               {}};
    auto const* uris = notifications.if_contains("resourceSubscriptions");
    if (!uris || !uris->is_array()) return filter;
    for (auto const& each : uris->get_array()) {
        if (!each.is_string() || filter.uris.size() == most_uris) continue;
        std::string uri(each.get_string());
        if (std::ranges::find(filter.uris, uri) == filter.uris.end()) filter.uris.push_back(std::move(uri));
    }
    return filter;
}

std::string acknowledgement(std::string const& id, subscription_filter const& honoured) {
    json::object told;
    if (honoured.tools) told["toolsListChanged"] = true;
    if (honoured.prompts) told["promptsListChanged"] = true;
    if (honoured.resources) told["resourcesListChanged"] = true;
    if (!honoured.uris.empty()) told["resourceSubscriptions"] = json::array(honoured.uris.begin(), honoured.uris.end());
    return jsonrpc::notification("notifications/subscriptions/acknowledged",
                                 R"({"notifications":)" + json::serialize(told) +
                                     R"(,"_meta":{"io.modelcontextprotocol/subscriptionId":)" + id + "}}");
}

}  // namespace mcp
