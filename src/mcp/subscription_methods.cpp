#include "mcp/subscription_methods.hpp"

#include "mcp/request_error.hpp"
#include "mcp/task.hpp"

using jsonrpc::errc;
using jsonrpc::ticket;

namespace mcp {

/// Stands for one subscription among the requests that run.
class subscription_methods::listener final : public running_request {
public:
    explicit listener(subscription_methods& owner) : owner_(owner) {}
    void end(end_reason why) override { owner_.end(number, why); }

    ticket number = 0;

private:
    subscription_methods& owner_;
};

std::vector<method> subscription_methods::methods() {
    return {{"subscriptions/listen", eras::modern, [this](incoming_request& incoming) { return listen(incoming); }}};
}

namespace {

// Watches what a URI leads to; null where it never changes, or this caller may not.
watch watch_resource(resource_source const* source, std::string const& uri, std::string_view principal,
                     on_change tell) {
    if (!source) return nullptr;
    try {
        return source->watch_one(uri, principal, std::move(tell));
    } catch (request_error const&) {
        return nullptr;
    }
}

}  // namespace

// What never changes is not honoured: there would be nothing to tell.
subscriptions::subscription subscription_methods::honour(incoming_request const& incoming,
                                                         subscription_filter wanted) const {
    auto const& texts = offered_.texts();
    auto const& resources = offered_.resources();
    subscriptions::subscription made{incoming.message.id, incoming.to};
    made.honoured.tools = wanted.tools && texts.tools_change();
    made.honoured.prompts = wanted.prompts && texts.prompts_change();
    made.honoured.resources = wanted.resources && resources.list_changes();
    if (made.honoured.resources)
        for (auto const& each : resources.all()) {
            auto tell = [to = made.outlet, id = made.id] { to->notify(list_changed(changed_list::resources, id)); };
            if (auto one = each->watch_list(incoming.from.principal, tell)) made.watches.push_back(std::move(one));
        }
    for (auto& uri : wanted.uris) {
        auto tell = [to = made.outlet, id = made.id, uri] { to->notify(resource_updated(uri, id)); };
        auto one = watch_resource(resources.find(uri).get(), uri, incoming.from.principal, tell);
        if (!one) continue;
        made.watches.push_back(std::move(one));
        made.honoured.uris.push_back(std::move(uri));
    }
    return made;
}

// Where nothing of what is wanted ever changes the honoured set is empty and the subscription ends at once.
ticket subscription_methods::listen(incoming_request& incoming) {
    auto const* wanted = incoming.parameter("notifications");
    if (!wanted || !wanted->is_object())
        return incoming.fail(errc::invalid_params, "Invalid params: notifications must be an object");
    // The extension tasks, §Task Status Notifications: an error for who has not declared it. Others poll: DashScope
    // tells nothing by itself, and a client's own polling is shared as well as ours would be.
    if (wanted->get_object().contains("taskIds") && !incoming.sender.client.tasks)
        return incoming.fail({errc::missing_client_capability, "Missing required client capability: extensions",
                              boost::json::object{{"requiredCapabilities", tasks_capability()}}},
                             400);
    auto made = honour(incoming, read_filter(wanted->get_object()));
    bool const lasts = !made.honoured.empty();
    if (lasts && open_.full()) return incoming.fail(errc::internal_error, "Too many subscriptions: try again later");
    incoming.to->notify(acknowledgement(incoming.message.id, made.honoured));
    if (!lasts) return incoming.succeed(offered_.texts().subscription_end(incoming.message.id));

    auto const entry = std::make_shared<listener>(*this);
    entry->number = running_.add(incoming.cancel_key(), entry);
    open_.add(entry->number, std::move(made));
    return entry->number;
}

// A peer that has cancelled, or is gone, waits for no result.
void subscription_methods::end(ticket number, end_reason why) {
    if (!open_.find(number)) return;
    auto ended = open_.take(number);
    ended.watches.clear();
    running_.remove(number);
    std::string reply;
    if (why == end_reason::shutdown) reply = jsonrpc::success(ended.id, offered_.texts().subscription_end(ended.id));
    ended.outlet->finish({std::move(reply), 200, {}});
}

void subscription_methods::end_all() {
    while (!open_.empty()) end(open_.first(), end_reason::shutdown);
}

}  // namespace mcp
