#pragma once
// Writes server-sent events to one connection: of a POST that ends with it, or of a stream that outlives it.

#include "net/server.hpp"
#include "transport/event_stream.hpp"
#include "transport/http_exchange.hpp"

#include <chrono>
#include <memory>

namespace transport {

struct stream_times {
    std::chrono::milliseconds keep_alive{15'000};  // between comments on a silent stream
    /// A connection that is open for so long is closed, and its client polls; zero: never.
    std::chrono::milliseconds longest_connection{0};
    std::chrono::milliseconds retry{1'000};  // how long a client waits before it comes back
};

/// The head of an answer that is an event stream.
platform::task<void> start_events(net::responder& answer, net::headers common);

/// Writes what the exchange gathers, to its reply.
platform::task<void> write_exchange(net::responder& answer, std::shared_ptr<http_exchange> exchange,
                                    stream_times const& times);

/// A connection's place at a stream, given back when it is destroyed.
class stream_place {
public:
    explicit stream_place(std::shared_ptr<event_stream> of) : stream_(std::move(of)), turn_(stream_->join()) {}
    ~stream_place() { stream_->leave(turn_); }
    stream_place(stream_place const&) = delete;

    event_stream& stream() const { return *stream_; }
    event_stream::turn turn() const { return turn_; }
    bool is_held() const { return stream_->is_reading(turn_); }

private:
    std::shared_ptr<event_stream> stream_;
    event_stream::turn turn_;
};

/// Writes the events behind the number `after`, until the stream is over, the place is taken or given up, or it is time
/// to let the client poll. `polls`: the client knows that (2025-11-25).
platform::task<void> write_stream(net::responder& answer, stream_place const& place, std::uint64_t after, bool polls,
                                  stream_times const& times);

}  // namespace transport
