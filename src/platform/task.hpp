#pragma once
// The coroutine type of the whole program.
//
// `task<T>` is Asio's awaitable bound to the io_context's own executor: the type-erased default costs a reference count
// and a virtual call for each asynchronous operation. Every coroutine runs on the one thread that runs its io_context.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace platform {

using executor = boost::asio::io_context::executor_type;

template <class T = void>
using task = boost::asio::awaitable<T, executor>;

/// Completion token: the operation becomes awaitable; failure throws boost::system::system_error.
inline constexpr boost::asio::use_awaitable_t<executor> use_task{};

/// Completion token: the operation's results, its error_code first, come back as a tuple; failure does not throw.
inline constexpr boost::asio::as_tuple_t<boost::asio::use_awaitable_t<executor>> use_result{use_task};

using clock = std::chrono::steady_clock;
using timer = boost::asio::basic_waitable_timer<clock, boost::asio::wait_traits<clock>, executor>;

}  // namespace platform
