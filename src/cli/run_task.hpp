#pragma once
// A coroutine run to its end by a command that has nothing else to do.

#include "platform/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace cli {

/// Gives what the coroutine returns, throws what it throws.
template <class Result>
Result run_task(boost::asio::io_context& io, platform::task<Result> work) {
    std::optional<Result> result;
    std::exception_ptr thrown;
    boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr error, Result value) {
        thrown = error;
        result.emplace(std::move(value));
        io.stop();
    });
    io.restart();
    io.run();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*result);
}

}  // namespace cli
