#pragma once
// How often a streamed text is reported: the first piece at once, then pieces gathered, at most one report an interval.
// No clock and no timer: times come in, texts go out.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace mcp {

/// Joined, the texts that come out are the text that went in. One owner, one thread.
class progress_coalescer {
public:
    using time_point = std::chrono::steady_clock::time_point;

    explicit progress_coalescer(std::chrono::milliseconds interval) : interval_(interval) {}

    /// Takes a piece; gives what to report now, if anything.
    std::optional<std::string> add(std::string_view piece, time_point now);
    /// When gathered text is due; nothing when there is none.
    std::optional<time_point> due() const;
    /// Everything gathered so far; nothing when there is none.
    std::optional<std::string> take(time_point now);

private:
    std::chrono::milliseconds interval_;
    std::optional<time_point> last_;
    std::string gathered_;
};

}  // namespace mcp
