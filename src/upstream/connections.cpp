#include "upstream/connections.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>

namespace asio = boost::asio;

namespace upstream {

namespace {

constexpr std::size_t most_connections = 256;

/// How many still end their session.
struct farewell {
    explicit farewell(platform::executor executor) : over(executor) {}
    platform::timer over;
    std::size_t left = 0;
};

platform::task<void> close_one(std::shared_ptr<client> which, platform::clock::time_point until) {
    co_await which->close(until);
}

}  // namespace

connections::connections(net::client& http, platform::executor executor, identity who)
    : http_(http), executor_(executor), who_(std::move(who)) {}

std::shared_ptr<client> connections::to(endpoint const& where) {
    auto const known = std::ranges::find(open_, where, &connection::where);
    if (known != open_.end()) {
        open_.splice(open_.begin(), open_, known);
        return open_.front().with;
    }
    open_.push_front({where, std::make_shared<client>(http_, executor_, where, who_)});
    if (open_.size() > most_connections) open_.pop_back();
    return open_.front().with;
}

platform::task<void> connections::close(platform::clock::time_point until) {
    auto const state = std::make_shared<farewell>(executor_);
    state->over.expires_at(until);
    for (auto const& each : open_) {
        ++state->left;
        asio::co_spawn(executor_, close_one(each.with, until), [state](std::exception_ptr const&) {
            if (--state->left == 0) state->over.cancel();
        });
    }
    open_.clear();
    if (state->left > 0) co_await state->over.async_wait(platform::use_result);
}

}  // namespace upstream
