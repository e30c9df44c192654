#pragma once
// Kept-alive connections that wait for their next request. Private to `net`.

#include "net/stream.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace net {

/// Keyed by where a connection leads. Gives out the one that was used last: it is the least likely to have been closed,
/// and the others can grow old. Time is passed in. One owner, one thread.
class pool {
public:
    pool(std::size_t limit, std::chrono::seconds idle_for) : limit_(limit), idle_for_(idle_for) {}

    /// A connection whose peer is still there, or null.
    std::unique_ptr<stream> take(std::string const& key, platform::clock::time_point now);
    /// Keeps a connection, in place of the oldest when there are too many.
    void put(std::string const& key, std::unique_ptr<stream> connection, platform::clock::time_point now);
    void clear() { idle_.clear(); }
    std::size_t size() const;

private:
    struct entry {
        std::unique_ptr<stream> connection;
        platform::clock::time_point since;
    };

    void drop_old(platform::clock::time_point now);

    std::size_t limit_;
    std::chrono::seconds idle_for_;
    std::map<std::string, std::vector<entry>> idle_;  // oldest first
};

}  // namespace net
