#pragma once
// A thread for what would hold up the I/O thread: decoding pictures.

#include "platform/task.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <optional>

namespace tools {

/// Its thread starts with the first work. One owner, one thread: that of the coroutines that wait. Destroying it waits
/// for what runs.
class worker {
public:
    ~worker() {
        if (thread_) thread_->join();
    }

    /// What `work` gives or throws. A cancelled caller leaves; the work goes on to its end, unheard.
    template <class T>
    platform::task<T> run(std::function<T()> work) {
        auto const executor = co_await boost::asio::this_coro::executor;
        auto const state = std::make_shared<job<T>>(executor);
        if (!thread_) thread_.emplace(1);
        boost::asio::post(*thread_, [state, executor, work = std::move(work)] {
            try {
                state->result.emplace(work());
            } catch (...) {
                state->failed = std::current_exception();
            }
            // Timers belong to the waiting thread.
            boost::asio::post(executor, [state] {
                state->over = true;
                state->done.cancel();
            });
        });
        while (!state->over) co_await state->done.async_wait(platform::use_result);
        if (state->failed) std::rethrow_exception(state->failed);
        co_return std::move(*state->result);
    }

private:
    template <class T>
    struct job {
        explicit job(platform::executor executor) : done(executor, platform::clock::time_point::max()) {}
        platform::timer done;
        bool over = false;
        std::optional<T> result;
        std::exception_ptr failed;
    };

    std::optional<boost::asio::thread_pool> thread_;
};

}  // namespace tools
