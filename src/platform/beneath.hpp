#pragma once
// Opening a file below a folder without following any symbolic link on the way. Private to `platform`.

#include <boost/system/result.hpp>

#include <filesystem>

namespace platform {

/// How the kernel is asked.
enum class open_method {
    best,        // openat2, or component by component where the kernel has none
    components,  // for the tests
};

/// Opens `relative` (no `..`, not absolute) below `folder` for reading; a descriptor, or an errno in the system
/// category: ELOOP or EXDEV where a component is a symbolic link. Never waits for the other end of a FIFO.
boost::system::result<int> open_beneath(std::filesystem::path const& folder, std::filesystem::path const& relative,
                                        open_method how = open_method::best);

}  // namespace platform
