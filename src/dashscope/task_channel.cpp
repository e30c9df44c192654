#include "dashscope/task_channel.hpp"

#include "dashscope/client.hpp"
#include "net/cancellation.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace asio = boost::asio;

namespace dashscope {

namespace {

// Hosts drop calls that say nothing: who waits hears of a state again although it is the same.
constexpr std::chrono::seconds reminder{5};

// How long who only looks waits when queries fail, and how long when nothing is heard at all.
constexpr std::chrono::seconds look_bounds[] = {std::chrono::seconds(10), std::chrono::seconds(30)};

bool may_pass(failure const& trouble) {
    return may_repeat(op_class::read, facts_of(trouble));
}

bool is_throttled(failure const& trouble) {
    return trouble.kind() == error_kind::rate_limited || trouble.api().http_status == 429;
}

}  // namespace

// Enters a waiter for as long as its coroutine lives, however that ends.
class task_channel::attendance {
public:
    attendance(task_channel& channel, std::string id, waiter& who) : channel_(channel), id_(std::move(id)), who_(who) {
        channel_.waiters_[id_].push_back(&who_);
        channel_.schedule_.watch(id_, platform::clock::now());
        channel_.pump();
    }
    ~attendance() {
        auto const found = channel_.waiters_.find(id_);
        if (found == channel_.waiters_.end()) return;
        found->second.remove(&who_);
        if (!found->second.empty()) return;
        channel_.waiters_.erase(found);
        channel_.schedule_.forget(id_);
    }
    attendance(attendance const&) = delete;

private:
    task_channel& channel_;
    std::string id_;
    waiter& who_;
};

task_channel::task_channel(client& api, platform::executor executor, credential who, poll_limits limits)
    : api_(api), executor_(executor), who_(std::move(who)), schedule_(limits), timer_(executor) {}

bool task_channel::idle(platform::clock::time_point now) const {
    return waiters_.empty() && now - last_asked_ > std::chrono::seconds(10);
}

void task_channel::stop() {
    stopped_ = true;
    timer_.cancel();
}

// Starts the queries whose time has come and sets the timer for the next.
void task_channel::pump() {
    if (stopped_) return;
    while (auto const id = schedule_.take(platform::clock::now())) {
        last_asked_ = platform::clock::now();
        asio::co_spawn(executor_, ask(*id), asio::detached);
    }
    auto const next = schedule_.due();
    if (!next) return;
    timer_.expires_at(*next);
    timer_.async_wait([self = weak_from_this()](boost::system::error_code failed) {
        auto const channel = self.lock();
        if (!failed && channel) channel->pump();
    });
}

platform::task<task_state> task_channel::ask_once(std::string id) {
    call_options options;
    options.timeout = std::chrono::seconds(30);
    options.silence = std::chrono::seconds(20);
    // Repetitions are queries too: the schedule makes them.
    options.once = true;
    operation const what{"Asking for task " + id, op_class::read, "GET", {}};
    auto const answer = co_await api_.call(who_, what, task_path(id), nullptr, options);
    auto state = read_task(answer);
    if (state.output.empty()) {
        api_error const error{200, {}, "the answer holds no task", state.request_id, error_kind::bad_answer};
        throw failure(error, {what.what, {}, who_.base}, who_.api_key);
    }
    if (state.id.empty()) state.id = std::move(id);
    co_return state;
}

platform::task<void> task_channel::ask(std::string id) {
    auto const self = shared_from_this();
    try {
        auto const state = co_await ask_once(id);
        schedule_.answered(id, platform::clock::now());
        tell(id, state);
    } catch (failure const& trouble) {
        take_trouble(id, trouble);
    } catch (std::exception const&) {
        tell_failure(id, std::current_exception());
    }
    pump();
}

void task_channel::take_trouble(std::string const& id, failure const& trouble) {
    bool const goes_on =
        may_pass(trouble) && schedule_.troubled(id, platform::clock::now(), is_throttled(trouble), trouble.retry_after);
    if (goes_on)
        note_trouble(id);
    else
        tell_failure(id, std::current_exception());
}

void task_channel::note_trouble(std::string const& id) {
    auto const found = waiters_.find(id);
    if (found == waiters_.end()) return;
    for (auto* each : found->second) each->trouble = std::current_exception();
}

void task_channel::tell(std::string const& id, task_state const& state) {
    auto const found = waiters_.find(id);
    if (found == waiters_.end()) return;
    if (state.terminal()) schedule_.forget(id);
    for (auto* each : found->second) {
        each->news = state;
        each->wake.cancel();
    }
}

void task_channel::tell_failure(std::string const& id, std::exception_ptr failed) {
    schedule_.forget(id);
    auto const found = waiters_.find(id);
    if (found == waiters_.end()) return;
    for (auto* each : found->second) {
        each->failed = failed;
        each->wake.cancel();
    }
}

// Returns when there is news or the time has come.
platform::task<void> task_channel::sleep(waiter& who, platform::clock::time_point until) {
    if (!who.news && !who.failed) {
        who.wake.expires_at(until);
        co_await who.wake.async_wait(platform::use_result);
        auto const state = co_await asio::this_coro::cancellation_state;
        net::throw_if_cancelled(state);
    }
    if (who.failed) std::rethrow_exception(who.failed);
}

platform::task<task_state> task_channel::query(std::string id) {
    auto const self = shared_from_this();
    waiter me(executor_);
    attendance const present(*this, id, me);
    auto const start = platform::clock::now();
    for (auto const bound : look_bounds) {
        co_await sleep(me, start + bound);
        if (me.news) co_return std::move(*me.news);
        if (me.trouble) std::rethrow_exception(me.trouble);
    }
    throw failure(error_kind::timeout, "Asking for task " + id +
                                           " failed: DashScope gave no usable answer in 30 s. The task itself goes on; "
                                           "ask again later.");
}

platform::task<task_state> task_channel::wait(std::string id, platform::clock::time_point until,
                                              std::function<void(task_state const&)> on_state) {
    auto const self = shared_from_this();
    waiter me(executor_);
    attendance const present(*this, id, me);
    task_state last;
    last.id = id;
    bool known = false;
    for (;;) {
        co_await sleep(me, std::min(until, platform::clock::now() + reminder));
        if (me.news) {
            last = std::move(*me.news);
            me.news.reset();
            known = true;
        }
        if (known && on_state) on_state(last);
        if (last.terminal() || platform::clock::now() >= until) co_return last;
    }
}

}  // namespace dashscope
