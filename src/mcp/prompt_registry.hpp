#pragma once
// The prompts of a server and their definitions.

#include "mcp/prompt.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mcp {

struct prompt_argument {
    std::string name;
    bool required = false;
};

/// A prompt beside its definition.
struct registered_prompt {
    std::string name;
    std::vector<prompt_argument> arguments;
    std::shared_ptr<prompt const> run;  // a request holds it until it is done

    /// What the prompt gets of a request's arguments: values that are no strings are written as JSON. Throws
    /// request_error that names what is missing or unknown, with what there is.
    boost::json::object check(boost::json::object const& arguments) const;
    bool has(std::string_view argument) const;
};

/// Filled, then read only: shared between threads. A copy shares the prompts. They keep the order in which they were
/// added.
class prompt_registry {
public:
    /// `definition` is a Prompt object of MCP: name, title, description, arguments. Throws std::invalid_argument when
    /// it is not fit to publish.
    void add(boost::json::object definition, std::shared_ptr<prompt const> run);

    bool empty() const { return prompts_.empty(); }
    registered_prompt const* find(std::string_view name) const;
    std::vector<registered_prompt> const& all() const { return prompts_; }
    /// The JSON text of the `prompts` array.
    std::string const& list() const { return list_; }
    /// The prompt whose name is nearest to a wrong one.
    std::optional<std::string_view> nearest_name(std::string_view name) const;

private:
    std::vector<registered_prompt> prompts_;
    std::string list_ = "[]";  // kept up as prompts come
};

}  // namespace mcp
