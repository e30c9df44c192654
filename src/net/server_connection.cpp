#include "net/server_connection.hpp"

#include "platform/deadline.hpp"
#include "net/server_answer.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <utility>

#include <poll.h>

namespace asio = boost::asio;
namespace http = boost::beast::http;

namespace net {

namespace {

constexpr std::size_t first_buffer = 8 * 1024;

// Bytes of later requests that are read while an answer is open.
constexpr std::size_t most_pipelined = 64 * 1024;

// `0 CRLF CRLF`. Beast asserts that a last chunk comes again with at least that, when it was offered without its end.
constexpr std::size_t shortest_last_chunk = 5;

std::string_view view(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

// The status that a parser's error deserves; 0 when more bytes are all it wants.
int status_of(boost::beast::error_code const& code) {
    if (!code || code == http::error::need_more) return 0;
    if (code == http::error::body_limit) return 413;
    if (code == http::error::header_limit || code == http::error::buffer_overflow) return 431;
    return 400;
}

// RFC 9112 §3.2: two Host fields, or none in HTTP/1.1, are a 400: the next one in line might believe the other.
bool names_one_host(http::request_header<> const& head) {
    auto const count = head.count(http::field::host);
    return count == 1 || (count == 0 && head.version() < 11);
}

// Where two readers could disagree about the end of a request, the second could see one that was never sent (RFC 9112
// §6.1, §11.2). Beast takes a coding that it doesn't know for no body at all, and equal lengths for one.
bool has_one_framing(http::request_header<> const& head) {
    auto const lengths = head.count(http::field::content_length);
    auto const codings = head.count(http::field::transfer_encoding);
    if (codings == 0)
        return lengths == 0 ||
               (lengths == 1 && head[http::field::content_length].find(',') == boost::beast::string_view::npos);
    return codings == 1 && lengths == 0 && head.version() >= 11 &&
           boost::beast::iequals(head[http::field::transfer_encoding], "chunked");
}

// RFC 9112 §5.2: a field over several lines is a 400; some readers take the second line for a field of its own.
bool has_folded_line(std::string_view head) {
    return head.find("\r\n ") != std::string_view::npos || head.find("\r\n\t") != std::string_view::npos;
}

auto count_fields(http::fields const& fields) {
    return std::distance(fields.begin(), fields.end());
}

}  // namespace

struct server_connection::parsed {
    explicit parsed(server_options const& options) {
        parser.header_limit(static_cast<std::uint32_t>(options.head_limit));
        parser.body_limit(options.body_limit);
    }

    http::request_parser<http::string_body> parser;
};

class server_connection::request final : public server_request {
public:
    request(parsed const& from, std::string_view remote) : message_(from.parser.get()), remote_(remote) {}

    std::string_view method() const override { return view(message_.method_string()); }
    std::string_view target() const override { return view(message_.target()); }
    std::string_view body() const override { return message_.body(); }
    std::string_view remote_address() const override { return remote_; }
    std::optional<std::string_view> field(std::string_view name) const override {
        auto const found = message_.find(boost::beast::string_view(name.data(), name.size()));
        if (found == message_.end()) return std::nullopt;
        return view(found->value());
    }

private:
    http::request<http::string_body> const& message_;
    std::string_view remote_;
};

class server_connection::answer final : public server_answer {
public:
    answer(server_connection& connection, shape of) : server_answer(of), connection_(connection) {}

