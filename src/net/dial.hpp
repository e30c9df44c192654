#pragma once
// Opens a TCP connection to the first of several addresses that answers. Private to `net`.

#include "net/resolver.hpp"
#include "net/stream.hpp"

#include <boost/system/result.hpp>

#include <chrono>

namespace net {

/// RFC 8305 §8: how long one address may stay silent before the next is tried beside it.
inline constexpr std::chrono::milliseconds next_address_after{250};

/// Tries the addresses in order, each a little after the one before or at once when that failed; the first connection
/// wins, the others are closed. Fails with the last address's error. The socket has TCP_NODELAY and keep-alive set.
/// Cancelling the coroutine closes all of them.
platform::task<boost::system::result<tcp_socket>> dial(address_list addresses, std::uint16_t port);

}  // namespace net
