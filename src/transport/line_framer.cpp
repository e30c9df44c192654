#include "transport/line_framer.hpp"

#include <utility>

namespace transport {

std::optional<line_framer::line> line_framer::next() {
    auto const end = fresh_.find('\n');
    if (end == std::string_view::npos) {
        // A line above the limit is dropped as it comes: it must not fill the memory first.
        if (!dropping_) held_ += fresh_;
        fresh_ = {};
        if (held_.size() > limit_) {
            dropping_ = true;
            std::string().swap(held_);
        }
        return std::nullopt;
    }
    auto const piece = fresh_.substr(0, end);
    fresh_.remove_prefix(end + 1);
    if (std::exchange(dropping_, false)) return line{{}, true};
    if (held_.empty()) return finish(piece);
    held_ += piece;
    finished_ = std::exchange(held_, {});
    return finish(finished_);
}

line_framer::line line_framer::finish(std::string_view text) {
    if (text.size() > limit_) return {{}, true};
    if (text.ends_with('\r')) text.remove_suffix(1);
    return {text, false};
}

}  // namespace transport
