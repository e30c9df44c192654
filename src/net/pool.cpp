#include "net/pool.hpp"

namespace net {

std::unique_ptr<stream> pool::take(std::string const& key, platform::clock::time_point now) {
    drop_old(now);
    auto const found = idle_.find(key);
    if (found == idle_.end()) return nullptr;
    auto& entries = found->second;
    while (!entries.empty()) {
        auto connection = std::move(entries.back().connection);
        entries.pop_back();
        // Closed, or with bytes that nobody asked for: an answer to nothing, like a server's 408 before it closes.
        if (connection->quiet()) return connection;
    }
    return nullptr;
}

void pool::put(std::string const& key, std::unique_ptr<stream> connection, platform::clock::time_point now) {
    drop_old(now);
    if (limit_ == 0) return;
    auto& entries = idle_[key];
    if (entries.size() >= limit_) entries.erase(entries.begin());
    entries.push_back({std::move(connection), now});
}

void pool::drop_old(platform::clock::time_point now) {
    for (auto& [key, entries] : idle_)
        std::erase_if(entries, [&](entry const& candidate) { return now - candidate.since > idle_for_; });
    std::erase_if(idle_, [](auto const& kept) { return kept.second.empty(); });
}

std::size_t pool::size() const {
    std::size_t count = 0;
    for (auto const& [key, entries] : idle_) count += entries.size();
    return count;
}

}  // namespace net
