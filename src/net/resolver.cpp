#include "net/resolver.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/errc.hpp>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "net/cancellation.hpp"

namespace net {

namespace asio = boost::asio;

namespace {

boost::system::error_code to_error_code(boost::system::errc::errc_t code) {
    return boost::system::errc::make_error_code(code);
}

}  // namespace

boost::system::result<address_list> system_lookup(std::string const& name) {
    // Asio's own resolver would wait for its thread at the end; its synchronous form is getaddrinfo and nothing more.
    asio::io_context context(1);
    asio::ip::tcp::resolver resolver(context);
    boost::system::error_code error;
    auto const found = resolver.resolve(name, "", error);
    if (error) return error;
    address_list addresses;
    for (auto const& entry : found) addresses.push_back(entry.endpoint().address());
    return addresses;
}

// Shared by the look-up's thread and by those who wait for it. `mutex` guards `executor` and `result`: once the waiting
// side has taken the executor away, the io_context may be gone and nothing is posted to it.
struct resolver::lookup : std::enable_shared_from_this<lookup> {
    // On the look-up's thread.
    void publish(boost::system::result<address_list> found) {
        std::lock_guard const lock(mutex);
        result = std::move(found);
        if (executor) asio::post(*executor, [self = shared_from_this()] { self->wake(); });
    }

    void wake() {
        for (auto* waiter : waiters) waiter->cancel();
    }

    void add(platform::timer& waiter) {
        waiters.push_back(&waiter);
        std::lock_guard const lock(mutex);
        executor = waiter.get_executor();
    }

    void remove(platform::timer& waiter) {
        std::erase(waiters, &waiter);
        if (waiters.empty()) abandon();
    }

    void abandon() {
        std::lock_guard const lock(mutex);
        executor.reset();
    }

    std::optional<boost::system::result<address_list>> take() {
        std::lock_guard const lock(mutex);
        return result;
    }

    std::mutex mutex;
    std::optional<platform::executor> executor;
    std::optional<boost::system::result<address_list>> result;
    std::vector<platform::timer*> waiters;  // the executor's thread only
};

struct resolver::impl {
    impl(platform::executor where, name_lookup how, int most) : executor(where), find(std::move(how)), limit(most) {}

    // Null when too many look-ups run.
    std::shared_ptr<lookup> join(std::string const& host) {
        std::erase_if(running, [](auto const& entry) { return entry.second.expired(); });
        if (auto const known = running.find(host); known != running.end())
            if (auto shared = known->second.lock()) return shared;
        if (threads->load() >= limit) return nullptr;

        auto started = std::make_shared<lookup>();
        ++*threads;
        try {
            std::thread([started, host, find = find, count = threads] {
                started->publish(find(host));
                --*count;
            }).detach();
        } catch (std::system_error const&) {
            --*threads;
            return nullptr;
        }
        running[host] = started;
        return started;
    }

    platform::executor executor;
    name_lookup find;
    int limit;
    std::shared_ptr<std::atomic<int>> threads = std::make_shared<std::atomic<int>>(0);
    std::map<std::string, std::weak_ptr<lookup>> running;
};

resolver::resolver(platform::executor executor, name_lookup lookup, int limit)
    : impl_(std::make_shared<impl>(executor, std::move(lookup), limit)) {}

resolver::~resolver() {
    stop();
}

void resolver::stop() {
    for (auto const& [host, entry] : impl_->running) {
        auto const shared = entry.lock();
        if (!shared) continue;
        shared->abandon();
        shared->wake();
    }
}

platform::task<boost::system::result<address_list>> resolver::resolve(std::string host) {
    boost::system::error_code is_name;
    auto const literal = asio::ip::make_address(host, is_name);
    if (!is_name) co_return address_list{literal};

    auto const self = impl_;
    auto const shared = self->join(host);
    if (!shared) co_return to_error_code(boost::system::errc::resource_unavailable_try_again);

    platform::timer done(self->executor, platform::clock::time_point::max());
    struct waiting {
        resolver::lookup& shared;
        platform::timer& done;
        ~waiting() { shared.remove(done); }
    } const until_the_end{*shared, done};
    shared->add(done);

    // One that a caller before us gave up may have ended since.
    auto result = shared->take();
    if (!result) {
        co_await done.async_wait(platform::use_result);
        throw_if_cancelled(co_await asio::this_coro::cancellation_state);
        result = shared->take();
    }
    if (!result) co_return to_error_code(boost::system::errc::operation_canceled);
    if (result->has_value() && result->value().empty())
        co_return asio::error::make_error_code(asio::error::host_not_found);
    co_return *std::move(result);
}

}  // namespace net
