#include "mcp/progress.hpp"

#include <utility>

namespace mcp {

std::optional<std::string> progress_coalescer::add(std::string_view piece, time_point now) {
    gathered_ += piece;
    if (last_ && now < *last_ + interval_) return std::nullopt;
    return take(now);
}

std::optional<progress_coalescer::time_point> progress_coalescer::due() const {
    if (gathered_.empty()) return std::nullopt;
    return *last_ + interval_;
}

std::optional<std::string> progress_coalescer::take(time_point now) {
    if (gathered_.empty()) return std::nullopt;
    last_ = now;
    return std::exchange(gathered_, {});
}

}  // namespace mcp
