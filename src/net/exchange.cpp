#include "net/exchange.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "net/cancellation.hpp"

namespace net {

namespace asio = boost::asio;

namespace {

constexpr std::size_t read_size = 16 * 1024;  // a TLS record
constexpr std::size_t send_size = 64 * 1024;

// Some bytes, or 0 with `failed` set. Cancellation passes through.
platform::task<std::size_t> read_piece(body_source& source, std::span<char> into, std::exception_ptr& failed) {
    std::size_t got = 0;
    std::exception_ptr problem;
    try {
        got = co_await source.read(into);
        if (got == 0) throw std::runtime_error("what was being sent ended before its announced size");
    } catch (...) {
        problem = std::current_exception();
    }
    throw_if_cancelled(co_await asio::this_coro::cancellation_state);
    failed = problem;
    co_return got;
}

}  // namespace

exchange::exchange(platform::executor executor, std::unique_ptr<stream> connection, settings how, keeper keep)
    : connection_(std::move(connection)),
      how_(std::move(how)),
      keep_(std::move(keep)),
      watchdog_(executor, [stream = connection_.get()] { stream->close(); }),
      parser_(how_.without_body) {}

platform::task<void> exchange::start(std::string_view head, std::string_view body, body_source* source) {
    watchdog_.expect_before(how_.deadline);
    co_await write(head, source ? std::string_view() : body);
    if (source) {
        co_await send_while_reading(*source);
    } else {
        while (!parser_.head_done()) co_await receive();
    }
    end_if_done();
}

platform::task<void> exchange::write(std::string_view head, std::string_view body) {
    std::array const message{asio::buffer(head), asio::buffer(body)};
    auto const written = co_await connection_->write(message);
    if (written.bytes > 0) how_far_ = progress::sent;
    if (written.error && (written.bytes == 0 || watchdog_.bitten())) throw lost(written.error);
    // A server may refuse a long body before it has read it (413), and close: the answer says more than the reset.
    if (written.error) keep_ = nullptr;
}

// Both ways at once: a server that refuses early may neither close nor read on.
platform::task<void> exchange::send_while_reading(body_source& source) {
    using namespace asio::experimental::awaitable_operators;
    std::exception_ptr source_failed;
    std::exception_ptr read_failed;
    source.rewind();
    auto reading = read_head(read_failed);
    auto sending = send(source, source_failed);
    // The reading ends first, always; then the sending is cancelled.
    auto both = std::move(reading) || std::move(sending);
    co_await std::move(both);
    if (source_failed) std::rethrow_exception(source_failed);
    if (read_failed) std::rethrow_exception(read_failed);
}

platform::task<void> exchange::read_head(std::exception_ptr& failed) {
    try {
        while (!parser_.head_done()) co_await receive();
    } catch (...) {
        failed = std::current_exception();
    }
}

platform::task<void> exchange::send(body_source& source, std::exception_ptr& failed) {
    auto keep = std::exchange(keep_, nullptr);  // until all is sent
    std::string buffer(send_size, '\0');
    auto left = source.size();
    while (left > 0) {
        auto const got = co_await read_piece(source, {buffer.data(), std::min<std::uint64_t>(left, send_size)}, failed);
        if (got == 0) {
            connection_->close();  // what ends the reading, too
            break;
        }
        watchdog_.expect_before(next_sign_of_life());
        asio::const_buffer const piece(buffer.data(), got);
        auto const written = co_await connection_->write({&piece, 1});
        if (written.error) break;  // the answer, if there is one, says more
        left -= got;
    }
    if (left == 0) keep_ = std::move(keep);
    platform::timer forever(co_await asio::this_coro::executor, platform::clock::time_point::max());
    co_await forever.async_wait(platform::use_task);
}

platform::clock::time_point exchange::next_sign_of_life() const {
    return std::min(how_.deadline, platform::clock::now() + how_.read_timeout);
}

platform::task<std::string_view> exchange::read() {
    // The beginning of the body may have come with the head.
    if (std::exchange(given_, true)) parser_.body().clear();
    while (parser_.body().empty() && !parser_.done()) co_await receive();
    end_if_done();
    co_return parser_.body();
}

platform::task<std::string> exchange::read_all(std::size_t limit) {
    auto const check = [&](std::uint64_t size) {
        if (size > limit)
            throw failed(client_errc::too_large, "sent an answer of more than " + std::to_string(limit) + " bytes");
    };
    if (!parser_.done()) check(parser_.content_length().value_or(0));
    check(parser_.body().size());
    while (!parser_.done()) {
        co_await receive();
        check(parser_.body().size());
    }
    end_if_done();
    co_return std::move(parser_.body());
}

platform::task<void> exchange::receive() {
    if (!connection_) throw failed(client_errc::connection_lost, "has no connection any more");
    make_room();
    watchdog_.expect_before(next_sign_of_life());
    auto const got = co_await connection_->read_some(asio::buffer(input_.data() + end_, input_.size() - end_));
    watchdog_.expect_before(how_.deadline);
    received_ = received_ || got.bytes > 0;
    end_ += got.bytes;
    if (got.error == asio::error::eof) {
        if (parser_.put_end()) throw lost(got.error);
        co_return;
    }
    if (got.error) throw lost(got.error);
    parse();
}

// What is left over is the beginning of a head or of a chunk's size: short, unless the peer doesn't speak HTTP.
void exchange::make_room() {
    if (begin_ > 0) {
        std::memmove(input_.data(), input_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (end_ < input_.size()) return;
    if (input_.size() > response_head_limit) throw failed(client_errc::bad_response, "sent a head without end");
    input_.resize(std::max(read_size, 2 * input_.size()));
}

void exchange::parse() {
    auto const used = parser_.put({input_.data() + begin_, end_ - begin_});
    if (parser_.head_done()) how_far_ = progress::answered;
    if (!used) throw failed(client_errc::bad_response, "did not answer in HTTP/1.1: " + used.error().message());
    begin_ += *used;
}

void exchange::end_if_done() {
    if (!parser_.done() || !connection_) return;
    watchdog_.disarm();
    bool const reusable = parser_.keep_alive() && begin_ == end_ && keep_ != nullptr;
    auto finished = std::move(connection_);
    if (reusable) keep_(std::move(finished));
}

client_error exchange::failed(client_errc code, std::string_view what) const {
    return {code, how_far_, how_.server + " " + std::string(what)};
}

client_error exchange::lost(boost::system::error_code error) const {
    auto const seconds = [](auto duration) {
        return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(duration).count()) + " s";
    };
    if (watchdog_.bitten() && platform::clock::now() >= how_.deadline)
        return failed(client_errc::deadline_exceeded, "did not finish its answer before the request's deadline");
    if (watchdog_.bitten()) return failed(client_errc::read_timeout, "sent nothing for " + seconds(how_.read_timeout));
    auto const when = how_far_ == progress::answered ? "in the middle of its answer: " : "before it answered: ";
    return failed(client_errc::connection_lost, "closed the connection " + std::string(when) + error.message());
}

}  // namespace net
