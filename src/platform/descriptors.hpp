#pragma once
// How many files and sockets the process may have open.

#include <cstddef>

namespace platform {

/// Raises the soft limit to the hard one, as a server of many connections needs it, and gives what holds then. The
/// usual soft limit of 1024 is for programs that use select(). Never fails: a limit that can't be raised stays.
std::size_t raise_descriptor_limit();

}  // namespace platform
