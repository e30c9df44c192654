#include "net/client.hpp"

#include "net/connector.hpp"
#include "net/exchange.hpp"
#include "net/pool.hpp"
#include "net/request.hpp"

namespace net {

struct client::impl : std::enable_shared_from_this<client::impl> {
    impl(platform::executor where, client_options how)
        : executor(where),
          options(std::move(how)),
          connections(executor, options),
          kept(options.idle_per_origin, options.idle_for) {}

    route route_to(client_request const& request) const;
    platform::task<std::unique_ptr<exchange>> start(client_request request);
    platform::task<std::unique_ptr<stream>> connect(route where, timeouts limits, platform::clock::time_point deadline);
    std::unique_ptr<exchange> make_exchange(std::unique_ptr<stream> connection, std::string const& key,
                                            client_request const& request, platform::clock::time_point deadline);

    platform::executor executor;
    client_options options;
    connector connections;
    pool kept;
    std::size_t opened = 0;
};

namespace {

// Only what a server that closes an idle connection looks like, and only where nothing can happen twice.
bool may_repeat(client_error const& error, exchange const& failed, client_request const& request) {
    if (error.code() != client_errc::connection_lost || !failed.unanswered()) return false;
    return error.how_far() == progress::not_sent || is_idempotent(request.method);
}

}  // namespace

route client::impl::route_to(client_request const& request) const {
    auto const& target = request.to.where;
    auto via = choose_proxy(options.proxies, target);
    if (!via)
        throw client_error(client_errc::proxy_failed, progress::not_sent,
                           "the proxy setting for " + target.host + " is not the URL of an http proxy");
    return {target, *std::move(via), request.public_addresses_only};
}

platform::task<std::unique_ptr<stream>> client::impl::connect(route where, timeouts limits,
                                                              platform::clock::time_point deadline) {
    auto const connect_deadline = platform::clock::now() + limits.connect;
    auto connecting = connections.connect(where);
    auto made = co_await platform::with_deadline(std::move(connecting), std::min(connect_deadline, deadline));
    if (!made && deadline < connect_deadline)
        throw client_error(client_errc::deadline_exceeded, progress::not_sent,
                           "the request's deadline passed before " + where.to.host + " was reached");
    if (!made)
        throw client_error(client_errc::connect_timeout, progress::not_sent,
                           "no connection to " + where.to.host + " was made in time");
    ++opened;
    co_return *std::move(made);
}

std::unique_ptr<exchange> client::impl::make_exchange(std::unique_ptr<stream> connection, std::string const& key,
                                                      client_request const& request,
                                                      platform::clock::time_point deadline) {
    auto keep = [owner = weak_from_this(), key](std::unique_ptr<stream> idle) {
        if (auto const self = owner.lock()) self->kept.put(key, std::move(idle), platform::clock::now());
    };
    exchange::settings const how{request.method == "HEAD", request.limits.read, deadline, request.to.where.host};
    return std::make_unique<exchange>(executor, std::move(connection), how, std::move(keep));
}

platform::task<std::unique_ptr<exchange>> client::impl::start(client_request request) {
    auto const begun = platform::clock::now();
    auto const deadline = begun + request.limits.total;
    auto const where = route_to(request);
    auto const key = where.key();
    auto const head = request_head(request, where.asked_proxy(), options.user_agent);

    if (auto idle = kept.take(key, begun)) {
        auto reused = make_exchange(std::move(idle), key, request, deadline);
        try {
            if (request.on_sending) request.on_sending();
            co_await reused->start(head, request.body, request.source.get());
            co_return reused;
        } catch (client_error const& error) {
            if (!may_repeat(error, *reused, request)) throw;
        }
    }
    auto connection = co_await connect(where, request.limits, deadline);
    auto fresh = make_exchange(std::move(connection), key, request, deadline);
    if (request.on_sending) request.on_sending();
    co_await fresh->start(head, request.body, request.source.get());
    co_return fresh;
}

namespace {

// Free functions: the coroutine must own what it uses, since the client may be destroyed while it runs.
template <class Impl>
platform::task<client_response> send_on(std::shared_ptr<Impl> impl, client_request request) {
    auto const running = co_await impl->start(std::move(request));
    client_response response;
    response.body = co_await running->read_all(impl->options.body_limit);
    response.status = running->status();
    response.fields = running->fields();
    co_return response;
}

template <class Impl>
platform::task<std::unique_ptr<response_stream>> open_on(std::shared_ptr<Impl> impl, client_request request) {
    auto running = co_await impl->start(std::move(request));
    co_return std::move(running);
}

}  // namespace

client::client(platform::executor executor, client_options options)
    : impl_(std::make_shared<impl>(executor, std::move(options))) {}

client::~client() {
    impl_->connections.stop();
    impl_->kept.clear();
}

platform::task<client_response> client::send(client_request request) {
    return send_on(impl_, std::move(request));
}

platform::task<std::unique_ptr<response_stream>> client::open(client_request request) {
    return open_on(impl_, std::move(request));
}

std::size_t client::connections_opened() const {
    return impl_->opened;
}

}  // namespace net
