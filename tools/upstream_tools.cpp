#include "tools/upstream_tools.hpp"

#include "dashscope/failure.hpp"
#include "dashscope/settings.hpp"
#include "telemetry/logger.hpp"
#include "tools/marketplace.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <random>

namespace asio = boost::asio;
namespace json = boost::json;

namespace tools {

namespace {

/// One server, and what is known of it.
struct source {
    upstream_server server;
    json::array list = {};  // as it came last
    bool busy = false;
    bool asked = false;  // at least once, to an end
    platform::clock::time_point fresh_until = platform::clock::time_point::min();
    std::string trouble = {};  // the last that was told
};

}  // namespace

struct upstream_tools::impl : std::enable_shared_from_this<impl> {
    impl(services const& tools, platform::executor on, std::set<std::string> names, change_sink sink,
         upstream_times limits)
        : with(tools), executor(on), taken(std::move(names)), on_change(std::move(sink)), times(limits), changed(on) {}

    static platform::task<void> fetch(std::shared_ptr<impl> self, source& from);
    platform::task<std::string> try_once(source& from);
    void take(source& from, json::array list);
    void publish();
    void tell(source& from, std::string const& trouble, std::chrono::milliseconds wait);

    services with;
    platform::executor executor;
    std::set<std::string> taken;
    change_sink on_change;
    upstream_times times;
    std::vector<source> sources;  // never grows after the beginning: coroutines refer to its elements
    platform::timer changed;      // cancelled when a source was asked
    std::minstd_rand random{std::random_device{}()};
    bool closed = false;
};

// Empty when the tools came; else why not.
platform::task<std::string> upstream_tools::impl::try_once(source& from) {
    auto const who = operator_credential(with);
    auto const what = "Asking the MCP server " + from.server.name + " for its tools";
    try {
        dashscope::check_key(who, {what, {}, who.base});
        auto const server = with.servers.to(marketplace_endpoint(with, from.server.name));
        server->forget_tools();
        auto list = co_await server->tools(platform::clock::now() + times.answer);
        if (!closed) take(from, std::move(list));
    } catch (upstream::failure const& failed) {
        co_return words_for(failed, what, from.server.name, who);
    } catch (dashscope::failure const& failed) {
        co_return failed.text();
    }
    co_return std::string();
}

void upstream_tools::impl::take(source& from, json::array list) {
    from.fresh_until = platform::clock::now() + times.fresh;
    from.trouble.clear();
    if (from.list == list) return;
    from.list = std::move(list);
    telemetry::log().debug("tools of an MCP server", {{"server", from.server.name}, {"tools", from.list.size()}});
    publish();
}

void upstream_tools::impl::publish() {
    std::vector<imported_tool> all;
    auto names = taken;
    for (auto const& each : sources)
        for (auto& tool : import_tools(with, each.server, each.list, names)) all.push_back(std::move(tool));
    on_change(std::move(all));
}

void upstream_tools::impl::tell(source& from, std::string const& trouble, std::chrono::milliseconds wait) {
    auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(wait).count();
    auto const level = trouble == from.trouble ? telemetry::level::debug : telemetry::level::warning;
    telemetry::log().write(level, trouble, {{"again_in_s", seconds}});
    from.trouble = trouble;
}

platform::task<void> upstream_tools::impl::fetch(std::shared_ptr<impl> self, source& from) {
    auto wait = self->times.first_wait;
    while (!self->closed) {
        auto const trouble = co_await self->try_once(from);
        from.asked = true;
        self->changed.cancel();
        if (trouble.empty() || self->closed) break;
        // Not all replicas at the same moment.
        auto const share = std::uniform_real_distribution<double>(0.8, 1.2)(self->random);
        auto const pause = std::chrono::duration_cast<std::chrono::milliseconds>(wait * share);
        self->tell(from, trouble, pause);
        platform::timer timer(self->executor, pause);
        co_await timer.async_wait(platform::use_result);
        wait = std::min(wait * 2, self->times.longest_wait);
    }
    from.busy = false;
}

upstream_tools::upstream_tools(services const& with, platform::executor executor, std::vector<upstream_server> servers,
                               std::set<std::string> taken, change_sink on_change, upstream_times times)
    : impl_(std::make_shared<impl>(with, executor, std::move(taken), std::move(on_change), times)) {
    for (auto& each : servers) impl_->sources.push_back({std::move(each), {}});
}

upstream_tools::~upstream_tools() {
    impl_->closed = true;
}

void upstream_tools::wanted() {
    for (auto& each : impl_->sources) {
        if (each.busy || platform::clock::now() < each.fresh_until) continue;
        each.busy = true;
        // Not before the caller has its answer.
        asio::post(impl_->executor, [self = impl_, &each] {
            if (!self->closed) asio::co_spawn(self->executor, impl::fetch(self, each), asio::detached);
        });
    }
}

bool upstream_tools::pending() const {
    return std::ranges::any_of(impl_->sources, [](source const& each) { return !each.asked; });
}

platform::task<void> upstream_tools::settle(platform::clock::time_point until) {
    auto const self = impl_;
    wanted();
    while (pending() && platform::clock::now() < until) {
        self->changed.expires_at(until);
        co_await self->changed.async_wait(platform::use_result);
    }
}

}  // namespace tools
