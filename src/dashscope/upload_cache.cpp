#include "dashscope/upload_cache.hpp"

#include <algorithm>

namespace dashscope {

namespace {

constexpr std::chrono::hours lifetime{40};
constexpr std::size_t most = 1000;

}  // namespace

std::optional<std::string> upload_cache::find(key const& of, platform::clock::time_point now) {
    auto const found = entries_.find(of);
    if (found == entries_.end() || found->second.until <= now) return std::nullopt;
    return found->second.reference;
}

void upload_cache::keep(key of, std::string reference, platform::clock::time_point now) {
    std::erase_if(entries_, [now](auto const& each) { return each.second.until <= now; });
    if (entries_.size() >= most)
        entries_.erase(std::ranges::min_element(entries_, {}, [](auto const& each) { return each.second.until; }));
    entries_.insert_or_assign(std::move(of), entry{std::move(reference), now + lifetime});
}

}  // namespace dashscope
