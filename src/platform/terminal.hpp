#pragma once
// Is a person looking?

#include "platform/environment.hpp"

namespace platform {

bool is_terminal(int fd);

/// True when coloured text may be written to `fd`: a terminal, not a dumb one, and NO_COLOR (https://no-color.org) is
/// unset or empty.
bool wants_color(int fd, environment const& from);

}  // namespace platform
