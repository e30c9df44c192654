#pragma once
// What a prompt is to the engine: a conversation's beginning that a person picks.

#include "mcp/completion.hpp"
#include "platform/task.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace mcp {

class request_context;

/// The result of prompts/get, without any era's trimmings.
struct prompt_result {
    std::string description;
    boost::json::array messages;  // PromptMessage objects of MCP

    /// One message of the user's.
    prompt_result& add(boost::json::object content);
    prompt_result& add_text(std::string_view text);
};

/// Immutable: requests share it, also between threads.
class prompt {
public:
    virtual ~prompt() = default;
    /// `arguments` are strings, each of a name in the definition; those that are required are there. Throws as
    /// `work::run` may.
    virtual platform::task<prompt_result> get(boost::json::object arguments, request_context& context) const = 0;
    /// Candidates for an argument's value; which of them fit what was typed is the engine's to say.
    virtual platform::task<std::vector<std::string>> complete(completion_query query, request_context& context) const;
};

}  // namespace mcp
