#pragma once
// Keys of 32 bytes: their text form, and what is derived from them.

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace seal {

using key = std::array<unsigned char, 32>;

key random_key();

/// 64 hex digits, or base64 or base64url of 32 bytes; blanks and line ends around it are ignored. Nothing otherwise.
std::optional<key> parse_key(std::string_view text);

/// A key for one use, from which the original can't be computed: HMAC-SHA256 over the use's name.
key derive_key(key const& original, std::string_view use);

/// Names a secret in telemetry without showing it: HMAC-SHA256 in hex, the first `digits` (at most 64) of it.
/// Equal for equal key and text; independent of every derive_key.
std::string keyed_hash(key const& secret, std::string_view text, std::size_t digits = 16);

/// 64 lower-case hex digits.
std::string to_hex(key const& bytes);

}  // namespace seal
