#include "transport/upload_route.hpp"

#include "net/message.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <stdexcept>

namespace transport {

namespace {

constexpr std::size_t head_size = 64 * 1024;

/// The request's body for one who sends it on.
class arriving_source final : public net::body_source {
public:
    arriving_source(net::request_body& from, std::uint64_t size, std::string head)
        : from_(from), size_(size), head_(std::move(head)) {}

    std::uint64_t size() const override { return size_; }

    void rewind() override {
        if (beyond_head_) throw std::runtime_error("what arrives can be sent on only once");
        position_ = 0;
    }

    platform::task<std::size_t> read(std::span<char> into) override {
        if (position_ < head_.size()) {
            auto const count = head_.copy(into.data(), into.size(), position_);
            position_ += count;
            co_return count;
        }
        beyond_head_ = true;
        auto const got = co_await from_.read(into);
        co_return got;
    }

private:
    net::request_body& from_;
    std::uint64_t size_;
    std::string head_;
    std::size_t position_ = 0;
    bool beyond_head_ = false;
};

platform::task<std::string> read_head(net::request_body& from) {
    std::string head(head_size, '\0');
    std::size_t length = 0;
    while (length < head.size()) {
        auto const got = co_await from.read({head.data() + length, head.size() - length});
        if (got == 0) break;
        length += got;
    }
    head.resize(length);
    co_return head;
}

link_refusal refused(int status, std::string why) {
    return {status, std::move(why)};
}

}  // namespace

bool upload_route::reads_body(net::server_request const& head) const {
    return head.method() == "PUT" || head.method() == "POST";
}

std::string upload_route::refusal(int status) const {
    return error_object(net::reason_phrase(status));
}

boost::system::result<upload_arrival, link_refusal> upload_route::arrival(net::server_request const& request) const {
    auto const type = request.field("content-type").value_or("");
    if (net::lower_case(type).starts_with("multipart/"))
        return refused(415, "Send the file's bytes themselves as the body, without a form: curl -T FILE URL");
    auto const* body = request.arriving();
    auto const size = body ? body->size() : std::nullopt;
    if (!size) return refused(411, "Content-Length is needed: send the file in one piece, without chunks");
    if (*size == 0) return refused(400, "The body is empty: send the file's bytes");
    return upload_arrival{std::string(request.path().substr(prefix_.size())), *size,
                          std::string(type.substr(0, type.find(';')))};
}

platform::task<void> upload_route::handle(net::server_request const& request, net::responder& answer) {
    if (!reads_body(request)) {
        auto const body = error_object("PUT or POST a file's bytes here, once");
        co_await answer.send(405, "application/json", body, {{"Allow", "PUT, POST"}});
        co_return;
    }
    net::headers const fields{{"Cache-Control", "no-store"}};
    auto what = arrival(request);
    auto const checked = what ? desk_.check(*what) : boost::system::result<void, link_refusal>(what.error());
    if (!checked) {
        auto const body = error_object(checked.error().why);
        co_await answer.send(checked.error().status, "application/json", body, fields);
        co_return;
    }
    auto head = co_await read_head(*request.arriving());
    auto const size = what->size;
    auto source = std::make_shared<arriving_source>(*request.arriving(), size, head);
    auto const done = co_await desk_.take(std::move(*what), std::move(head), std::move(source));
    co_await answer.send(done.status, "application/json", done.body, fields);
}

}  // namespace transport
