#include "mcp/subscription_methods.hpp"

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

// Where the tools never change there is nothing to listen to: the honoured set is empty and the subscription ends at
// once.
ticket subscription_methods::listen(incoming_request& incoming) {
    auto const* wanted = incoming.parameter("notifications");
    if (!wanted || !wanted->is_object())
        return incoming.fail(errc::invalid_params, "Invalid params: notifications must be an object");
    auto const* tools = wanted->get_object().if_contains("toolsListChanged");
    bool const honoured = offered_.texts().tools_change() && tools && tools->is_bool() && tools->get_bool();
    if (honoured && open_.full()) return incoming.fail(errc::internal_error, "Too many subscriptions: try again later");
    incoming.to->notify(acknowledgement(incoming.message.id, honoured));
    if (!honoured) return incoming.succeed(offered_.texts().subscription_end(incoming.message.id));

    auto const entry = std::make_shared<listener>(*this);
    entry->number = running_.add(incoming.cancel_key(), entry);
    open_.add(entry->number, {incoming.message.id, incoming.to});
    return entry->number;
}

// A peer that has cancelled, or is gone, waits for no result.
void subscription_methods::end(ticket number, end_reason why) {
    if (!open_.find(number)) return;
    auto const ended = open_.take(number);
    running_.remove(number);
    std::string reply;
    if (why == end_reason::shutdown) reply = jsonrpc::success(ended.id, offered_.texts().subscription_end(ended.id));
    ended.outlet->finish({std::move(reply), 200, {}});
}

void subscription_methods::end_all() {
    while (!open_.empty()) end(open_.first(), end_reason::shutdown);
}

}  // namespace mcp
