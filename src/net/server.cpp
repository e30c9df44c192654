#include "net/server.hpp"

#include "net/server_connection.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>

namespace asio = boost::asio;
using asio::ip::tcp;

namespace net {

namespace {

// RFC 9112 §3.2.2: the absolute form must be taken too.
std::string_view origin_form(std::string_view target) {
    auto const scheme = target.starts_with('/') ? std::string_view::npos : target.find("://");
    if (scheme == std::string_view::npos) return target;
    auto const path = target.find('/', scheme + 3);
    return path == std::string_view::npos ? "/" : target.substr(path);
}

}  // namespace

platform::task<void> responder::start_sized(int status, std::string_view content_type, std::uint64_t,
                                            headers const& more) {
    return start(status, content_type, more);
}

std::string_view server_request::path() const {
    auto const whole = origin_form(target());
    return whole.substr(0, whole.find('?'));
}

std::string_view server_request::query() const {
    auto const whole = target();
    auto const mark = whole.find('?');
    return mark == std::string_view::npos ? std::string_view() : whole.substr(mark + 1);
}

namespace {

using tcp_acceptor = asio::basic_socket_acceptor<tcp, platform::executor>;

// How exactly time-outs are kept: they are seconds, and one sweep is cheaper than a timer for each connection.
constexpr std::chrono::milliseconds sweep_interval{250};

// Accepting failed for a reason that passes, such as no free descriptor.
constexpr std::chrono::milliseconds accept_pause{100};

}  // namespace

struct server::impl : std::enable_shared_from_this<server::impl> {
    explicit impl(platform::executor executor) : sweeper(executor) {}

    // `self` comes as a parameter, for the coroutine may begin after the server has gone.
    static platform::task<void> accept(std::shared_ptr<impl> self, std::shared_ptr<tcp_acceptor> acceptor) {
        while (acceptor->is_open()) {
            auto [failed, socket] = co_await acceptor->async_accept(platform::use_result);
            if (!failed) {
                self->welcome(std::move(socket));
                continue;
            }
            if (!acceptor->is_open()) break;
            // No descriptor left: the one that has waited longest for nothing makes room.
            if (failed == boost::system::errc::too_many_files_open) self->close_idle_one();
            platform::timer pause(self->owner->executor, accept_pause);
            co_await pause.async_wait(platform::use_result);
        }
    }

    void welcome(tcp_socket socket) {
        boost::system::error_code ignored;
        auto const peer = socket.remote_endpoint(ignored).address().to_string();
        auto const connection = std::make_shared<server_connection>(owner, peer);
        bool const busy = owner->open_connections > owner->options.max_connections;
        owner->connections.push_back(connection);
        auto serving = busy ? connection->refuse_busy(std::move(socket)) : connection->run(std::move(socket));
        asio::co_spawn(owner->executor, std::move(serving), [connection](std::exception_ptr) { connection->close(); });
        sweep_later();
    }

    void close_idle_one() {
        for (auto const& each : owner->connections) {
            auto const connection = each.lock();
            if (connection && connection->idle()) return connection->close();
        }
    }

    void sweep_later() {
        if (sweeping) return;
        sweeping = true;
        sweeper.expires_after(sweep_interval);
        sweeper.async_wait([self = shared_from_this()](boost::system::error_code failed) {
            self->sweeping = false;
            if (!failed) self->sweep();
        });
    }

    void sweep() {
        auto const now = platform::clock::now();
        std::erase_if(owner->connections, [](auto const& each) { return each.expired(); });
        for_each([now](server_connection& each) { each.enforce_deadline(now); });
        // An idle server has no timer: nothing wakes it.
        if (!owner->connections.empty()) sweep_later();
    }

    // Closing a connection may end others' coroutines and change the list: it is copied.
    template <class Function>
    void for_each(Function call) {
        auto const all = owner->connections;
        for (auto const& each : all)
            if (auto const connection = each.lock()) call(*connection);
    }

    void stop_accepting() {
        owner->accepting = false;
        boost::system::error_code ignored;
        for (auto const& each : acceptors) each->close(ignored);
    }

    std::shared_ptr<connection_owner> owner;
    std::vector<std::shared_ptr<tcp_acceptor>> acceptors;
    platform::timer sweeper;
    bool sweeping = false;
};

server::server(platform::executor executor, server_options options, request_handler& handler)
    : impl_(std::make_shared<impl>(executor)) {
    impl_->owner = std::make_shared<connection_owner>(
        connection_owner{executor, std::move(options), &handler, nullptr, true, {}, 0});
    auto const& chosen = impl_->owner->options;
    if (!chosen.certificate_file.empty()) impl_->owner->tls = make_server_tls(chosen.certificate_file, chosen.key_file);
}

server::~server() {
    close();
}

std::uint16_t server::listen(std::string const& address, std::uint16_t port) {
    tcp::endpoint const where(asio::ip::make_address(address), port);
    auto const acceptor = std::make_shared<tcp_acceptor>(impl_->owner->executor);
    acceptor->open(where.protocol());
    acceptor->set_option(asio::socket_base::reuse_address(true));
    acceptor->bind(where);
    acceptor->listen(4096);
    impl_->acceptors.push_back(acceptor);
    asio::co_spawn(impl_->owner->executor, impl::accept(impl_, acceptor), asio::detached);
    return acceptor->local_endpoint().port();
}

void server::stop_accepting() {
    impl_->stop_accepting();
    impl_->for_each([](server_connection& each) {
        if (each.idle()) each.close();
    });
}

std::size_t server::busy() const {
    std::size_t count = 0;
    impl_->for_each([&count](server_connection& each) { count += each.idle() ? 0 : 1; });
    return count;
}

void server::close() {
    impl_->stop_accepting();
    impl_->for_each([](server_connection& each) { each.close(); });
    impl_->sweeper.cancel();
}

std::size_t server::connections() const {
    return impl_->owner->open_connections;
}

}  // namespace net
