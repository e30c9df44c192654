#include "mcp/completion.hpp"

#include "platform/ascii.hpp"

#include <algorithm>

namespace mcp {

completion_answer fitting(std::vector<std::string> const& candidates, std::string_view typed) {
    auto const wanted = platform::lower_case(typed);
    std::vector<std::string> first, later;
    for (auto const& each : candidates) {
        auto const place = platform::lower_case(each).find(wanted);
        if (place == std::string::npos) continue;
        (place == 0 ? first : later).push_back(each);
    }
    std::ranges::move(later, std::back_inserter(first));
    completion_answer answer{std::move(first), 0};
    answer.total = answer.values.size();
    if (answer.total > most_completions) answer.values.resize(most_completions);
    return answer;
}

}  // namespace mcp
