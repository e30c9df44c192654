#include "mcp/session_watches.hpp"

#include "mcp/changes.hpp"
#include "mcp/request_error.hpp"
#include "mcp/resource_methods.hpp"
#include "mcp/subscription_filter.hpp"

#include <algorithm>

using jsonrpc::errc;
using jsonrpc::ticket;

namespace mcp {

namespace {

// Sessions end without a word, most of them. The one that has been quiet for longest is forgotten first.
constexpr std::size_t most_sessions = 1024;

}  // namespace

std::vector<method> session_watches::methods() {
    auto const there = [this] { return offered_.resources().contents_change(); };
    return {
        {"resources/subscribe", eras::legacy, [this](incoming_request& incoming) { return subscribe(incoming); },
         there},
        {"resources/unsubscribe", eras::legacy, [this](incoming_request& incoming) { return unsubscribe(incoming); },
         there},
    };
}

session_watches::watched& session_watches::of(std::string const& session_key) {
    if (!sessions_.contains(session_key) && sessions_.size() >= most_sessions)
        sessions_.erase(std::ranges::min_element(
            sessions_, {}, [](auto const& each) -> std::uint64_t const& { return each.second.last_use; }));
    auto& found = sessions_[session_key];
    found.last_use = ++uses_;
    return found;
}

void session_watches::list_was_seen(incoming_request const& incoming) {
    if (incoming.modern() || incoming.session_key.empty() || !offered_.resources().list_changes()) return;
    auto& mine = of(incoming.session_key);
    if (!mine.lists.empty()) return;
    for (auto const& each : offered_.resources().all()) {
        auto tell = [this, key = incoming.session_key] { peers_.tell(key, list_changed(changed_list::resources)); };
        if (auto one = each->watch_list(incoming.from.principal, tell)) mine.lists.push_back(std::move(one));
    }
}

ticket session_watches::subscribe(incoming_request& incoming) {
    auto const* given = incoming.parameter("uri");
    if (!given || !given->is_string()) return incoming.fail(errc::invalid_params, "Invalid params: uri is missing");
    if (incoming.session_key.empty())
        return incoming.fail(errc::invalid_request,
                             "Invalid request: a subscription needs a session, which initialize "
                             "begins");
    std::string uri(given->get_string());
    auto const source = offered_.resources().find(uri);
    if (!source) return incoming.fail(resource_not_found(uri, false));
    auto& mine = of(incoming.session_key);
    if (mine.uris.size() >= most_uris && !mine.uris.contains(uri))
        return incoming.fail(errc::invalid_request, "Invalid request: a session may subscribe to " +
                                                        std::to_string(most_uris) + " resources, no more");
    try {
        auto tell = [this, key = incoming.session_key, uri] { peers_.tell(key, resource_updated(uri)); };
        // Null for what never changes: that is a subscription that never fires.
        mine.uris.insert_or_assign(uri, source->watch_one(uri, incoming.from.principal, std::move(tell)));
    } catch (request_error const& error) {
        return incoming.fail(error.why().problem, error.why().status);
    }
    return incoming.succeed(offered_.texts().empty(false));
}

ticket session_watches::unsubscribe(incoming_request& incoming) {
    auto const* uri = incoming.parameter("uri");
    if (!uri || !uri->is_string()) return incoming.fail(errc::invalid_params, "Invalid params: uri is missing");
    auto const found = sessions_.find(incoming.session_key);
    if (found != sessions_.end()) found->second.uris.erase(std::string(uri->get_string()));
    return incoming.succeed(offered_.texts().empty(false));
}

void session_watches::end(std::string_view session_key) {
    sessions_.erase(std::string(session_key));
}

}  // namespace mcp
