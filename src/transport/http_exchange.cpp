#include "transport/http_exchange.hpp"

#include <utility>

namespace transport {

http_exchange::http_exchange(platform::executor executor, std::size_t queue_limit, bool streams)
    : queue_limit_(queue_limit), streams_(streams), changed_(executor) {}

void http_exchange::belongs_to(jsonrpc::session_facts const& whose, std::string_view request) {
    whose_ = whose;
    request_ = request;
}

void http_exchange::notify(std::string text) {
    if (stream_) return stream_->notify(std::move(text));
    if (queued_ + text.size() > queue_limit_) return;
    queued_ += text.size();
    notifications_.push_back(std::move(text));
    changed_.cancel();
}

void http_exchange::finish(jsonrpc::reply answer) {
    if (stream_) return stream_->finish(std::move(answer));
    answer_ = std::move(answer);
    changed_.cancel();
}

void http_exchange::let_poll() {
    if (stream_) return stream_->let_poll();
    // Only who knows the stream's name can come back for it.
    to_close_ = whose_ && whose_->polls;
    changed_.cancel();
}

void http_exchange::continue_on(std::shared_ptr<event_stream> stream, event_stream::turn connection) {
    stream_ = std::move(stream);
    connection_ = connection;
    while (auto text = next_notification()) stream_->notify(std::move(*text));
    if (answer_) stream_->finish(std::move(*answer_));
    if (to_close_) stream_->let_poll();
}

void http_exchange::lose_connection() {
    lost_ = true;
    if (stream_) stream_->leave(connection_);
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
    if (stream_) return stream_->nudge();
    nudged_ = true;
    changed_.cancel();
}

}  // namespace transport
