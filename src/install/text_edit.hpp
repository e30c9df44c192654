#pragma once
// What the editors of configuration files share.

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace install {

/// A file that can't be edited: broken, or written in a way that leaves no place for the server. The text says where,
/// for a person, and never quotes the file: others keep their keys in it.
class edit_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Keys from the outermost to the innermost.
using key_path = std::vector<std::string>;

/// `line 3, column 7` of a position in a text.
std::string place_of(std::string_view text, std::size_t position);

/// "\r\n" when the first line ends so, else "\n".
std::string_view newline_of(std::string_view text);

/// The blanks that the line of `position` begins with.
std::string_view indent_at(std::string_view text, std::size_t position);

/// `a.b.c`, for messages.
std::string joined(key_path const& path);

}  // namespace install
