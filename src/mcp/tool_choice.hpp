#pragma once
// Which tools are wanted: by an operator on the command line, or by a client in its request's headers.

#include <string>
#include <string_view>
#include <vector>

namespace jsonrpc {
class field_source;
}

namespace mcp {

struct registered_tool;

/// The tools of the named toolsets and the named tools, less the excluded ones; with neither toolsets nor tools named,
/// those that are on by default. The toolset "default" is just that, "all" is everything.
struct tool_choice {
    std::vector<std::string> toolsets;
    std::vector<std::string> tools;
    std::vector<std::string> excluded;
    bool read_only = false;  // only tools that change nothing and make nothing that is paid for

    bool empty() const { return toolsets.empty() && tools.empty() && excluded.empty() && !read_only; }
    /// What is named neither is nor is not by default: `otherwise` says.
    bool takes(registered_tool const& tool, bool otherwise) const;
};

/// Splits "a, b,c"; blanks and empty names are dropped, capitals lowered.
std::vector<std::string> split_names(std::string_view text);

/// X-MCP-Toolsets, X-MCP-Tools, X-MCP-Exclude-Tools and X-MCP-Readonly. A header that is there and names nothing known
/// leaves nothing: it can only narrow.
tool_choice choice_in_headers(jsonrpc::field_source const& fields);

}  // namespace mcp
