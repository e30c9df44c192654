#pragma once
// Turns a cancelled coroutine's aborted operation into the exception that unwinds it.

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace net {

/// Throws operation_aborted when the coroutine was cancelled. An operation that was aborted because its own socket or
/// timer was closed is not meant: `throw_if_cancelled(co_await asio::this_coro::cancellation_state)` tells the two
/// apart.
inline void throw_if_cancelled(boost::asio::cancellation_state const& state) {
    if (state.cancelled() != boost::asio::cancellation_type::none)
        throw boost::system::system_error(boost::asio::error::operation_aborted);
}

}  // namespace net
