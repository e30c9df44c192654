#pragma once
// Server-sent events, both ways (WHATWG HTML §9.2), as values: no socket, no clock.

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace net {

struct sse_event {
    std::string id;
    std::string type;  // the `event` field; empty means "message"
    std::string data;
    /// From DashScope's comment `:HTTP_STATUS/400` or field `status:`; 0 when absent (catalogue §1.3).
    int http_status = 0;

    bool operator==(sse_event const&) const = default;
};

/// Takes a response body in pieces of any size and gives back whole events.
///
/// Accepts CR, LF and CRLF line ends, a byte order mark, comments, and DashScope's quirk of frames that no blank line
/// separates: a new `id:` line after a `data:` line ends the event before it (catalogue §18). Unlike a browser's
/// EventSource, the id of one event is not carried on to the next, and an event without data is dropped.
/// One owner, one thread.
class sse_reader {
public:
    /// `limit` bounds the bytes of one event; after a larger one no event comes and `overflowed` is true.
    explicit sse_reader(std::size_t limit = 16 * 1024 * 1024);

    void feed(std::string_view bytes);
    /// The body ended: an event that no blank line followed is complete now.
    void finish();
    std::optional<sse_event> next();
    bool overflowed() const { return overflowed_; }

private:
    void take_lines(std::string_view bytes);
    void take_line(std::string_view line);
    void take_field(std::string_view name, std::string_view value);
    void flush();
    void check_size(std::size_t more);

    std::string partial_;  // the beginning of a line whose end has not come
    std::size_t limit_;
    std::size_t size_ = 0;  // of the current event
    sse_event current_;
    bool has_data_ = false;
    bool at_start_ = true;
    bool after_cr_ = false;
    bool overflowed_ = false;
    std::deque<sse_event> ready_;
};

/// Appends one event to `out`: `id: ID` and `event: TYPE` (unless empty), a `data:` line for each line of `data`, a blank
/// line. `id` and `type` have no line breaks.
void write_sse_event(std::string& out, std::string_view type, std::string_view data, std::string_view id = {});

}  // namespace net
