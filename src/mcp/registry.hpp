#pragma once
// The tools of a server and their definitions.

#include "mcp/schema.hpp"
#include "mcp/tool.hpp"

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
    std::unique_ptr<tool> run;
};

/// Filled at start, then read only: shared between threads. Tools keep the order in which they were added.
class registry {
public:
    /// `definition` is the text of a schema file: a Tool object of MCP (name, title, description, inputSchema, …) plus
    /// `aliases`, which is not published. Throws std::invalid_argument when it is not fit to publish.
    void add(std::string_view definition, std::unique_ptr<tool> run);

    registered_tool const* find(std::string_view name) const;
    std::vector<registered_tool> const& all() const { return tools_; }
    /// The JSON text of the `tools` array.
    std::string const& list() const { return list_; }
    /// The tool whose name is nearest to a wrong one.
    std::optional<std::string_view> nearest_name(std::string_view name) const;

private:
    std::vector<registered_tool> tools_;
    std::string list_ = "[]";
};

}  // namespace mcp
