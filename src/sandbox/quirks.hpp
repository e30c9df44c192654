#pragma once
// Ways in which the real service differs from time to time and from place to place: older shapes of answers, accounts
// without a product. By option for every request, by `[[quirk:NAME]]` for one.

#include "sandbox/markers.hpp"
#include "sandbox/service.hpp"

#include <span>
#include <string_view>

namespace sandbox {

std::span<std::string_view const> quirk_names();
/// Throws std::invalid_argument for a name that is none of them.
void check_quirks(options const& settings);
bool has_quirk(std::string_view name, wishes const& asked, exchange const& context);

}  // namespace sandbox
