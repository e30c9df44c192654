#pragma once
// Digests as the lower-case hex that protocols write them in.

#include <string>
#include <string_view>

namespace seal {

/// 64 digits.
std::string sha256_hex(std::string_view bytes);

/// HMAC-SHA256 under a secret of any length: 64 digits.
std::string hmac_sha256_hex(std::string_view secret, std::string_view text);

}  // namespace seal
