#pragma once
// A thread for what would hold up the I/O thread: reading files, decoding pictures.

#include "platform/task.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <optional>

namespace platform {

/// The result of work that was started. Waited for at most once, on the thread whose executor it was started with; who
/// drops it leaves the work to its end, unheard.
template <class T>
class started {
public:
    /// What the work gives or throws.
    task<T> get() && {
        // Cancelling the caller ends its wait, and nothing else.
        auto const held = state_;
        while (!held->over) co_await held->done.async_wait(use_result);
        if (held->failed) std::rethrow_exception(held->failed);
        co_return std::move(*held->result);
    }

private:
    friend class worker;

    struct state {
        explicit state(executor on) : done(on, clock::time_point::max()) {}
        timer done;
        bool over = false;
        std::optional<T> result;
        std::exception_ptr failed;
    };

    explicit started(executor on) : state_(std::make_shared<state>(on)) {}

    std::shared_ptr<state> state_;
};

/// Its thread starts with the first work; works run one after the other. One owner, one thread: that of the coroutines
/// that wait. Destroying it waits for what runs, so that must not take long, and forgets what has not begun.
class worker {
public:
    worker() = default;
    ~worker() {
        if (!thread_) return;
        thread_->stop();
        thread_->join();
    }
    worker(worker const&) = delete;

    /// `work` owns what it uses: it may outlive who started it.
    template <class T>
    started<T> start(executor on, std::function<T()> work) {
        started<T> made(on);
        if (!thread_) thread_.emplace(1);
        boost::asio::post(*thread_, [state = made.state_, on, work = std::move(work)] {
            try {
                state->result.emplace(work());
            } catch (...) {
                state->failed = std::current_exception();
            }
            // Timers belong to the waiting thread.
            boost::asio::post(on, [state] {
                state->over = true;
                state->done.cancel();
            });
        });
        return made;
    }

    /// What `work` gives or throws. A cancelled caller leaves; the work goes on to its end, unheard.
    template <class T>
    task<T> run(std::function<T()> work) {
        auto const on = co_await boost::asio::this_coro::executor;
        auto waiting = start(on, std::move(work));
        auto result = co_await std::move(waiting).get();
        co_return result;
    }

private:
    std::optional<boost::asio::thread_pool> thread_;
};

}  // namespace platform
