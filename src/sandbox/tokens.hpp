#pragma once
// A stand-in for a tokenizer: plausible counts, and borders at which a stream may be cut.

#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

/// Words of up to eight letters with the blank before them, single marks, single characters of other scripts. Joined
/// they give `text` again; a border never lies within a UTF-8 character.
std::vector<std::string_view> split_tokens(std::string_view text);

std::size_t count_tokens(std::string_view text);

/// `text` in exactly `count` pieces (fewer where it has fewer tokens); 0 asks for pieces of a few tokens each.
std::vector<std::string> cut(std::string_view text, std::size_t count);

}  // namespace sandbox
