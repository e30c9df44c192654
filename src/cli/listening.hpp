#pragma once
// How a server tells where it listens.

#include <cstdint>
#include <string>

namespace cli {

/// Prints `{"listening":"http://127.0.0.1:41234"}` as one line on stderr, for people and scripts alike.
void announce_listening(bool tls, std::string const& host, std::uint16_t port);

}  // namespace cli
