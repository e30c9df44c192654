#include "mcp/listeners.hpp"

#include <algorithm>

namespace mcp {

void listeners::add(std::string_view session_key, std::weak_ptr<jsonrpc::outlet> to) {
    if (outlets_.size() >= prune_at_) {
        std::erase_if(outlets_, [](auto const& each) { return each.second.expired(); });
        prune_at_ = std::max<std::size_t>(64, 2 * outlets_.size());
    }
    outlets_.insert_or_assign(std::string(session_key), std::move(to));
}

bool listeners::tell(std::string_view session_key, std::string text) {
    auto const found = outlets_.find(session_key);
    auto const to = found == outlets_.end() ? nullptr : found->second.lock();
    if (to) to->notify(std::move(text));
    return to != nullptr;
}

void listeners::tell_all(std::string const& text) {
    for (auto const& [session, outlet] : outlets_)
        if (auto const to = outlet.lock()) to->notify(text);
}

void listeners::end(std::string_view session_key) {
    auto const found = outlets_.find(session_key);
    if (found == outlets_.end()) return;
    auto const to = found->second.lock();
    outlets_.erase(found);
    if (to) to->finish({});
}

void listeners::end_all() {
    while (!outlets_.empty()) end(std::string(outlets_.begin()->first));
}

bool listeners::contains(std::string_view session_key) const {
    auto const found = outlets_.find(session_key);
    return found != outlets_.end() && !found->second.expired();
}

}  // namespace mcp
