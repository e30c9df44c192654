#pragma once
// A stream of a legacy session that survives its connections: what is said on it is logged, then read by whichever
// connection the client has last opened for it (2025-11-25 §Resumability and Redelivery).

#include "jsonrpc/service.hpp"
#include "platform/task.hpp"
#include "store/event_log.hpp"
#include "transport/event_position.hpp"

#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

namespace transport {

class event_stream;

/// What the streams of one endpoint share. Streams keep it alive: calls may outlive their endpoint.
struct stream_registry {
    explicit stream_registry(store::event_limits const& limits) : log(limits) {}

    store::event_log log;
    std::unordered_map<std::string, std::weak_ptr<event_stream>> live;  // by name
};

/// Written to by the service, read by one connection at a time. One owner, one thread.
class event_stream final : public jsonrpc::outlet {
public:
    /// `name` is a stream of the registry's log. Beyond `queue_limit` bytes that the reader has not taken,
    /// notifications are dropped: a reply is complete without them.
    event_stream(platform::executor executor, std::shared_ptr<stream_registry> registry, std::string name,
                 std::string request, std::size_t queue_limit);
    ~event_stream() override;
    event_stream(event_stream const&) = delete;

    void notify(std::string text) override;
    void finish(jsonrpc::reply answer) override;
    void let_poll() override;

    std::string const& name() const { return name_; }
    event_position position(std::uint64_t number) const { return {name_, request_, number}; }

    /// Names one reader. A later one takes its place.
    using turn = std::uint64_t;
    turn join();
    /// Does nothing for a reader whose place was taken.
    void leave(turn which);
    bool is_reading(turn which) const { return reading_ && turn_ == which; }
    /// The first event behind that number; nothing while there is none.
    std::optional<store::event_log::event> next(std::uint64_t after) const { return log().next(name_, after); }
    std::uint64_t taken() const { return log().taken(name_); }
    void take(std::uint64_t upto) { log().take(name_, upto); }
    /// True when nothing comes any more behind that number.
    bool is_over(std::uint64_t after) const { return log().ended(name_) && !next(after); }
    /// True once after `let_poll`.
    bool is_to_close() { return std::exchange(to_close_, false); }

    /// Returns when there may be something to do for a reader that has come to `after`, or at the time given.
    platform::task<void> wait(turn which, std::uint64_t after, platform::clock::time_point until);
    /// Ends one wait, the current one or the next.
    void nudge();

private:
    store::event_log& log() const { return registry_->log; }

    std::shared_ptr<stream_registry> registry_;
    std::string name_;
    std::string request_;
    std::size_t queue_limit_;
    turn turn_ = 0;
    bool reading_ = false;
    bool to_close_ = false;
    bool nudged_ = false;
    platform::timer changed_;
};

}  // namespace transport
