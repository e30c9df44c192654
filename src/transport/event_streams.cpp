#include "transport/event_streams.hpp"

#include "seal/random.hpp"

#include <chrono>

namespace transport {

event_streams::event_streams(platform::executor executor, store::event_limits const& limits, std::size_t queue_limit)
    : executor_(executor), queue_limit_(queue_limit), registry_(std::make_shared<stream_registry>(limits)) {}

std::shared_ptr<event_stream> event_streams::open(jsonrpc::session_facts const& whose, std::string request) {
    auto name = seal::random_id();
    if (!registry_->log.open(name, whose.name, std::chrono::system_clock::now())) return nullptr;
    prune();
    return attach(std::move(name), std::move(request));
}

std::shared_ptr<event_stream> event_streams::find(event_position const& where, jsonrpc::session_facts const& whose) {
    auto& log = registry_->log;
    log.forget_expired(std::chrono::system_clock::now());
    if (!log.contains(where.stream) || log.owner(where.stream) != whose.name) return nullptr;
    auto const live = registry_->live.find(where.stream);
    auto known = live == registry_->live.end() ? nullptr : live->second.lock();
    // Whoever wrote to it is done and gone: what was said can still be read.
    return known ? known : attach(where.stream, where.request);
}

std::shared_ptr<event_stream> event_streams::standalone(jsonrpc::session_facts const& whose) {
    auto const found = standalone_.find(whose.name);
    if (found != standalone_.end() && !registry_->log.ended(found->second->name())) return found->second;
    auto made = open(whose, {});
    if (made) standalone_.insert_or_assign(whose.name, made);
    return made;
}

void event_streams::drop_standalone(jsonrpc::session_facts const& whose) {
    auto const found = standalone_.find(whose.name);
    if (found == standalone_.end()) return;
    registry_->log.erase(found->second->name());
    found->second->nudge();
    standalone_.erase(found);
}

void event_streams::forget(jsonrpc::session_facts const& whose) {
    standalone_.erase(whose.name);
    registry_->log.erase_owner(whose.name);
    for (auto const& [name, stream] : registry_->live) {
        auto const reading = registry_->log.contains(name) ? nullptr : stream.lock();
        if (reading) reading->nudge();
    }
}

std::shared_ptr<event_stream> event_streams::attach(std::string name, std::string request) {
    auto const made =
        std::make_shared<event_stream>(executor_, registry_, std::move(name), std::move(request), queue_limit_);
    registry_->live.insert_or_assign(made->name(), made);
    return made;
}

// Sessions that listened are many, those whose streams were forgotten are dropped now and then.
void event_streams::prune() {
    if (standalone_.size() < 16 || (standalone_.size() & (standalone_.size() - 1)) != 0) return;
    std::erase_if(standalone_, [this](auto const& each) { return registry_->log.ended(each.second->name()); });
}

}  // namespace transport
