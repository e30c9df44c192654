#pragma once
// What a change of a file looks like, for a person to say yes or no to.

#include <string>
#include <string_view>

namespace install {

/// The changed lines with three around them, as `diff -u` shows them; empty when nothing changed. Values of members
/// whose names sound like secrets (`…KEY`, `…TOKEN`, `Authorization`, …) are shown as `***`: other servers' keys are in
/// the same file.
std::string unified_diff(std::string_view before, std::string_view after, std::string_view name);

}  // namespace install
