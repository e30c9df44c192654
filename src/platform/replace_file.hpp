#pragma once
// Replacing small files of a person's configuration, whole or not at all.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace platform {

/// The file that `path` leads to: symbolic links of its last step are followed, also to a file that is not there yet.
/// Throws std::runtime_error for links that lead in a circle.
std::filesystem::path follow_links(std::filesystem::path const& path);

struct replacement {
    std::string text;
    /// What the file must still hold; nothing: it must not exist. A change by somebody else is never overwritten.
    std::optional<std::string> expected;
    unsigned mode = 0600;       // of a new file; one that is there keeps its own, and its owner
    bool private_mode = false;  // takes the rights of group and others away from a file that is there
    bool backup = false;        // keeps what was there, beside it
};

/// Writes the file that `path` leads to, by a temporary file beside it that takes its name. Missing folders are made
/// (0700). Gives the backup's path, empty when there is none. Throws std::runtime_error with a sentence for a person.
std::filesystem::path replace_file(std::filesystem::path const& path, replacement const& with);

}  // namespace platform
