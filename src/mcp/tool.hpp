#pragma once
// What a tool is to the engine, and what it gives back.

#include "mcp/task.hpp"
#include "platform/task.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace mcp {

class request_context;

/// The result of tools/call, without any era's trimmings.
///
/// `content` holds MCP content blocks; the first text block is enough by itself (some hosts show nothing else).
/// `structured` says just as much (others show nothing but that); a tool with an outputSchema always gives it.
struct tool_result {
    boost::json::array content;
    std::optional<boost::json::object> structured;
    bool is_error = false;
    /// In place of everything else, for a client that takes tasks (request_context::takes_tasks): the work goes on.
    std::optional<task_facts> task = std::nullopt;

    tool_result& add_text(std::string_view text);
};

/// A failure whose text tells a model what went wrong and what to do next. It becomes an `isError` result.
class tool_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// One capability. Immutable: calls share it, also between threads.
class tool {
public:
    virtual ~tool() = default;
    /// Runs one call. `arguments` are checked and mended by the tool's inputSchema and valid only until this returns
    /// its task; `context` lives until the task is done. Throws tool_error; any other exception is an internal error.
    /// Cancellation arrives as the coroutine's own (operation_aborted).
    virtual platform::task<tool_result> call(boost::json::object const& arguments, request_context& context) const = 0;
};

}  // namespace mcp
