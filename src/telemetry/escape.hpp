#pragma once
// Text from outside made harmless for a log: one line stays one line, and a terminal shows what is there.

#include <string>
#include <string_view>

namespace telemetry {

/// Control characters (C0, DEL, C1), line separators and characters that turn the direction of text become escapes as
/// in JSON (`\n`, `\u001b`, `\u202e`); bytes that are not UTF-8 become U+FFFD. The rest is kept.
std::string escape_controls(std::string_view text);

/// The same, and `\"` and `\\`: the result can stand between the quotes of a JSON string.
std::string escape_string(std::string_view text);

}  // namespace telemetry
