#include "transport/http_exchange.hpp"

#include <utility>

namespace transport {

http_exchange::http_exchange(platform::executor executor, std::size_t queue_limit)
    : queue_limit_(queue_limit), changed_(executor) {}

void http_exchange::notify(std::string text) {
    if (queued_ + text.size() > queue_limit_) return;
    queued_ += text.size();
    notifications_.push_back(std::move(text));
    changed_.cancel();
}

void http_exchange::finish(jsonrpc::reply answer) {
    answer_ = std::move(answer);
    changed_.cancel();
}

std::optional<std::string> http_exchange::next_notification() {
    if (notifications_.empty()) return std::nullopt;
    auto text = std::move(notifications_.front());
    notifications_.pop_front();
    queued_ -= text.size();
    return text;
}

platform::task<void> http_exchange::wait(platform::clock::time_point until) {
    if (!finished() && !has_notifications() && !nudged_) {
        changed_.expires_at(until);
        co_await changed_.async_wait(platform::use_result);
    }
    nudged_ = false;
}

void http_exchange::nudge() {
    nudged_ = true;
    changed_.cancel();
}

}  // namespace transport
