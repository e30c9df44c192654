#pragma once
// Keeping keys out of what people and models read.

#include <string>
#include <string_view>

namespace dashscope {

/// `sk-…abcd`: the last four characters, or only `…` for anything shorter than twelve.
std::string masked(std::string_view key);

/// False for an empty key and for one that holds blanks, quotes, control or non-ASCII characters: it can't be a key,
/// and some of them would split a header.
bool is_valid_api_key(std::string_view key);

/// True for `${NAME}`, `$NAME`, `{{name}}` and `{env:NAME}`: what a host's configuration leaves where a variable was not set.
bool is_placeholder(std::string_view key);

/// Replaces `key` and whatever looks like a credential by `***`, as the log does (telemetry::scrubber).
std::string scrubbed(std::string_view text, std::string_view key);

/// The text on one line: control characters become blanks, runs of blanks one; cut to `limit` bytes at a character's
/// boundary, with `…` behind. Bytes that are not UTF-8 become `?`.
std::string one_line(std::string_view text, std::size_t limit);

}  // namespace dashscope
