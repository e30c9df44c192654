#include "mcp/sessions.hpp"

#include "seal/keyring.hpp"
#include "seal/random.hpp"
#include "store/soft_state.hpp"

namespace mcp {

namespace {

constexpr std::size_t cached_sessions = 4096;

// Opened tokens are trusted for so long without a look at their expiry.
constexpr std::chrono::minutes cached_for{10};

}  // namespace

sessions::sessions(seal::keyring const& keys, store::soft_state& state, wall_clock now)
    : keys_(keys), state_(state), now_(std::move(now)) {}

std::string sessions::create(revision version, client_traits client, std::string_view principal) {
    session const made{seal::random_id(), version, std::move(client)};
    return seal_session(keys_, made, principal, now_());
}

session const* sessions::find(std::string_view id, std::string_view principal) {
    auto const now = now_();
    std::string const key(id);
    auto found = cache_.find(key);
    bool const fresh = found != cache_.end() && found->second.expires > now && found->second.principal == principal;
    if (!fresh) {
        auto opened = open_session(keys_, id, principal, now);
        if (!opened) return nullptr;
        // Full is rare, and all that is lost is one decryption for each session in use.
        if (cache_.size() >= cached_sessions) cache_.clear();
        cached entry{std::string(principal), std::move(*opened), now + cached_for};
        found = cache_.insert_or_assign(key, std::move(entry)).first;
    }
    auto const& value = found->second.value;
    return state_.is_revoked(value.nonce, now) ? nullptr : &value;
}

bool sessions::end(std::string_view id, std::string_view principal) {
    auto const* known = find(id, principal);
    if (!known) return false;
    state_.revoke(known->nonce, now_() + session_lifetime);
    return true;
}

void sessions::set_log_level(session const& of, log_level level) {
    state_.set_log_level(of.nonce, static_cast<int>(level), now_() + session_lifetime);
}

log_level sessions::log_level_of(session const& of) const {
    auto const level = state_.log_level(of.nonce, now_());
    return level ? static_cast<log_level>(*level) : log_level::warning;
}

}  // namespace mcp
