#pragma once
// One POST: what the service says about it, gathered for the connection that waits.

#include "jsonrpc/service.hpp"
#include "platform/task.hpp"
#include "transport/event_stream.hpp"

#include <deque>
#include <optional>
#include <string>

namespace transport {

/// The outlet of one POST. The service puts messages in, the connection's coroutine takes them out. One thread.
class http_exchange final : public jsonrpc::outlet {
public:
    /// Beyond `queue_limit` bytes notifications are dropped: the reader is too slow for them, and a result is complete
    /// without them. `streams`: whether the client takes an event stream.
    http_exchange(platform::executor executor, std::size_t queue_limit, bool streams = true);

    void belongs_to(jsonrpc::session_facts const& whose, std::string_view request) override;
    void notify(std::string text) override;
    void finish(jsonrpc::reply answer) override;
    bool is_heard() const override { return streams_; }
    void let_poll() override;

    std::optional<std::string> next_notification();
    bool finished() const { return answer_.has_value(); }
    jsonrpc::reply const& answer() const { return *answer_; }
    bool has_notifications() const { return !notifications_.empty(); }
    /// Set when a session may ask again for what it misses.
    std::optional<jsonrpc::session_facts> const& whose() const { return whose_; }
    std::string const& request() const { return request_; }
    /// True after `let_poll`, where the client can come back.
    bool is_to_close() const { return to_close_; }

    /// Hands over what is here, and from now on all that comes, to a stream that outlives the connection.
    /// The POST's connection is the reader of that turn.
    void continue_on(std::shared_ptr<event_stream> stream, event_stream::turn connection);
    /// The connection of the POST is gone.
    void lose_connection();
    bool is_lost() const { return lost_; }

    /// Returns when there is something to take, at the time given, or after a `nudge`.
    platform::task<void> wait(platform::clock::time_point until);
    /// Ends one wait, the current one or the next.
    void nudge();

private:
    std::size_t queue_limit_;
    bool streams_;
    std::size_t queued_ = 0;
    std::deque<std::string> notifications_;
    std::optional<jsonrpc::reply> answer_;
    std::optional<jsonrpc::session_facts> whose_;
    std::string request_;
    std::shared_ptr<event_stream> stream_;
    event_stream::turn connection_ = 0;
    bool to_close_ = false;
    bool lost_ = false;
    bool nudged_ = false;
    platform::timer changed_;
};

}  // namespace transport
