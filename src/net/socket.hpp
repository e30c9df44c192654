#pragma once
// What the plain and the TLS stream do alike with their socket. Private to `net`.

#include "net/stream.hpp"

namespace net {

/// True while the peer has neither sent a byte nor closed. Never blocks.
bool is_quiet(tcp_socket& socket);

/// Closes without complaint; pending operations complete with operation_aborted.
void close_socket(tcp_socket& socket);

}  // namespace net
