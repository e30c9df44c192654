#include "net/sse.hpp"

#include <algorithm>
#include <charconv>

namespace net {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

int status_of(std::string_view text) {
    int status = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), status);
    return error == std::errc() && status >= 100 && status <= 999 ? status : 0;
}

}  // namespace

sse_reader::sse_reader(std::size_t limit) : limit_(limit) {}

void sse_reader::feed(std::string_view bytes) {
    if (overflowed_ || bytes.empty()) return;
    if (after_cr_) {
        after_cr_ = false;
        if (bytes.front() == '\n') bytes.remove_prefix(1);
    }
    take_lines(bytes);
}

void sse_reader::take_lines(std::string_view bytes) {
    std::size_t at = 0;
    // Kept over the lines: where CRs alone end them, looking for a LF each time would read the rest over and over.
    auto feed = bytes.find('\n');
    while (at < bytes.size() && !overflowed_) {
        if (feed < at) feed = bytes.find('\n', at);
        auto const end = std::min(bytes.substr(0, feed).find('\r', at), feed);
        if (end == std::string_view::npos) {
            check_size(partial_.size() + bytes.size() - at);
            if (!overflowed_) partial_.append(bytes.substr(at));
            return;
        }
        if (partial_.empty()) {
            take_line(bytes.substr(at, end - at));
        } else {
            partial_.append(bytes.substr(at, end - at));
            take_line(partial_);
            partial_.clear();
        }
        at = end + 1;
        if (bytes[end] == '\n') continue;
        // CRLF is one line end, even where a piece ends between the two.
        if (at == bytes.size())
            after_cr_ = true;
        else if (bytes[at] == '\n')
            ++at;
    }
}

void sse_reader::take_line(std::string_view line) {
    check_size(line.size());
    if (overflowed_) return;
    if (at_start_) {
        at_start_ = false;
        if (line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
    }
    if (line.empty()) return flush();
    size_ += line.size();

    auto const colon = line.find(':');
    if (colon == std::string_view::npos) return take_field(line, {});
    auto value = line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    take_field(line.substr(0, colon), value);
}

void sse_reader::take_field(std::string_view name, std::string_view value) {
    constexpr std::string_view status_comment = "HTTP_STATUS/";
    if (name == "data") {
        if (has_data_) current_.data += '\n';
        current_.data.append(value);
        has_data_ = true;
    } else if (name == "event") {
        current_.type = value;
    } else if (name == "id") {
        if (has_data_) flush();
        current_.id = value;
    } else if (name == "status") {
        current_.http_status = status_of(value);
    } else if (name.empty() && value.starts_with(status_comment)) {
        current_.http_status = status_of(value.substr(status_comment.size()));
    }
}

void sse_reader::flush() {
    if (has_data_) ready_.push_back(std::move(current_));
    current_ = {};
    has_data_ = false;
    size_ = 0;
}

void sse_reader::check_size(std::size_t more) {
    if (size_ + more <= limit_) return;
    overflowed_ = true;
    partial_ = {};
    current_ = {};
}

void sse_reader::finish() {
    if (overflowed_) return;
    if (!partial_.empty()) {
        take_line(partial_);
        partial_.clear();
    }
    flush();
}

std::optional<sse_event> sse_reader::next() {
    if (ready_.empty()) return std::nullopt;
    std::optional<sse_event> event = std::move(ready_.front());
    ready_.pop_front();
    return event;
}

void write_sse_event(std::string& out, std::string_view type, std::string_view data, std::string_view id) {
    if (!id.empty()) out.append("id: ").append(id).append("\n");
    if (!type.empty()) out.append("event: ").append(type).append("\n");
    while (true) {
        auto const end = data.find_first_of("\r\n");
        out.append("data: ").append(data.substr(0, end)).append("\n");
        if (end == std::string_view::npos) break;
        bool const crlf = data.substr(end).starts_with("\r\n");
        data.remove_prefix(end + (crlf ? 2 : 1));
    }
    out.append("\n");
}

}  // namespace net
