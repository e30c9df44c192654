#pragma once
// Base64 (RFC 4648), strict: what decodes has exactly one spelling, so that no two texts stand for one token.

#include <optional>
#include <string>
#include <string_view>

namespace seal {

/// The URL-safe alphabet without padding.
std::string base64url(std::string_view bytes);
/// The standard alphabet with padding.
std::string base64(std::string_view bytes);

/// Nothing for a foreign character, padding, an impossible length or stray bits in the last character.
std::optional<std::string> from_base64url(std::string_view text);
/// Nothing for a foreign character (blanks and line ends are foreign), missing padding or stray bits.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace seal
