#pragma once
// Whether bytes are what an argument may be: values only.

#include "dashscope/media_input.hpp"

namespace dashscope {

/// What the argument's texts end with: "Allowed: image (jpeg, png), at most 10 MB, sides of 240 to 8000 pixels."
/// Empty without rules.
std::string allowed_text(media_rules const& rules);

/// Throws media_error when `found` and `size` break the rules. `file_name` (empty: there is none) must not claim
/// another kind than the bytes are of: a renamed secret is no picture.
void check_media(media_rules const& rules, media::facts const& found, std::uint64_t size, std::string_view file_name);

/// The URL as a request may hold it: http or https, a host, no login; blanks and non-ASCII bytes are percent-encoded.
/// Throws media_error.
std::string checked_url(media_rules const& rules, std::string_view text);

/// Throws media_error unless it is `oss://` and a key.
void check_reference(media_rules const& rules, std::string_view text);

/// `name: text allowed`, with the argument's name before it.
media_error media_problem(media_rules const& rules, std::string_view text);

}  // namespace dashscope
