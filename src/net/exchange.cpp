#include "net/exchange.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace net {

namespace asio = boost::asio;

namespace {

constexpr std::size_t read_size = 16 * 1024;  // a TLS record

}  // namespace

exchange::exchange(platform::executor executor, std::unique_ptr<stream> connection, settings how, keeper keep)
    : connection_(std::move(connection)),
      how_(std::move(how)),
      keep_(std::move(keep)),
      watchdog_(executor, [stream = connection_.get()] { stream->close(); }),
      parser_(how_.without_body) {}

platform::task<void> exchange::start(std::string_view head, std::string_view body) {
    watchdog_.expect_before(how_.deadline);
    std::array const message{asio::buffer(head), asio::buffer(body)};
    auto const written = co_await connection_->write(message);
    if (written.bytes > 0) how_far_ = progress::sent;
    if (written.error && (written.bytes == 0 || watchdog_.bitten())) throw lost(written.error);
    // A server may refuse a long body before it has read it (413), and close: the answer says more than the reset.
    while (!parser_.head_done()) co_await receive();
    if (written.error) keep_ = nullptr;
    end_if_done();
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
    watchdog_.expect_before(std::min(how_.deadline, platform::clock::now() + how_.read_timeout));
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
