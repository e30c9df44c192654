#pragma once
// What was said on streams that may be asked for again (2025-11-25 §Resumability and Redelivery): soft state, bounded.

#include "store/soft_state.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace store {

struct event_limits {
    std::size_t bytes = 64 * 1024 * 1024;    // of all streams together
    std::size_t stream_bytes = 1024 * 1024;  // of what the reader of one stream has taken already
    std::size_t streams = 10'000;
    std::chrono::seconds kept{900};  // for a reader that has left; longer than any call runs
};

/// Streams of events, numbered from 1, each with an owner and at most one reader.
///
/// What a reader has taken is kept, for it may not have arrived. Where a bound is reached, streams without a reader are
/// forgotten first, the one that was left longest ago before all others; then no more of what was taken is kept. What
/// an attached reader has yet to take is never dropped: whoever appends looks at `untaken`. Shared objects: unsafe.
/// Time is passed in. Nothing fails but for memory.
class event_log {
public:
    struct event {
        std::uint64_t number;
        std::string_view text;  // valid until the next change
    };

    explicit event_log(event_limits limits = {});

    /// A new stream, whose reader is there. False when there is no room for one more.
    bool open(std::string_view stream, std::string_view owner, time_point now);
    bool contains(std::string_view stream) const { return streams_.contains(stream); }
    /// Empty for an unknown stream.
    std::string_view owner(std::string_view stream) const;
    /// Dropped for a stream that is unknown or has ended.
    void append(std::string_view stream, std::string text, time_point now);
    /// No event follows.
    void end(std::string_view stream);
    /// True as well for a stream that is unknown.
    bool ended(std::string_view stream) const;
    void erase(std::string_view stream);
    /// Erases all streams of one owner.
    void erase_owner(std::string_view owner);

    void join(std::string_view stream);
    void leave(std::string_view stream, time_point now);
    /// The first event that is still there behind that number.
    std::optional<event> next(std::string_view stream, std::uint64_t after) const;
    /// The reader has taken all up to this number.
    void take(std::string_view stream, std::uint64_t upto);
    std::uint64_t taken(std::string_view stream) const;
    /// The bytes that the reader has not taken.
    std::size_t untaken(std::string_view stream) const;
    /// The number of the newest event; 0 before the first.
    std::uint64_t last(std::string_view stream) const;

    /// Forgets streams whose readers left too long ago. Called by `open` as well.
    void forget_expired(time_point now);
    std::size_t size() const { return streams_.size(); }
    std::size_t bytes() const { return bytes_; }

private:
    struct stream;
    using departures = std::multimap<time_point, std::string const*>;  // points at the keys of `streams_`
    struct stream {
        std::string owner;
        std::deque<std::string> events;  // the last one has the number `last`
        std::uint64_t last = 0;
        std::uint64_t taken = 0;
        std::size_t bytes = 0;
        std::size_t taken_bytes = 0;  // of those among `events`
        bool ended = false;
        departures::iterator departure;  // the end of `departures_` while there is a reader

        std::uint64_t first() const { return last + 1 - events.size(); }
    };
    struct hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    using streams = std::unordered_map<std::string, stream, hash, std::equal_to<>>;

    stream const* find(std::string_view name) const;
    stream* find(std::string_view name);
    void drop_first(stream& of);
    void make_room();
    void erase(streams::iterator which);

    event_limits limits_;
    std::size_t bytes_ = 0;
    streams streams_;
    departures departures_;
};

}  // namespace store
