#pragma once
// Runs a coroutine from a test.

#include "platform/task.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <doctest/doctest.h>

#include <exception>
#include <optional>

namespace test {

/// Far above anything that a test waits for: only a bug gets there.
inline constexpr std::chrono::seconds patience{60};

namespace detail {

template <class T>
platform::task<void> keep_result(platform::task<T> work, std::optional<T>& result) {
    result.emplace(co_await std::move(work));
}

}  // namespace detail

/// Runs `io` until `done` says so.
template <class Predicate>
void run_until(boost::asio::io_context& io, Predicate done) {
    auto const limit = platform::clock::now() + patience;
    io.restart();
    while (!done() && io.run_one_until(limit) > 0) {
    }
    REQUIRE(done());
}

/// Runs `io` until `work` has ended, while everything else that was started on it runs, too.
inline void run(boost::asio::io_context& io, platform::task<void> work) {
    bool ended = false;
    std::exception_ptr error;
    boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr failure) {
        error = failure;
        ended = true;
    });
    run_until(io, [&] { return ended; });
    if (error) std::rethrow_exception(error);
}

template <class T>
T run(boost::asio::io_context& io, platform::task<T> work) {
    std::optional<T> result;
    run(io, detail::keep_result(std::move(work), result));
    return *std::move(result);
}

/// A coroutine that runs beside the test, to be cancelled or waited for.
template <class T>
struct background {
    background(boost::asio::io_context& io, platform::task<T> work) : io_(io) {
        auto token = boost::asio::bind_cancellation_slot(cancel.slot(), [this](std::exception_ptr failure) {
            error = failure;
            ended = true;
        });
        boost::asio::co_spawn(io, detail::keep_result(std::move(work), result), std::move(token));
        io.restart();
        io.poll();
    }
    background(background const&) = delete;

    void wait() {
        run_until(io_, [this] { return ended; });
    }

    /// True when it ended as a cancelled coroutine does, and soon.
    bool ends_when_cancelled() {
        cancel.emit(boost::asio::cancellation_type::terminal);
        wait();
        try {
            if (error) std::rethrow_exception(error);
        } catch (boost::system::system_error const& failure) {
            return failure.code() == boost::asio::error::operation_aborted;
        }
        return false;
    }

    boost::asio::cancellation_signal cancel;
    std::optional<T> result;
    std::exception_ptr error;
    bool ended = false;

private:
    boost::asio::io_context& io_;
};

}  // namespace test