    void watch_disconnect(std::function<void()> gone) override {
        connection_.gone_ = std::move(gone);
        if (connection_.watching_) return;
        connection_.watching_ = true;
        auto self = connection_.shared_from_this();
        asio::co_spawn(connection_.owner_->executor, connection_.watch_peer(), [self](std::exception_ptr) {});
    }
    void abort() override { connection_.close(); }

protected:
    platform::task<bool> put(std::string_view head, std::string_view body) override {
        return connection_.write(head, body);
    }
    std::string& head_buffer() override { return connection_.head_; }
    bool broken() const override { return connection_.broken_; }
    bool closing() const override { return !connection_.owner_->accepting; }

private:
    server_connection& connection_;
};

server_connection::server_connection(std::shared_ptr<connection_owner> owner, std::string remote_address)
    : owner_(std::move(owner)),
      remote_address_(std::move(remote_address)),
      buffer_(first_buffer),
      watch_done_(owner_->executor) {
    ++owner_->open_connections;
}

server_connection::~server_connection() {
    --owner_->open_connections;
}

void server_connection::enforce_deadline(platform::clock::time_point now) {
    if (now >= deadline_) close();
}

void server_connection::close() {
    broken_ = true;
    if (stream_) stream_->close();
}

platform::task<bool> server_connection::open(tcp_socket socket) {
    boost::system::error_code ignored;
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    if (!owner_->tls) {
        stream_ = make_plain_stream(std::move(socket));
        co_return true;
    }
    // A peer that connects and says nothing must not hold a descriptor for ever.
    auto const deadline = platform::clock::now() + owner_->options.head_timeout;
    auto outcome = co_await platform::with_deadline(owner_->tls->accept(std::move(socket)), deadline);
    if (outcome) stream_ = std::move(outcome->stream);
    co_return stream_ != nullptr;
}

platform::task<void> server_connection::run(tcp_socket socket) {
    auto const self = shared_from_this();
    bool const opened = co_await open(std::move(socket));
    if (opened) co_await serve();
}

platform::task<void> server_connection::run(std::unique_ptr<stream> over) {
    auto const self = shared_from_this();
    stream_ = std::move(over);
    co_await serve();
}

platform::task<void> server_connection::serve() {
    bool go_on = true;
    while (go_on && !broken_) go_on = co_await serve_one();
    close();
}

platform::task<void> server_connection::refuse_busy(tcp_socket socket) {
    auto const self = shared_from_this();
    // No handshake for those: they would be what exhausts us.
    if (owner_->tls) co_return;
    stream_ = make_plain_stream(std::move(socket));
    co_await refuse(503);
    close();
}

// One request and its answer; false when the connection is to be closed.
platform::task<bool> server_connection::serve_one() {
    parsed message(owner_->options);
    idle_ = true;
    expect_within(owner_->options.idle_timeout);
    int status = co_await read_head(message);
    idle_ = false;
    if (status == 0 && !broken_) status = co_await read_body(message);
    expect_nothing();
    if (broken_) co_return false;
    if (status != 0) {
        co_await refuse(status);
        co_return false;
    }
    request const asked(message, remote_address_);
    answer reply(*this, {.keep_alive = message.parser.keep_alive(),
                         .head_only = asked.method() == "HEAD",
                         .chunked = message.parser.get().version() >= 11});
    bool failed = false;
    try {
        co_await owner_->handler->handle(asked, reply);
    } catch (std::exception const&) {
        // What a handler could not answer itself: nothing of it is shown.
        failed = true;
    }
    gone_ = nullptr;  // it leads into the handler's coroutine, which has ended
    if (failed && !reply.begun()) co_await refuse(500);
    co_return reply.keeps_alive() && reply.complete() && owner_->accepting && !failed;
}

// RFC 9112 §2.2: some old clients send an empty line after a body. True when a request has begun.
bool server_connection::skip_empty_lines() {
    while (end_ - begin_ >= 2 && buffer_[begin_] == '\r' && buffer_[begin_ + 1] == '\n') begin_ += 2;
    return begin_ < end_ && (buffer_[begin_] != '\r' || end_ - begin_ > 1);
}

platform::task<int> server_connection::read_head(parsed& into) {
    bool begun = false;
    bool folded = false;
    for (;;) {
        if (end_ > begin_ && idle_) {
            expect_within(owner_->options.head_timeout);
            idle_ = false;
        }
        begun = begun || skip_empty_lines();
        if (begun && end_ > begin_) {
            boost::beast::error_code code;
            std::string_view const bytes(buffer_.data() + begin_, end_ - begin_);
            auto const used = into.parser.put(asio::buffer(bytes), code);
            begin_ += used;
            // Beast takes whole fields only: a folded one is all in what it took.
            folded = folded || has_folded_line(bytes.substr(0, used));
            if (auto const status = status_of(code)) co_return status;
            if (into.parser.is_header_done()) {
                auto const& head = into.parser.get();
                co_return !folded && names_one_host(head) && has_one_framing(head) ? 0 : 400;
            }
            if (end_ - begin_ > owner_->options.head_limit) co_return 431;
        }
        bool const more = co_await read_more();
        if (!more) co_return 0;
    }
}

platform::task<int> server_connection::read_body(parsed& into) {
    if (into.parser.is_done()) co_return 0;
    auto const expect = into.parser.get().find(http::field::expect);
    if (expect != into.parser.get().end() && boost::beast::iequals(expect->value(), "100-continue") && begin_ == end_) {
        bool const written = co_await write("HTTP/1.1 100 Continue\r\n\r\n", {});
        if (!written) co_return 0;
    }
    into.parser.eager(true);
    auto const fields_of_head = count_fields(into.parser.get());
    while (!into.parser.is_done()) {
        expect_within(owner_->options.body_timeout);
        if (begin_ == end_) {
            bool const more = co_await read_more();
            if (!more) co_return 0;
        }
        boost::beast::error_code code;
        begin_ += into.parser.put(asio::buffer(buffer_.data() + begin_, end_ - begin_), code);
        if (auto const status = status_of(code)) co_return status;
        if (code == http::error::need_more) {
            // What waits here is the head of a chunk or the trailer: Beast sets no bound to either.
            if (end_ - begin_ > owner_->options.head_limit) co_return 431;
            bool const has_line =
                std::find(buffer_.data() + begin_, buffer_.data() + end_, '\n') != buffer_.data() + end_;
            do {
                bool const more = co_await read_more();
                if (!more) co_return 0;
            } while (has_line && end_ - begin_ < shortest_last_chunk);
        }
    }
    // Beast adds the trailer to the head's fields, where it would pass whatever looked at the head (RFC 9110 §6.5.1).
    co_return count_fields(into.parser.get()) == fields_of_head ? 0 : 400;
}

// Appends at least one byte to the buffer; false when there won't be any.
platform::task<bool> server_connection::read_more() {
    while (watching_) {
        // The watch's read is still under way: what it gets is ours.
        auto const held = end_;
        watch_done_.expires_at(platform::clock::time_point::max());
        co_await watch_done_.async_wait(platform::use_result);
        if (broken_) co_return false;
        if (end_ > held) co_return true;
    }
    if (begin_ == end_) begin_ = end_ = 0;
    if (begin_ > 0 && end_ == buffer_.size()) {
        std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
                  buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
        end_ -= begin_;
        begin_ = 0;
    }
    // Heads are bounded by head_limit; a body's bytes are taken as they come, so that a larger buffer only saves calls.
    if (end_ == buffer_.size()) buffer_.resize(buffer_.size() * 2);
    auto const got = co_await stream_->read_some(asio::buffer(buffer_.data() + end_, buffer_.size() - end_));
    if (got.error)
        broken_ = true;
    else
        end_ += got.bytes;
    co_return !got.error;
}

platform::task<bool> server_connection::write(std::string_view head, std::string_view body) {
    // The time-out is for a peer that takes nothing: a slow one gets it anew for each piece.
    constexpr std::size_t piece = 256 * 1024;
    bool more = true;
    while (more && !broken_) {
        auto const part = body.substr(0, piece);
        expect_within(owner_->options.write_timeout);
        asio::const_buffer const both[] = {asio::buffer(head), asio::buffer(part)};
        auto const written = co_await stream_->write(std::span(both, part.empty() ? 1 : 2));
        if (written.error) lose_peer();
        head = {};
        body.remove_prefix(part.size());
        more = !body.empty();
    }
    expect_nothing();
    co_return !broken_;
}

platform::task<void> server_connection::refuse(int status) {
    answer reply(*this, {.keep_alive = false});
    auto const body = owner_->handler->refusal(status);
    co_await reply.send(status, "application/json", body, {});
    co_await linger();
}

// Closing with unread bytes resets the connection, and the peer may lose our answer (RFC 9112 §9.6): stop sending, then
// read what it still has to say, for a bounded time and size.
platform::task<void> server_connection::linger() {
    constexpr std::size_t enough = 64 * 1024 * 1024;
    if (broken_ || owner_->tls) co_return;
    boost::system::error_code ignored;
    stream_->socket().shutdown(asio::socket_base::shutdown_send, ignored);
    expect_within(std::chrono::seconds(2));
    for (std::size_t dropped = 0; dropped < enough;) {
        auto const got = co_await stream_->read_some(asio::buffer(buffer_));
        if (got.error) break;
        dropped += got.bytes;
    }
}

// Whoever waits for the peer's end hears of it once.
void server_connection::lose_peer() {
    broken_ = true;
    if (auto const gone = std::exchange(gone_, nullptr)) gone();
}

// Reads on while the handler works: what comes is the next request, sent before this one's answer, and behind it may
// come the peer's end.
platform::task<void> server_connection::watch_peer() {
    if (begin_ == end_) begin_ = end_ = 0;
    bool lost = false;
    do {
        if (end_ == buffer_.size()) buffer_.resize(buffer_.size() * 2);
        auto const got = co_await stream_->read_some(asio::buffer(buffer_.data() + end_, buffer_.size() - end_));
        if (got.error)
            lost = true;
        else
            end_ += got.bytes;
    } while (!lost && gone_ && end_ - begin_ < most_pipelined);
    watching_ = false;
    watch_done_.cancel();
    if (lost)
        lose_peer();
    else if (gone_)
        co_await watch_hang_up();
}

// There is more waiting than is worth reading now: the end is asked for.
platform::task<void> server_connection::watch_hang_up() {
    platform::timer pause(owner_->executor);
    while (gone_ && !broken_) {
        pollfd state{stream_->socket().native_handle(), POLLRDHUP, 0};
        if (::poll(&state, 1, 0) > 0) lose_peer();
        pause.expires_after(std::chrono::milliseconds(250));
        co_await pause.async_wait(platform::use_result);
    }
}

}  // namespace net
