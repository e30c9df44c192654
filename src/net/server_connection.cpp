#include "net/server_connection.hpp"

#include "net/server_answer.hpp"
#include "platform/deadline.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/parser.hpp>

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

constexpr std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";

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

// As http::string_body, but believes only so much of a length that a stranger tells before anything has come.
struct growing_body {
    using value_type = std::string;

    class reader {
    public:
        template <bool is_request, class Fields>
        reader(http::header<is_request, Fields>&, value_type& body) : body_(body) {}

        void init(boost::optional<std::uint64_t> const& length, boost::beast::error_code& failed) {
            constexpr std::uint64_t believed = 1024 * 1024;
            if (length) body_.reserve(static_cast<std::size_t>(std::min(*length, believed)));
            failed = {};
        }
        template <class Buffers>
        std::size_t put(Buffers const& buffers, boost::beast::error_code& failed) {
            failed = {};
            for (auto const& each : boost::beast::buffers_range_ref(buffers))
                body_.append(static_cast<char const*>(each.data()), each.size());
            return boost::beast::buffer_bytes(buffers);
        }
        void finish(boost::beast::error_code& failed) { failed = {}; }

    private:
        value_type& body_;
    };
};

auto count_fields(http::fields const& fields) {
    return std::distance(fields.begin(), fields.end());
}

}  // namespace

struct server_connection::parsed {
    explicit parsed(server_options const& options) {
        parser.header_limit(static_cast<std::uint32_t>(options.head_limit));
        // Whether there is a limit to the body depends on who reads it.
        parser.body_limit(boost::none);
    }

    /// False when the head tells of a longer body.
    bool limit_body(std::size_t most) {
        auto const told = parser.content_length();
        parser.body_limit(most);
        return !told || *told <= most;
    }

    http::request_parser<growing_body> parser;
    std::ptrdiff_t fields_of_head = 0;
    bool body_begun = false;
};

class server_connection::request final : public server_request {
public:
    request(parsed const& from, std::string_view remote) : message_(from.parser.get()), remote_(remote) {}

    void set_arriving(request_body& body) { arriving_ = &body; }
    request_body* arriving() const override { return arriving_; }

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
    http::request<growing_body> const& message_;
    std::string_view remote_;
    request_body* arriving_ = nullptr;
};

/// The body, piece by piece.
class server_connection::arriving final : public request_body {
public:
    arriving(server_connection& connection, parsed& message) : connection_(connection), message_(message) {}

    std::optional<std::uint64_t> size() const override {
        auto const told = message_.parser.content_length();
        return told ? std::optional<std::uint64_t>(*told) : std::nullopt;
    }

    platform::task<std::size_t> read(std::span<char> into) override {
        auto& held = message_.parser.get().body();
        while (position_ == held.size() && connection_.unread_) {
            held.clear();
            position_ = 0;
            int const status = co_await next_piece();
            if (status != 0 || connection_.broken_) fail();
        }
        auto const count = held.copy(into.data(), into.size(), position_);
        position_ += count;
        co_return count;
    }

private:
    platform::task<int> next_piece() {
        int status = 0;
        if (!std::exchange(message_.body_begun, true)) status = co_await connection_.begin_body(message_);
        if (status == 0 && !connection_.broken_ && !message_.parser.is_done())
            status = co_await connection_.read_piece(message_);
        // The server has its time, and so has whoever reads on.
        connection_.expect_nothing();
        if (status != 0 || !message_.parser.is_done()) co_return status;
        connection_.unread_ = false;
        co_return end_of_body(message_);
    }

    // What follows can't be told from the rest of this body.
    [[noreturn]] void fail() {
        connection_.close();
        throw boost::system::system_error(make_error_code(boost::system::errc::connection_aborted),
                                          "the request's body broke off");
    }

    server_connection& connection_;
    parsed& message_;
    std::size_t position_ = 0;
};

