#pragma once
// Questions to the person at the terminal.

#include <optional>
#include <string>
#include <string_view>

namespace platform {

/// One line of standard input without its end; nothing at its end, or when it is longer than `limit`. Reads not one byte
/// beyond the line.
std::optional<std::string> read_line(std::size_t limit = 65'536);

/// Asks on stderr and reads a line that the terminal doesn't show. What the terminal showed before is restored in any
/// case: a signal that ends the program waits for that. Nothing at the end of input. Standard input must be a terminal.
std::optional<std::string> read_secret(std::string_view question);

/// Asks on stderr; only `y` and `yes` are a yes.
bool confirm(std::string_view question);

}  // namespace platform
