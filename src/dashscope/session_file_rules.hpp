#pragma once
// Which files a session takes (catalogue §9.1): told by their suffix, and so checked before anything is sent.

#include "dashscope/media_input.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace dashscope {

/// The largest file of any kind.
inline constexpr std::uint64_t largest_session_file = std::uint64_t{512} << 20;

/// What holds of a file of that name; nothing for a suffix that no session takes. `argument` is the name that texts
/// use.
std::optional<media_rules> session_rules_for(std::string_view name, std::string_view argument);

/// "Allowed: doc, docx, … (100 MB); …"
std::string session_kinds_text();

/// The name that DashScope sees: 4 to 128 characters, its end kept; `extension` behind it where its own suffix is none
/// of those: plain text of any suffix becomes a .txt.
std::string session_file_name(std::string_view name, std::string_view extension);

}  // namespace dashscope
