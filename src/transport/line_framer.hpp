#pragma once
// Lines out of a byte stream, as values: no descriptor, no clock.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace transport {

/// One owner, one thread.
class line_framer {
public:
    struct line {
        std::string_view text;  // without its line end; valid until the next call of `feed` or `next`
        bool too_long = false;  // above the limit: `text` is empty, and all of the line was dropped
    };

    explicit line_framer(std::size_t limit) : limit_(limit) {}

    /// `bytes` must stay valid until `next` has given nothing: whole lines are not copied.
    void feed(std::string_view bytes) { fresh_ = bytes; }
    /// The next whole line; nothing when more bytes are needed. LF ends a line, a CR before it is dropped.
    std::optional<line> next();

private:
    line finish(std::string_view text);

    std::size_t limit_;
    std::string_view fresh_;
    std::string held_;      // the beginning of a line whose end has not come
    std::string finished_;  // what `next` last gave, when it was held
    bool dropping_ = false;
};

}  // namespace transport
