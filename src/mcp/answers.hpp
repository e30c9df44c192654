#pragma once
// The results of MCP methods as JSON texts, in the shape of each era: modern results carry `resultType`, who serves
// them and, where they may be cached, for how long (2026-07-28 §Results, §Caching); legacy ones don't.

#include "mcp/registry.hpp"
#include "mcp/revision.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace mcp {

struct server_info {
    std::string name = "dashscope-mcp";
    std::string title = "Alibaba Cloud DashScope";
    std::string version;
    std::string instructions;    // under 2 KB: hosts cut the rest
    bool tools_change = false;   // while the program runs
};

/// Built once from what never changes; handed out as bytes. Immutable: shared between threads.
class answers {
public:
    answers(server_info const& info, registry const& tools);

    /// True when changes of the list of tools are announced.
    bool tools_change() const { return tools_change_; }
    /// InitializeResult for a legacy revision. `announces`: there is a way to tell this peer of changes.
    std::string initialize(revision version, bool announces) const;
    /// DiscoverResult.
    std::string const& discover() const { return discover_; }
    std::string const& tools_list(bool modern) const { return modern ? tools_modern_ : tools_legacy_; }
    /// For a caller who sees only a part of the tools: `list` is the JSON text of that part.
    std::string narrowed_list(std::string_view list, bool modern) const;
    /// The member `_meta` that says who serves a modern result.
    std::string const& server_meta() const { return server_meta_; }
    /// `{}`, as each era writes it.
    std::string const& empty(bool modern) const { return modern ? empty_modern_ : empty_legacy_; }
    /// CallToolResult.
    std::string tool_call(tool_result const& result, revision version) const;
    /// The result that ends a subscription (2026-07-28 §Subscriptions); `id` is a JSON text.
    std::string subscription_end(std::string_view id) const;

private:
    bool tools_change_;
    std::string server_;        // an Implementation object
    std::string instructions_;  // quoted
    std::string server_meta_;
    std::string modern_tail_;   // `"resultType":"complete","_meta":{…}}`, what ends a modern result
    std::string discover_, tools_legacy_, tools_modern_, empty_legacy_, empty_modern_;
};

}  // namespace mcp
