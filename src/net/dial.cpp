#include "net/dial.hpp"

#include <memory>
#include <optional>
#include <vector>

#include "net/cancellation.hpp"
#include "net/socket.hpp"

namespace net {

namespace asio = boost::asio;

namespace {

// The attempts of one `dial`. Handlers hold it alive; `finish` makes all that come later do nothing.
class race : public std::enable_shared_from_this<race> {
public:
    race(platform::executor executor, address_list addresses, std::uint16_t port)
        : addresses_(std::move(addresses)),
          port_(port),
          stagger_(executor),
          done_(executor, platform::clock::time_point::max()) {
        sockets_.reserve(addresses_.size());
    }

    void start_next() {
        if (finished_ || sockets_.size() == addresses_.size()) return;
        auto const attempt = sockets_.size();
        auto& socket = sockets_.emplace_back(done_.get_executor());
        ++pending_;
        socket.async_connect({addresses_[attempt], port_},
                             [self = shared_from_this(), attempt](auto error) { self->ended(attempt, error); });
        stagger_.expires_after(next_address_after);
        stagger_.async_wait([self = shared_from_this()](auto stopped) {
            if (!stopped) self->start_next();
        });
    }

    void finish() {
        finished_ = true;
        stagger_.cancel();
        done_.cancel();
        for (auto& socket : sockets_) close_socket(socket);
    }

    platform::timer& done() { return done_; }
    boost::system::result<tcp_socket> take() {
        if (!winner_) return error_;
        return *std::move(winner_);
    }

private:
    void ended(std::size_t attempt, boost::system::error_code error) {
        --pending_;
        if (finished_) return;
        if (!error) {
            winner_ = std::move(sockets_[attempt]);
            return finish();
        }
        error_ = error;
        stagger_.cancel();
        start_next();
        if (pending_ == 0) finish();
    }

    address_list addresses_;
    std::uint16_t port_;
    platform::timer stagger_;
    platform::timer done_;
    std::vector<tcp_socket> sockets_;
    std::optional<tcp_socket> winner_;
    boost::system::error_code error_;
    std::size_t pending_ = 0;
    bool finished_ = false;
};

}  // namespace

platform::task<boost::system::result<tcp_socket>> dial(address_list addresses, std::uint16_t port) {
    if (addresses.empty()) co_return asio::error::make_error_code(asio::error::host_not_found);
    auto const executor = co_await asio::this_coro::executor;
    auto const attempts = std::make_shared<race>(executor, std::move(addresses), port);
    struct ending {
        race& attempts;
        ~ending() { attempts.finish(); }
    } const at_the_end{*attempts};

    attempts->start_next();
    co_await attempts->done().async_wait(platform::use_result);
    throw_if_cancelled(co_await asio::this_coro::cancellation_state);
    auto connected = attempts->take();
    if (!connected) co_return connected.error();

    boost::system::error_code ignored;
    connected->set_option(asio::ip::tcp::no_delay(true), ignored);
    connected->set_option(asio::socket_base::keep_alive(true), ignored);
    co_return std::move(connected);
}

}  // namespace net
