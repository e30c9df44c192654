#include "net/server_answer.hpp"

#include <charconv>

namespace net {

namespace {

void append_number(std::string& out, std::size_t value, int base = 10) {
    char digits[24];
    auto const end = std::to_chars(digits, digits + sizeof digits, value, base).ptr;
    out.append(digits, end);
}

}  // namespace

std::string& server_answer::begin_head(int status, std::string_view content_type, headers const& more) {
    begun_ = true;
    if (closing()) shape_.keep_alive = false;
    auto& head = head_buffer();
    head = "HTTP/1.1 ";
    append_number(head, static_cast<std::size_t>(status));
    head += ' ';
    head += reason_phrase(status);
    head += "\r\n";
    if (!content_type.empty()) append_field(head, "Content-Type", content_type);
    append_fields(head, more);
    if (!shape_.keep_alive) head += "Connection: close\r\n";
    return head;
}

platform::task<void> server_answer::send(int status, std::string_view content_type, std::string_view body,
                                         headers const& more) {
    auto& head = begin_head(status, content_type, more);
    // 204 has no content and may not claim any (RFC 9110 §8.6).
    if (status != 204) {
        head += "Content-Length: ";
        append_number(head, body.size());
        head += "\r\n";
    }
    head += "\r\n";
    complete_ = co_await put(head, shape_.head_only ? std::string_view() : body);
}

platform::task<void> server_answer::start(int status, std::string_view content_type, headers const& more) {
    if (!shape_.chunked) shape_.keep_alive = false;
    auto& head = begin_head(status, content_type, more);
    head += shape_.chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n";
    co_await put(head, {});
}

platform::task<void> server_answer::start_sized(int status, std::string_view content_type, std::uint64_t size,
                                                headers const& more) {
    left_ = size;
    auto& head = begin_head(status, content_type, more);
    head += "Content-Length: ";
    append_number(head, size);
    head += "\r\n\r\n";
    co_await put(head, {});
}

platform::task<void> server_answer::write(std::string_view bytes) {
    if (bytes.empty() || shape_.head_only || broken()) co_return;
    if (left_) {
        // More than was told would be taken for the next answer.
        bytes = bytes.substr(0, *left_);
        *left_ -= bytes.size();
    }
    if (left_ || !shape_.chunked) {
        co_await put({}, bytes);
        co_return;
    }
    auto& chunk = head_buffer();
    chunk.clear();
    append_number(chunk, bytes.size(), 16);
    chunk += "\r\n";
    chunk += bytes;
    chunk += "\r\n";
    // As a body, which is written piece by piece: a slow reader of a large event is not a dead one.
    co_await put({}, chunk);
}

platform::task<void> server_answer::finish() {
    if (left_) {
        // An answer that is shorter than was told is not complete: the connection ends with it.
        complete_ = !broken() && (*left_ == 0 || shape_.head_only);
        co_return;
    }
    bool const says_end = shape_.chunked && !shape_.head_only;
    complete_ = co_await put(says_end ? "0\r\n\r\n" : "", {});
}

}  // namespace net
