#pragma once
// The multi round-trip requests of 2026-07-28 (§Multi Round-Trip Requests): what a client has answered so far travels
// with it in a sealed `requestState`, and its request is run again with all answers at hand. Nothing is kept here.

#include "mcp/incoming_request.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace seal {
class keyring;
}

namespace mcp {

/// What a request brings with it.
struct answers_at_hand {
    boost::json::object by_key;
    std::string request;  // a digest of the method and its parameters, less what is new in each round
};

/// Immutable; shared between threads if its functions are.
class request_states {
public:
    using wall_clock = std::function<std::chrono::system_clock::time_point()>;
    /// `keys` gives the keyring when it is first needed; the keyring outlives this.
    request_states(std::function<seal::keyring const&()> keys, wall_clock now)
        : keys_(std::move(keys)), now_(std::move(now)) {}

    /// Throws request_error for a state that is changed, too old, another principal's or of another request, and for
    /// responses that are none.
    answers_at_hand read(incoming_request const& incoming) const;
    /// The state that carries these answers to the next round.
    std::string seal(answers_at_hand const& what, std::string_view principal) const;

private:
    void add_sealed(std::string_view state, std::string_view principal, answers_at_hand& to) const;

    std::function<seal::keyring const&()> keys_;
    wall_clock now_;
};

/// The same for equal requests, whatever the order of their members: SHA-256 in hex.
std::string request_digest(std::string_view method, boost::json::object const& params);

}  // namespace mcp
