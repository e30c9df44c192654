#include "upstream/client.hpp"

#include "jsonrpc/error.hpp"
#include "jsonrpc/write.hpp"
#include "net/cancellation.hpp"
#include "platform/deadline.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <variant>

namespace asio = boost::asio;
namespace json = boost::json;

namespace upstream {

namespace {

constexpr std::chrono::seconds handshake_time{30};
constexpr std::chrono::seconds notice_time{5};  // for messages that nobody waits for
constexpr int most_pages = 100;

using shared_session = std::shared_ptr<session>;

/// A session that is being opened: the first call opens it, all wait.
struct opening {
    explicit opening(platform::executor executor) : over(executor, platform::clock::time_point::max()) {}

    platform::timer over;  // cancelled when it is
    bool done = false;
    shared_session made;
    std::exception_ptr failed;

    void end() {
        done = true;
        over.cancel();
    }
};

}  // namespace

struct client::impl : std::enable_shared_from_this<impl> {
    impl(net::client& with, platform::executor on, endpoint to, identity who)
        : http(with), executor(on), where(std::move(to)), self(std::move(who)) {}

    platform::task<shared_session> join(platform::clock::time_point until);
    platform::task<shared_session> wait_for(std::shared_ptr<opening> which);
    static platform::task<void> open(std::shared_ptr<impl> of, std::shared_ptr<opening> into);
    platform::task<shared_session> handshake();

    /// One request in a session.
    platform::task<json::value> request(shared_session with, std::string method, std::uint64_t id, std::string params,
                                        call_options options);
    /// The same in any session, with a second try when the first was lost.
    template <class MakeParams>
    platform::task<std::pair<json::value, shared_session>> request_anywhere(std::string method, MakeParams params,
                                                                            call_options options);
    platform::task<void> list(shared_session with, platform::clock::time_point until);

    void hear(shared_session const& with, call_options const& options, meanwhile what);
    void answer(shared_session with, server_request const& asked);
    void send_later(shared_session with, std::string body);
    static platform::task<void> send_notice(std::shared_ptr<impl> of, shared_session with, std::string body);
    void forget(shared_session const& lost) {
        if (current == lost) current = nullptr;
    }