class server_connection::answer final : public server_answer {
public:
    answer(server_connection& connection, shape of) : server_answer(of), connection_(connection) {}

    void watch_disconnect(std::function<void()> gone, std::function<void()> ended) override {
        connection_.gone_ = std::move(gone);
        connection_.ended_ = std::move(ended);
        if (connection_.watching_) return;
        connection_.watching_ = true;
        auto self = connection_.shared_from_this();
        asio::co_spawn(connection_.owner_->executor, connection_.watch_peer(), [self](std::exception_ptr) {});
    }
    void abort() override { connection_.close(); }

protected:
    platform::task<bool> put(std::string_view head, std::string_view body) override {
        connection_.takes_interim_ = false;
        return connection_.write(head, body);
    }
    std::string& head_buffer() override { return connection_.head_; }
    bool broken() const override { return connection_.broken_; }
    bool closing() const override { return !connection_.owner_->accepting || connection_.unread_; }

private:
    server_connection& connection_;
};

server_connection::server_connection(std::shared_ptr<connection_owner> owner, std::string remote_address)
    : owner_(std::move(owner)),
      remote_address_(std::move(remote_address)),
      buffer_(first_buffer),
      watch_done_(owner_->executor),
      look_again_(owner_->executor),
      write_done_(owner_->executor) {
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
    look_again_.cancel();
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
    request asked(message, remote_address_);
    arriving body(*this, message);
    bool const known = status == 0 && !broken_;
    bool const streamed = known && !message.parser.is_done() && owner_->handler->reads_body(asked);
    if (known && !streamed && !message.limit_body(owner_->options.body_limit)) status = 413;
    if (status == 0 && !broken_ && !streamed) status = co_await read_body(message);
    expect_nothing();
    if (broken_) co_return false;
    if (status != 0) {
        co_await refuse(status);
        co_return false;
    }
    unread_ = streamed;
    if (streamed || (known && owner_->handler->reads_body(asked))) asked.set_arriving(body);
    answer reply(*this, {.keep_alive = message.parser.keep_alive(),
                         .head_only = asked.method() == "HEAD",
                         .chunked = message.parser.get().version() >= 11});
    bool failed = false;
    takes_interim_ = message.parser.get().version() >= 11;
    try {
        co_await owner_->handler->handle(asked, reply);
    } catch (std::exception const&) {
        // What a handler could not answer itself: nothing of it is shown.
        failed = true;
    }
    gone_ = ended_ = nullptr;  // they lead into the handler's coroutine, which has ended
    ++handled_;
    look_again_.cancel();
    takes_interim_ = false;
    if (failed && !reply.begun())
        co_await refuse(500);
    else if (unread_)
        co_await linger();
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
    int status = co_await begin_body(into);
    while (status == 0 && !broken_ && !into.parser.is_done()) status = co_await read_piece(into);
    co_return status == 0 && !broken_ ? end_of_body(into) : status;
}

platform::task<int> server_connection::begin_body(parsed& into) {
    into.fields_of_head = count_fields(into.parser.get());
    if (into.parser.is_done()) co_return 0;
    auto const expect = into.parser.get().find(http::field::expect);
    if (expect != into.parser.get().end() && boost::beast::iequals(expect->value(), "100-continue") && begin_ == end_) {
        bool const written = co_await write(interim, {});
        if (!written) co_return 0;
    }
    into.parser.eager(true);
    co_return 0;
}

