#pragma once
// The tools of a server and their definitions.

#include "mcp/param_headers.hpp"
#include "mcp/schema.hpp"
#include "mcp/tool.hpp"
#include "mcp/tool_choice.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mcp {

/// A tool beside its definition (schemas/NAME.json).
struct registered_tool {
    std::string name;
    boost::json::object definition;  // as published
    arguments_schema arguments;
    std::shared_ptr<tool const> run;  // a call holds it until it is done
    std::string toolset;      // may be empty
    bool by_default = true;   // without being asked for
    bool read_only = false;   // by its annotations
    std::vector<mirrored_parameter> mirrored = {};
};

/// Filled, then read only: shared between threads. A copy shares the tools. They keep the order in which they were added.
class registry {
public:
    /// `definition` is the text of a schema file: a Tool object of MCP (name, title, description, inputSchema, …) plus
    /// what is not published: `aliases` and `unlisted` (schema.hpp), `toolset`, `default` (false: only when it is asked
    /// for). Throws std::invalid_argument when it is not fit to publish.
    void add(std::string_view definition, std::shared_ptr<tool const> run);
    /// A definition that follows none of our rules: published as it is, its arguments reach the tool unchecked.
    void add_as_is(boost::json::object definition, std::shared_ptr<tool const> run);

    /// Drops every tool that `choice` does not take; without a choice, those that are off by default. Throws
    /// std::invalid_argument, with what there is, for a tool or toolset that does not exist, unless it is one of those
    /// that come later: the toolsets `later` and tools whose names begin with one of them and `_`.
    void restrict_to(tool_choice const& choice, std::vector<std::string> const& later = {});
    /// The same without looking at the names in the choice.
    void keep(tool_choice const& choice);

    registered_tool const* find(std::string_view name) const;
    std::vector<registered_tool> const& all() const { return tools_; }
    /// The JSON text of the `tools` array.
    std::string const& list() const { return list_; }
    /// The same for the tools that `choice` leaves.
    std::string list(tool_choice const& choice) const;
    /// The tool whose name is nearest to a wrong one.
    std::optional<std::string_view> nearest_name(std::string_view name) const;

private:
    void keep_listed(registered_tool made);
    void check_names(tool_choice const& choice, std::vector<std::string> const& later) const;

    std::vector<registered_tool> tools_;
    std::string list_ = "[]";  // kept up as tools come and go
};

}  // namespace mcp
