#pragma once
// UTF-8 by RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.

#include <string>
#include <string_view>

namespace jsonrpc {

/// The length of the longest valid prefix.
std::size_t valid_utf8_prefix(std::string_view text);
bool is_utf8(std::string_view text);
/// The text, or its beginning with `…` behind it: for messages that quote what a peer sent.
std::string excerpt(std::string_view text, std::size_t bytes = 100);
/// In a JSON text: `\uXXXX` escapes of halves of surrogate pairs that stand alone become `\ufffd`.
std::string mend_surrogates(std::string_view json);
/// Each maximal broken sequence becomes U+FFFD.
std::string repair_utf8(std::string_view text);

}  // namespace jsonrpc
