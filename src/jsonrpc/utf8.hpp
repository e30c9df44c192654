#pragma once
// UTF-8 by RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.

#include <string>
#include <string_view>

namespace jsonrpc {

/// The length of the longest valid prefix.
std::size_t valid_utf8_prefix(std::string_view text);
bool is_utf8(std::string_view text);
/// Each maximal broken sequence becomes U+FFFD.
std::string repair_utf8(std::string_view text);

}  // namespace jsonrpc
