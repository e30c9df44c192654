#include "mcp/subscriptions.hpp"

#include "jsonrpc/write.hpp"

namespace mcp {

namespace {

// 2026-07-28 §Subscriptions: every message of a subscription names it.
std::string meta(std::string const& id) {
    return R"("_meta":{"io.modelcontextprotocol/subscriptionId":)" + id + "}";
}

}  // namespace

subscriptions::subscription const* subscriptions::find(jsonrpc::ticket number) const {
    auto const found = open_.find(number);
    return found == open_.end() ? nullptr : &found->second;
}

subscriptions::subscription subscriptions::take(jsonrpc::ticket number) {
    auto const found = open_.find(number);
    auto taken = std::move(found->second);
    open_.erase(found);
    return taken;
}

void subscriptions::tools_changed() const {
    for (auto const& [number, each] : open_)
        each.outlet->notify(jsonrpc::notification("notifications/tools/list_changed", "{" + meta(each.id) + "}"));
}

std::string acknowledgement(std::string const& id, bool tools) {
    auto const honoured = tools ? R"({"toolsListChanged":true})" : "{}";
    return jsonrpc::notification("notifications/subscriptions/acknowledged",
                                 R"({"notifications":)" + std::string(honoured) + "," + meta(id) + "}");
}

}  // namespace mcp
