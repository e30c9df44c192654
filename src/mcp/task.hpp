#pragma once
// Tasks of the extension io.modelcontextprotocol/tasks: what a tools/call may return in place of its result, and what
// tasks/get, tasks/update and tasks/cancel act on. The tasks themselves are their source's: nothing is kept here.

#include "jsonrpc/error.hpp"
#include "mcp/question.hpp"
#include "platform/task.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mcp {

class request_context;
struct tool_result;

enum class task_status { working, input_required, completed, failed, cancelled };
std::string_view to_string(task_status status);

/// What is always known of a task.
struct task_facts {
    std::string id;
    task_status status = task_status::working;
    std::string message;  // for a person; may be empty
    std::chrono::system_clock::time_point created;
    std::chrono::system_clock::time_point updated;
    std::optional<std::chrono::milliseconds> ttl;  // from its creation; nothing: without end
    std::optional<std::chrono::milliseconds> poll_interval;
};

/// A task in its present status, with what that status brings.
struct task_detail {
    task_facts facts;
    std::shared_ptr<tool_result const> result;  // completed
    std::optional<jsonrpc::error> error;        // failed: the request would have had an error, not a result
    std::vector<question> asked;                // input_required
};

/// Where tasks live. Throws request_error (-32602 for a task that does not exist or is another principal's); any other
/// exception is an internal error. One thread.
class task_source {
public:
    virtual ~task_source() = default;
    virtual platform::task<task_detail> get(std::string id, request_context& context) = 0;
    /// Takes answers to what the task has asked, by key; those that it did not ask for are ignored.
    virtual platform::task<void> update(std::string id, boost::json::object responses, request_context& context) = 0;
    /// Ends the task if it still can be ended: a wish, not more.
    virtual platform::task<void> cancel(std::string id, request_context& context) = 0;
};

/// The error for a task that is not there.
jsonrpc::error no_such_task(std::string_view id, std::string_view why = {});

/// What a client must declare to be given tasks: a ClientCapabilities object.
boost::json::object tasks_capability();

/// The members of a Task as JSON text, without braces: `"taskId":…,"status":…`.
std::string task_members(task_facts const& facts);

}  // namespace mcp