    net::client& http;
    platform::executor executor;
    endpoint where;
    identity self;
    shared_session current;
    std::shared_ptr<opening> now_opening;
    std::uint64_t next_id = 1;
};

platform::task<shared_session> client::impl::wait_for(std::shared_ptr<opening> which) {
    if (!which->done) co_await which->over.async_wait(platform::use_result);
    net::throw_if_cancelled(co_await asio::this_coro::cancellation_state);
    if (which->failed) std::rethrow_exception(which->failed);
    co_return which->made;
}

platform::task<shared_session> client::impl::join(platform::clock::time_point until) {
    if (current) co_return current;
    if (!now_opening) {
        now_opening = std::make_shared<opening>(executor);
        // Not part of this call: its cancellation must not end what others wait for.
        asio::co_spawn(executor, open(shared_from_this(), now_opening), asio::detached);
    }
    auto waiting = wait_for(now_opening);
    auto const come = co_await platform::with_deadline(std::move(waiting), until);
    if (!come) throw failure::late();
    co_return *come;
}

platform::task<void> client::impl::open(std::shared_ptr<impl> of, std::shared_ptr<opening> into) {
    try {
        into->made = co_await of->handshake();
        of->current = into->made;
    } catch (...) {
        into->failed = std::current_exception();
    }
    of->now_opening = nullptr;
    into->end();
}

platform::task<shared_session> client::impl::handshake() {
    auto const until = platform::clock::now() + handshake_time;
    auto const id = next_id++;
    outgoing first{jsonrpc::request(std::to_string(id), "initialize", initialize_params(self)), nullptr, until};
    auto come = co_await ask(http, where, std::move(first), id, [](meanwhile const&) {});
    auto const made = std::make_shared<session>(read_initialize(come.result));
    made->id = std::move(come.session_id);
    outgoing second{jsonrpc::notification("notifications/initialized", "{}"), made.get(), until};
    co_await tell(http, where, std::move(second));
    co_return made;
}

platform::task<json::value> client::impl::request(shared_session with, std::string method, std::uint64_t id,
                                                  std::string params, call_options options) {
    bool sent = false;
    outgoing message{jsonrpc::request(std::to_string(id), method, params), with.get(), options.until,
                     [&sent] { sent = true; }};
    auto const on_meanwhile = [this, &with, &options](meanwhile what) { hear(with, options, std::move(what)); };
    // 2025-06-18 §Cancellation: whoever gives up on a request says so.
    auto const give_up = [&](std::string_view why) {
        if (!sent) return;
        auto const told = R"({"requestId":)" + std::to_string(id) + R"(,"reason":)" + jsonrpc::quoted(why) + "}";
        send_later(with, jsonrpc::notification("notifications/cancelled", told));
    };
    try {
        auto come = co_await ask(http, where, std::move(message), id, on_meanwhile);
        co_return std::move(come.result);
    } catch (boost::system::system_error const& error) {
        if (error.code() == asio::error::operation_aborted) give_up("cancelled by the caller");
        throw;
    } catch (failure const& failed) {
        if (failed.kind == fault::timed_out) give_up("timed out");
        throw;
    }
}

template <class MakeParams>
platform::task<std::pair<json::value, shared_session>> client::impl::request_anywhere(std::string method,
                                                                                      MakeParams params,
                                                                                      call_options options) {
    for (bool again = false;; again = true) {
        auto const with = co_await join(options.until);
        auto const id = next_id++;
        try {
            auto result = co_await request(with, method, id, params(id), options);
            co_return std::pair(std::move(result), with);
        } catch (failure const& failed) {
            if (!failed.session_lost) throw;
            forget(with);
            if (again) throw;
        }
    }
}

void client::impl::hear(shared_session const& with, call_options const& options, meanwhile what) {
    if (what.tools_changed) with->tools.reset();
    for (auto const& each : what.requests) answer(with, each);
    if (!options.on_progress) return;
    for (auto const& each : what.progress) options.on_progress(each);
}

// A server that wants more of us than to know that we are alive learns that we can't: no capability was offered.
void client::impl::answer(shared_session with, server_request const& asked) {
    if (asked.method == "ping") return send_later(std::move(with), jsonrpc::success(asked.id, "{}"));
    jsonrpc::error const problem{jsonrpc::errc::method_not_found, "Method not found: " + asked.method, nullptr};
    send_later(std::move(with), jsonrpc::failure(asked.id, problem));
}

void client::impl::send_later(shared_session with, std::string body) {
    asio::co_spawn(executor, send_notice(shared_from_this(), std::move(with), std::move(body)), asio::detached);
}

platform::task<void> client::impl::send_notice(std::shared_ptr<impl> of, shared_session with, std::string body) {
    outgoing message{std::move(body), with.get(), platform::clock::now() + notice_time};
    try {
        co_await tell(of->http, of->where, std::move(message));
    } catch (failure const&) {
        // Nobody waits for it.
    }
}

platform::task<void> client::impl::list(shared_session with, platform::clock::time_point until) {
    json::array all;
    std::string cursor;
    for (int page = 0; page < most_pages; ++page) {
        auto const result = co_await request(with, "tools/list", next_id++, list_params(cursor), {until});
        auto read = read_tools(result);
        for (auto& each : read.tools) all.push_back(std::move(each));
        if (read.next.empty() || read.next == cursor) break;
        cursor = std::move(read.next);
    }
    with->tools = std::move(all);
}

client::client(net::client& http, platform::executor executor, endpoint to, identity who)
    : impl_(std::make_shared<impl>(http, executor, std::move(to), std::move(who))) {}

platform::task<json::array> client::tools(platform::clock::time_point until) {
    auto const self = impl_;
    for (bool again = false;; again = true) {
        auto const with = co_await self->join(until);
        if (with->tools) co_return *with->tools;
        try {
            co_await self->list(with, until);
        } catch (failure const& failed) {
            if (!failed.session_lost) throw;
            self->forget(with);
            if (again) throw;
        }
    }
}

void client::forget_tools() {
    if (impl_->current) impl_->current->tools.reset();
}

platform::task<json::object> client::call(std::string tool, json::object arguments, call_options options) {
    auto const self = impl_;
    bool const wants_progress = static_cast<bool>(options.on_progress);
    auto const params = [&](std::uint64_t id) {
        return call_params(tool, arguments, wants_progress ? std::optional(id) : std::nullopt);
    };
    auto come = co_await self->request_anywhere("tools/call", params, std::move(options));
    auto* result = come.first.if_object();
    if (!result) throw failure::broken("its answer to tools/call is no object");
    co_return std::move(*result);
}

platform::task<void> client::close(platform::clock::time_point until) {
    auto const self = impl_;
    auto const ended = std::exchange(self->current, nullptr);
    if (!ended || ended->id.empty()) co_return;
    co_await end_session(self->http, self->where, *ended, until);
}

}  // namespace upstream
