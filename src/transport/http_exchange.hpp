#pragma once
// One POST: what the service says about it, gathered for the connection that waits.

#include "jsonrpc/service.hpp"
#include "platform/task.hpp"

#include <deque>
#include <optional>
#include <string>

namespace transport {

/// The outlet of one POST. The service puts messages in, the connection's coroutine takes them out. One thread.
class http_exchange final : public jsonrpc::outlet {
public:
    /// Beyond `queue_limit` bytes notifications are dropped: the reader is too slow for them, and a result is complete
    /// without them.
    http_exchange(platform::executor executor, std::size_t queue_limit);

    void notify(std::string text) override;
    void finish(jsonrpc::reply answer) override;

    std::optional<std::string> next_notification();
    bool finished() const { return answer_.has_value(); }
    jsonrpc::reply const& answer() const { return *answer_; }
    bool has_notifications() const { return !notifications_.empty(); }

    /// Returns when there is something to take, at the time given, or after a `nudge`.
    platform::task<void> wait(platform::clock::time_point until);
    /// Ends one wait, the current one or the next.
    void nudge();

private:
    std::size_t queue_limit_;
    std::size_t queued_ = 0;
    std::deque<std::string> notifications_;
    std::optional<jsonrpc::reply> answer_;
    bool nudged_ = false;
    platform::timer changed_;
};

}  // namespace transport
