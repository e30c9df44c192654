#pragma once
// Digests and codings of OSS's signatures.

#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

/// base64(HMAC-SHA1(secret, text)): how OSS signs policies and URLs (its signature version 1).
std::string oss_signature(std::string_view secret, std::string_view text);
/// MD5 in upper-case hex: an object's ETag.
std::string etag_of(std::string_view bytes);
/// Nothing for text that is not base64; blanks and missing padding are forgiven.
std::optional<std::string> from_base64(std::string_view text);

/// 32 hex digits that stand for a text: an account for its key, an object for its path. Not for security.
std::string fingerprint(std::string_view text);

}  // namespace sandbox
