#pragma once
// Ids that callers have used with success, for those who type them again: applications, memory libraries.

#include <cstddef>
#include <list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tools {

enum class id_kind { application, memory_library };

/// Soft state of this process, bounded. One owner, one thread.
class seen_ids {
public:
    void note(id_kind kind, std::string_view principal, std::string_view id);
    /// This principal's, the last used first.
    std::vector<std::string> of(id_kind kind, std::string_view principal) const;

    static constexpr std::size_t most_each = 50;
    static constexpr std::size_t most_principals = 1000;

private:
    using owner = std::pair<id_kind, std::string>;
    std::map<owner, std::list<std::string>> all_;
};

}  // namespace tools
