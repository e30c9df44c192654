#pragma once
// Ids that callers have used with success, for those who type them again: applications, memory libraries.

#include "tools/services.hpp"

#include <boost/json/object.hpp>

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

/// Notes it where ids are kept at all.
void note_seen(services const& with, id_kind kind, std::string_view principal, std::string_view id);

/// A string among a call's further parameters; empty where there is none.
std::string string_in(boost::json::object const& parameters, std::string_view name);

}  // namespace tools
