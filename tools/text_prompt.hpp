#pragma once
// A prompt made of text with places for its arguments (prompts/NAME.json).

#include "mcp/prompt.hpp"
#include "tools/services.hpp"

#include <boost/json/object.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mcp {
class prompt_registry;
}

namespace tools {

/// Lines in which `{{name}}` stands for an argument. A line that names an argument which was not given is left out.
/// Values come from outside: one that holds `{{` is not looked at again.
std::string filled_lines(std::vector<std::string> const& lines, boost::json::object const& arguments);

/// Adds the prompt that a file describes: a Prompt object of MCP plus what is not published: `text`, its lines, and for
/// each argument `complete`, a kind of suggestions or a list of values. Throws std::invalid_argument on a file that is
/// wrong.
void add_text_prompt(mcp::prompt_registry& to, std::string_view file, services const& with);

}  // namespace tools
