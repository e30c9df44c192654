#pragma once
// The sessions of an HTTP endpoint: made, found again, ended.

#include "mcp/session.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace store {
class soft_state;
}

namespace mcp {

/// One owner, one thread. The keyring and the soft state may be shared between owners.
class sessions {
public:
    using wall_clock = std::function<std::chrono::system_clock::time_point()>;

    sessions(seal::keyring const& keys, store::soft_state& state, wall_clock now);

    /// Gives the id of a new session.
    std::string create(revision version, client_traits client, std::string_view principal);
    /// Null for an id that was never given to this principal, has expired or was ended. Valid until the next call.
    session const* find(std::string_view id, std::string_view principal);
    /// False where `find` gives null.
    bool end(std::string_view id, std::string_view principal);

    void set_log_level(session const& of, log_level level);
    log_level log_level_of(session const& of) const;

private:
    // Opening a token costs a decryption; a session sends many requests.
    struct cached {
        std::string principal;
        session value;
        std::chrono::system_clock::time_point expires;
    };

    seal::keyring const& keys_;
    store::soft_state& state_;
    wall_clock now_;
    std::unordered_map<std::string, cached> cache_;
};

}  // namespace mcp
