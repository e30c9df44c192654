#pragma once
// Two ways to give up after a time: `with_deadline` cancels a coroutine, `watchdog` calls a function.

#include "platform/task.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <functional>
#include <memory>
#include <optional>

namespace platform {

namespace detail {

// Shared with the timer's handler, which may run after the coroutine has ended.
struct deadline_state {
    explicit deadline_state(executor executor) : timer(executor) {}

    void stop_work() {
        if (!over) stop.emit(boost::asio::cancellation_type::terminal);
    }

    timer timer;
    boost::asio::cancellation_signal stop;
    bool passed = false;
    bool over = false;
};

// Starts the timer, and hands a cancellation of the calling coroutine on to the work.
void arm(std::shared_ptr<deadline_state> const& state, clock::time_point deadline,
         boost::asio::cancellation_slot outer);

// co_spawn would want a T that can be made from nothing.
template <class T>
task<void> keep_result(task<T> work, std::optional<T>& result) {
    result.emplace(co_await std::move(work));
}

}  // namespace detail

/// Runs `work` and returns its result, or nothing when `deadline` came first: then `work` was cancelled and has ended.
/// Exceptions of `work`, and the cancellation of the caller, pass through.
template <class T>
task<std::optional<T>> with_deadline(task<T> work, clock::time_point deadline) {
    auto const executor = co_await boost::asio::this_coro::executor;
    auto const state = std::make_shared<detail::deadline_state>(executor);
    auto const cancellation = co_await boost::asio::this_coro::cancellation_state;
    detail::arm(state, deadline, cancellation.slot());
    struct finish {
        detail::deadline_state& state;
        boost::asio::cancellation_slot outer;
        ~finish() {
            state.over = true;
            state.timer.cancel();
            outer.clear();
        }
    } const at_the_end{*state, cancellation.slot()};

    auto token = boost::asio::bind_cancellation_slot(state->stop.slot(), use_task);
    std::optional<T> result;
    try {
        auto storing = detail::keep_result(std::move(work), result);
        co_await boost::asio::co_spawn(executor, std::move(storing), std::move(token));
    } catch (boost::system::system_error const& error) {
        if (!state->passed || error.code() != boost::asio::error::operation_aborted) throw;
    }
    co_return result;
}

/// Calls a function once, when a deadline passes. Moving the deadline later costs no timer operation, so it may be done
/// at every read. One owner, one thread; destroying it disarms it.
class watchdog {
public:
    watchdog(executor executor, std::function<void()> bite);
    ~watchdog();
    watchdog(watchdog const&) = delete;

    void expect_before(clock::time_point deadline);
    void disarm();
    bool bitten() const;

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace platform
