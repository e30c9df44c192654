#pragma once
// The key that a server makes for itself and keeps over restarts.

#include <filesystem>
#include <string>

namespace platform {

/// The text of the key file at `path`, without surrounding blanks; `seal::parse_key` understands it.
///
/// A file that is missing is made first, once: 32 random bytes in hex, mode 0600; folders that are missing get 0700. Of
/// processes that do so at the same time (replicas on a shared volume too) one wins and all return its key. A file
/// appears complete or not at all.
/// Throws std::runtime_error, with a sentence that says what to do, when the file can't be read or made, is not a
/// regular file, or is open to others than its owner.
std::string load_or_make_key(std::filesystem::path const& path);

}  // namespace platform
