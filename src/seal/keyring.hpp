#pragma once
// The one token format: session ids, task handles over HTTP, request state, media and upload links.
//
//     v1.KEYID.base64url(nonce | AES-256-GCM(issued | expires | payload) | tag)
//
// Nothing in it can be read or changed without the key. Purpose and principal are authenticated but not carried: a
// token sealed for one purpose or principal opens for no other. All characters are safe in URLs and header fields.

#include "seal/key.hpp"

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seal {

enum class open_errc {
    malformed = 1,  // not a token of ours, or above max_token
    unknown_key,    // sealed with a key that is not on the ring
    tampered,       // changed, or sealed for another purpose or principal
    expired,
};
boost::system::error_category const& open_category();
boost::system::error_code make_error_code(open_errc code);

/// Characters of a token, at most: longer ones are refused unread.
inline constexpr std::size_t max_token = 8192;
/// Bytes of a payload, at most: what fits into max_token.
inline constexpr std::size_t max_payload = 6000;

/// Times have a resolution of one second.
struct opened {
    std::string payload;
    std::chrono::sys_seconds issued;
    std::chrono::sys_seconds expires;
};

/// Seals with the current key, opens with that or a previous one. Shared objects: safe (a short lock around each
/// operation). A key should be replaced before it has sealed 2^32 tokens, the bound for random 96-bit nonces.
class keyring {
public:
    using time_point = std::chrono::system_clock::time_point;

    explicit keyring(key const& current, std::span<key const> previous = {});
    ~keyring();
    keyring(keyring&&) noexcept;
    keyring& operator=(keyring&&) noexcept;

    /// The token is good before `now + ttl`, rounded up to a second. Throws std::length_error above max_payload.
    std::string seal(std::string_view purpose, std::string_view principal, std::string_view payload, time_point now,
                     std::chrono::seconds ttl) const;

    /// Fails with an open_errc. A token whose end has come is `expired` only if everything else about it is right.
    boost::system::result<opened> open(std::string_view purpose, std::string_view principal, std::string_view token,
                                       time_point now) const;

private:
    class slot;
    std::vector<std::unique_ptr<slot>> slots_;  // the current key's first
};

}  // namespace seal

template <>
struct boost::system::is_error_code_enum<seal::open_errc> : std::true_type {};