// What has come of a body that is not complete, or the wait for more.
platform::task<int> server_connection::read_piece(parsed& into) {
    expect_within(owner_->options.body_timeout);
    if (begin_ == end_) {
        bool const more = co_await read_more();
        if (!more) co_return 0;
    }
    boost::beast::error_code code;
    begin_ += into.parser.put(asio::buffer(buffer_.data() + begin_, end_ - begin_), code);
    if (auto const status = status_of(code)) co_return status;
    if (code != http::error::need_more) co_return 0;
    // What waits here is the head of a chunk or the trailer: Beast sets no bound to either.
    if (end_ - begin_ > owner_->options.head_limit) co_return 431;
    bool const has_line = std::find(buffer_.data() + begin_, buffer_.data() + end_, '\n') != buffer_.data() + end_;
    do {
        bool const more = co_await read_more();
        if (!more) co_return 0;
    } while (has_line && end_ - begin_ < shortest_last_chunk);
    co_return 0;
}

// Beast adds the trailer to the head's fields, where it would pass whatever looked at the head (RFC 9110 §6.5.1).
int server_connection::end_of_body(parsed const& of) {
    return count_fields(of.parser.get()) == of.fields_of_head ? 0 : 400;
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
    if (input_over_) broken_ = true;
    if (broken_) co_return false;
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
    while (writing_) {
        write_done_.expires_at(platform::clock::time_point::max());
        co_await write_done_.async_wait(platform::use_result);
    }
    writing_ = true;
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
    writing_ = false;
    write_done_.cancel();
    co_return !broken_;
}

platform::task<void> server_connection::refuse(int status) {
    answer reply(*this, {.keep_alive = false});
    auto const body = owner_->handler->refusal(status);
    co_await reply.send(status, "application/json", body, {});
    co_await linger();
}

// Closing with unread bytes resets the connection, and the peer may lose our answer (RFC 9112 §9.6): stop sending, then
// read what it still has to say, for a bounded time and size. From the socket itself: what nobody wants needs no
// decryption.
platform::task<void> server_connection::linger() {
    constexpr std::size_t enough = 64 * 1024 * 1024;
    if (broken_) co_return;
    auto& socket = stream_->socket();
    boost::system::error_code ignored;
    socket.shutdown(asio::socket_base::shutdown_send, ignored);
    expect_within(std::chrono::seconds(2));
    for (std::size_t dropped = 0; dropped < enough;) {
        auto const [failed, bytes] = co_await socket.async_read_some(asio::buffer(buffer_), platform::use_result);
        if (failed) break;
        dropped += bytes;
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
    boost::system::error_code lost;
    while (!lost && !input_over_ && gone_ && end_ - begin_ < most_pipelined) {
        if (end_ == buffer_.size()) buffer_.resize(buffer_.size() * 2);
        auto const got = co_await stream_->read_some(asio::buffer(buffer_.data() + end_, buffer_.size() - end_));
        lost = got.error;
        input_over_ = lost == asio::error::eof;
        if (!lost) end_ += got.bytes;
    }
    watching_ = false;
    watch_done_.cancel();
    // Over TLS the end of the connection without an alert is no orderly end, but a broken one.
    if (lost && !input_over_)
        lose_peer();
    else
        co_await watch_end();
}

// Nothing more is read, for there is no more, or more waiting than is worth reading now.
platform::task<void> server_connection::watch_end() {
    bool asked = false;
    auto const of = handled_;
    while (of == handled_ && gone_ && !broken_) {
        pollfd state{stream_->socket().native_handle(), POLLRDHUP, 0};
        bool const changed = ::poll(&state, 1, 0) > 0;
        bool const closed = changed && state.revents != POLLRDHUP;
        bool const unasked = (input_over_ || changed) && !asked;
        if (closed || (unasked && !ended_)) {
            lose_peer();
            co_return;
        }
        if (unasked) co_await ask_peer();
        asked = asked || unasked;
        look_again_.expires_after(std::chrono::milliseconds(250));
        co_await look_again_.async_wait(platform::use_result);
    }
    // Closed by us: there is no read that would end with it.
    if (of == handled_ && broken_) lose_peer();
}

platform::task<void> server_connection::ask_peer() {
    ended_();
    // Whoever has begun to answer asks by going on.
    if (takes_interim_ && !writing_) co_await write(interim, {});
}

}  // namespace net
