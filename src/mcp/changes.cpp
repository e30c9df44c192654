#include "mcp/changes.hpp"

#include "jsonrpc/write.hpp"

namespace mcp {

namespace {

// 2026-07-28 §Subscriptions: every message of a subscription names it.
std::string params(std::string members, std::string_view subscription) {
    if (!subscription.empty())
        members += std::string(members.empty() ? "" : ",") + R"("_meta":{"io.modelcontextprotocol/subscriptionId":)" +
                   std::string(subscription) + "}";
    return "{" + members + "}";
}

}  // namespace

std::string list_changed(changed_list which, std::string_view subscription) {
    static constexpr std::string_view methods[] = {"notifications/tools/list_changed",
                                                   "notifications/prompts/list_changed",
                                                   "notifications/resources/list_changed"};
    return jsonrpc::notification(methods[static_cast<std::size_t>(which)], params({}, subscription));
}

std::string resource_updated(std::string_view uri, std::string_view subscription) {
    return jsonrpc::notification("notifications/resources/updated",
                                 params(R"("uri":)" + jsonrpc::quoted(uri), subscription));
}

}  // namespace mcp
