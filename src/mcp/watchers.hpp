#pragma once
// Those who want to hear of changes of one thing.

#include "mcp/resource.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace mcp {

/// One owner, one thread. Watches may outlive it.
class watchers {
public:
    watch add(on_change tell) {
        auto const number = ++last_;
        all_->emplace(number, std::move(tell));
        return {all_.get(), [held = std::weak_ptr(all_), number](void*) {
                    if (auto const all = held.lock()) all->erase(number);
                }};
    }
    bool empty() const { return all_->empty(); }
    void tell() const {
        // Who is told may drop its watch, or another's.
        std::vector<std::uint64_t> numbers;
        for (auto const& [number, each] : *all_) numbers.push_back(number);
        for (auto const number : numbers) {
            auto const found = all_->find(number);
            if (found == all_->end()) continue;
            auto const heard = found->second;
            heard();
        }
    }

private:
    using entries = std::map<std::uint64_t, on_change>;
    std::uint64_t last_ = 0;
    std::shared_ptr<entries> all_ = std::make_shared<entries>();
};

}  // namespace mcp
