#include "mcp/subscriptions.hpp"

namespace mcp {

namespace {

bool wants(subscription_filter const& filter, changed_list which) {
    switch (which) {
        case changed_list::tools:
            return filter.tools;
        case changed_list::prompts:
            return filter.prompts;
        case changed_list::resources:
            return filter.resources;
    }
    return false;
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

void subscriptions::tell(changed_list which) const {
    for (auto const& [number, each] : open_)
        if (wants(each.honoured, which)) each.outlet->notify(list_changed(which, each.id));
}

}  // namespace mcp
