#pragma once
// What outlives its request: tasks, uploads, descriptions of results. In memory, or below a directory, where a later
// process finds it.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

/// Values by kind and name; both of letters, digits, `.`, `_` and `-`. One owner, one thread; several processes may
/// share a directory, since each value is written to a file of its own and then renamed.
class archive {
public:
    /// Keeps everything below `directory` from now on; makes it when it is missing and drops what is older than the
    /// longest retention (48 h). Throws std::filesystem::filesystem_error.
    void keep_in(std::filesystem::path directory);

    /// Throws std::runtime_error when the disk refuses. In memory the oldest values make room above a gigabyte.
    void put(std::string_view kind, std::string_view name, std::string bytes);
    std::optional<std::string> get(std::string_view kind, std::string_view name) const;
    bool has(std::string_view kind, std::string_view name) const;
    std::vector<std::string> names(std::string_view kind) const;

private:
    struct value {
        std::string bytes;
        std::uint64_t age = 0;  // its place in the order of writing
    };
    using key = std::pair<std::string, std::string>;

    void make_room();

    std::filesystem::path directory_;  // empty: in memory
    std::map<key, value> values_;
    std::uint64_t writes_ = 0;
    std::size_t held_ = 0;
};

}  // namespace sandbox
