#pragma once
// The results of MCP methods as JSON texts, in the shape of each era: modern results carry `resultType`, who serves
// them and, where they may be cached, for how long (2026-07-28 §Results, §Caching); legacy ones don't.

#include "mcp/caching.hpp"
#include "mcp/prompt_registry.hpp"
#include "mcp/registry.hpp"
#include "mcp/resource_registry.hpp"
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
    std::string instructions;     // under 2 KB: hosts cut the rest
    bool tools_change = false;    // while the program runs
    bool prompts_change = false;  // the same
    bool tasks = false;           // whether tools give tasks to clients that take them (engine_options::tasks)
};

/// Built once from what never changes; handed out as bytes. Immutable: shared between threads.
class answers {
public:
    answers(server_info const& info, registry const& tools, prompt_registry const& prompts = {},
            resource_registry const& resources = {});

    /// True when changes of the list of tools, or of prompts, are announced.
    bool tools_change() const { return tools_change_; }
    bool prompts_change() const { return prompts_change_; }
    /// True when there is anything to complete.
    bool has_completions() const { return has_completions_; }
    /// InitializeResult for a legacy revision. `announces`: there is a way to tell this peer of changes.
    std::string initialize(revision version, bool announces) const;
    /// DiscoverResult.
    std::string const& discover() const { return discover_; }
    std::string const& tools_list(bool modern) const { return modern ? tools_modern_ : tools_legacy_; }
    /// For a caller who sees only a part of the tools: `list` is the JSON text of that part.
    std::string narrowed_list(std::string_view list, bool modern) const;
    std::string const& prompts_list(bool modern) const { return modern ? prompts_modern_ : prompts_legacy_; }
    std::string const& templates_list(bool modern) const { return modern ? templates_modern_ : templates_legacy_; }
    /// `members` are JSON text: `"messages":[…]`.
    std::string result(std::string_view members, bool modern) const;
    /// The same for what may be kept.
    std::string result(std::string_view members, cache_hint keep, bool modern) const;
    /// The member `_meta` that says who serves a modern result.
    std::string const& server_meta() const { return server_meta_; }
    /// `{}`, as each era writes it.
    std::string const& empty(bool modern) const { return modern ? empty_modern_ : empty_legacy_; }
    /// CallToolResult.
    std::string tool_call(tool_result const& result, revision version) const;
    /// The result that ends a subscription (2026-07-28 §Subscriptions); `id` is a JSON text.
    std::string subscription_end(std::string_view id) const;

private:
    std::string capabilities(bool announces, bool modern) const;

    bool tools_change_;
    bool prompts_change_;
    bool tasks_;
    bool has_prompts_, has_resources_, has_completions_;
    bool resource_list_changes_, resources_change_;
    std::string server_;        // an Implementation object
    std::string instructions_;  // quoted
    std::string server_meta_;
    std::string modern_tail_;  // `"resultType":"complete","_meta":{…}}`, what ends a modern result
    std::string discover_, tools_legacy_, tools_modern_, empty_legacy_, empty_modern_;
    std::string prompts_legacy_, prompts_modern_, templates_legacy_, templates_modern_;
};

}  // namespace mcp
