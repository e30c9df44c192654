#include "mcp/in_flight.hpp"

#include <vector>

namespace mcp {

jsonrpc::ticket in_flight::add(std::string cancel_key, std::shared_ptr<running_request> what) {
    auto const number = next_++;
    if (!cancel_key.empty()) by_key_.emplace(cancel_key, number);
    running_.emplace(number, entry{std::move(cancel_key), std::move(what)});
    return number;
}

void in_flight::remove(jsonrpc::ticket number) {
    auto const found = running_.find(number);
    if (found == running_.end()) return;
    auto const key = by_key_.find(found->second.cancel_key);
    if (key != by_key_.end() && key->second == number) by_key_.erase(key);
    running_.erase(found);
}

void in_flight::end(jsonrpc::ticket number, end_reason why) {
    auto const found = running_.find(number);
    if (found == running_.end()) return;
    // Held here: ending a request may complete it, and that removes it.
    auto const held = found->second.what;
    held->end(why);
}

void in_flight::end(std::string const& cancel_key, end_reason why) {
    auto const found = by_key_.find(cancel_key);
    if (found != by_key_.end()) end(found->second, why);
}

void in_flight::end_session(std::string_view session_key) {
    auto const beginning = std::string(session_key) + ' ';
    std::vector<jsonrpc::ticket> orphans;
    for (auto const& [number, each] : running_)
        if (each.cancel_key.starts_with(beginning)) orphans.push_back(number);
    for (auto const number : orphans) end(number, end_reason::cancelled);
}

void in_flight::end_all(end_reason why) {
    std::vector<jsonrpc::ticket> all;
    all.reserve(running_.size());
    for (auto const& [number, each] : running_) all.push_back(number);
    for (auto const number : all) end(number, why);
}

}  // namespace mcp
