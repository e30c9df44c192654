#pragma once
// Whose a named thing at DashScope is, where many principals share one key (design.md, "Whose is it?"): names that
// callers choose get a mark of their principal. Over stdio everything of the key is the caller's.

#include <boost/json/object.hpp>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace tools {

/// The mark: a letter and some hex digits; empty for the one local user. A longer one begins with the shorter. Names
/// are short; where there is room, more digits keep principals apart for certain.
std::string owner_mark(std::string_view principal, std::size_t digits = 7);

/// `name` with the mark before it, cut to `longest`.
std::string owned_name(std::string_view principal, std::string_view name, std::size_t longest);

/// Whether what DashScope made of an owned name is this principal's.
bool owns(std::string_view principal, std::string_view id);

/// The `user_id` under which the memory library keeps what a caller says. The one local user's is what was given, else
/// "default". A principal's is derived: what is given only adds to it, so that nobody reads another's memories.
std::string memory_user(std::string_view principal, std::string_view given);

/// A description that DashScope keeps, with its principal's mark before it: "[u0123456789abcdef] of the kitchen".
std::string owned_text(std::string_view principal, std::string_view text);

enum class whose {
    mine,
    nobodys,  // unmarked: made in the console, or by the one local user
    anothers,
};
struct read_text {
    whose owner = whose::mine;
    std::string text;  // without a mark of one's own
};
/// What a description tells, and whose it is. To the one local user all is theirs, as it stands.
read_text read_owned_text(std::string_view principal, std::string_view text);

/// Puts `names` in `merged` back to what they were in `before`, so that nothing that a principal merges into a request
/// leads to what is another's. The one local user may merge what they like.
void keep_owned(std::string_view principal, boost::json::object& merged, boost::json::object const& before,
                std::initializer_list<std::string_view> names);

}  // namespace tools
