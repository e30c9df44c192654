#include "sandbox/quirks.hpp"

#include <algorithm>
#include <stdexcept>

namespace sandbox {
namespace {

constexpr std::string_view names[] = {
    "memory-ids",              // adding to memory answers with `memory_ids` alone
    "metadata-text",           // knowledge: Metadata is JSON in a string
    "search-older-name",       // WebSearch: the tool is web-search_search-news
    "search-results",          // … and its text has `results` for `pages`
    "search-no-session",       // … and no session ids are given
    "search-session-ends",     // … the session ends after the answer
    "search-sse",              // … and every answer is an event stream
    "search-not-activated",    // … is not activated for this account
    "search-invalid",          // … MCP_IS_INVALID
    "search-quota",            // … this month's calls are used up
    "search-older-transport",  // … still speaks HTTP+SSE only
};

bool is_known(std::string_view name) {
    return std::ranges::find(names, name) != std::end(names);
}

}  // namespace

std::span<std::string_view const> quirk_names() {
    return names;
}

void check_quirks(options const& settings) {
    for (auto const& name : settings.quirks)
        if (!is_known(name)) throw std::invalid_argument("the sandbox knows no quirk \"" + name + '"');
}

bool has_quirk(std::string_view name, wishes const& asked, exchange const& context) {
    auto const has = [&](auto const& list) { return std::ranges::find(list, name) != list.end(); };
    return has(asked.quirks) || has(context.settings.quirks);
}

}  // namespace sandbox
