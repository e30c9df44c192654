#pragma once
// A request body that is read while it is sent: large files never stand in memory whole.

#include "platform/task.hpp"

#include <cstdint>
#include <span>

namespace net {

/// Read from its beginning for each attempt to send it. One owner, one thread.
class body_source {
public:
    virtual ~body_source() = default;
    /// The exact number of bytes; sent as Content-Length.
    virtual std::uint64_t size() const = 0;
    /// Back to the beginning.
    virtual void rewind() = 0;
    /// Fills some of `into`; 0 at the end. Throws std::runtime_error when the source fails.
    virtual platform::task<std::size_t> read(std::span<char> into) = 0;
};

}  // namespace net
