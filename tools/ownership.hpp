#pragma once
// Whose a named thing at DashScope is, where many principals share one key (design.md, "Whose is it?"): names that
// callers choose get a mark of their principal. Over stdio everything of the key is the caller's.

#include <cstddef>
#include <string>
#include <string_view>

namespace tools {

/// The mark: a letter and seven hex digits; empty for the one local user.
std::string owner_mark(std::string_view principal);

/// `name` with the mark before it, cut to `longest`.
std::string owned_name(std::string_view principal, std::string_view name, std::size_t longest);

/// Whether what DashScope made of an owned name is this principal's.
bool owns(std::string_view principal, std::string_view id);

/// The `user_id` under which the memory library keeps what a caller says. The one local user's is what was given, else
/// "default". A principal's is derived: what is given only adds to it, so that nobody reads another's memories.
std::string memory_user(std::string_view principal, std::string_view given);

}  // namespace tools
