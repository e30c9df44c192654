#include "transport/event_stream.hpp"

#include <chrono>
#include <utility>

namespace transport {

namespace {

store::time_point now() {
    return std::chrono::system_clock::now();
}

}  // namespace

event_stream::event_stream(platform::executor executor, std::shared_ptr<stream_registry> registry, std::string name,
                           std::string request, std::size_t queue_limit)
    : registry_(std::move(registry)),
      name_(std::move(name)),
      request_(std::move(request)),
      queue_limit_(queue_limit),
      changed_(executor) {}

event_stream::~event_stream() {
    // Another may have been made for the same stream since.
    auto const found = registry_->live.find(name_);
    if (found != registry_->live.end() && found->second.expired()) registry_->live.erase(found);
}

void event_stream::notify(std::string text) {
    if (log().untaken(name_) + text.size() > queue_limit_) return;
    log().append(name_, std::move(text), now());
    changed_.cancel();
}

void event_stream::finish(jsonrpc::reply answer) {
    if (!answer.body.empty()) log().append(name_, std::move(answer.body), now());
    log().end(name_);
    changed_.cancel();
}

void event_stream::let_poll() {
    to_close_ = reading_;
    nudge();
}

event_stream::turn event_stream::join() {
    reading_ = true;
    to_close_ = false;
    log().join(name_);
    // The one before sees that its place is taken.
    changed_.cancel();
    return ++turn_;
}

void event_stream::leave(turn which) {
    if (!is_reading(which)) return;
    reading_ = false;
    log().leave(name_, now());
    changed_.cancel();
}

platform::task<void> event_stream::wait(turn which, std::uint64_t after, platform::clock::time_point until) {
    bool const nothing = is_reading(which) && !next(after) && !is_over(after) && !nudged_;
    if (nothing) {
        changed_.expires_at(until);
        co_await changed_.async_wait(platform::use_result);
    }
    nudged_ = false;
}

void event_stream::nudge() {
    nudged_ = true;
    changed_.cancel();
}

}  // namespace transport
