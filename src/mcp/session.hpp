#pragma once
// Legacy sessions over HTTP: an id that says everything itself, so that it outlives the process that gave it.

#include "mcp/envelope.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace seal {
class keyring;
}

namespace mcp {

/// What `initialize` settled.
struct session {
    std::string nonce;  // names the session in soft state: revocation, log level, running calls
    revision version = latest_legacy;
    client_traits client;
};

inline constexpr std::chrono::hours session_lifetime{24};

/// Seals a session for its principal (design.md, State). The id is visible ASCII.
std::string seal_session(seal::keyring const& keys, session const& what, std::string_view principal,
                         std::chrono::system_clock::time_point now);

/// Nothing for an id that is not ours, another principal's, or too old.
std::optional<session> open_session(seal::keyring const& keys, std::string_view id, std::string_view principal,
                                    std::chrono::system_clock::time_point now);

}  // namespace mcp
