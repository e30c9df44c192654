#pragma once
// Tools that send something to DashScope: what they have in common.

#include "dashscope/client.hpp"
#include "dashscope/tasks.hpp"
#include "mcp/request_context.hpp"
#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <functional>
#include <optional>
#include <string>

namespace tools {

/// A request as a tool has composed it.
struct planned_call {
    dashscope::operation what;
    std::string path;
    boost::json::object body;
    dashscope::call_options options;            // `async` for tasks
    std::optional<net::origin> elsewhere = {};  // in place of the configured base
};

/// Merges `parameters` of a caller: into `body.parameters` for native endpoints, into `body` itself for compatible
/// ones. Objects are merged deeply, anything else replaces.
void merge_parameters(boost::json::object& into, boost::json::object const& parameters);

/// The result of `dry_run`: method, URL, headers with secrets masked, body; nothing is sent.
mcp::tool_result dry_run_result(services const& with, planned_call const& call);

/// The same words for a request whose secrets are masked already. `body` is shown in place of the request's own.
std::string dry_run_text(net::client_request const& request, boost::json::object const& body);

/// Runs a call's coroutine and gives dashscope::failure and media_error the form that a model reads (mcp::tool_error).
platform::task<mcp::tool_result> speaking_errors(platform::task<mcp::tool_result> work);

/// The default of `wait_seconds`: what the client named in the handshake bears (ecosystem.md §5.1, §5.5); 45 s for an
/// unknown one.
std::chrono::seconds default_wait(mcp::client_traits const& client);

/// Sends a paid request that answers at once (a synchronous image, speech). From its first byte until its answer a
/// cancellation is held back for a bounded time, so that what was paid for is not lost: the answer is then given all
/// the same. Before the first byte a cancellation ends it. Throws failure.
platform::task<boost::json::value> submit(services with, planned_call call);

/// The same for a request whose answer is a stream of events. `on_event` may be called after a call has ended that did
/// not wait any longer: it keeps what it needs alive itself.
platform::task<dashscope::stream_summary> submit_stream(services with, planned_call call,
                                                        dashscope::client::event_sink on_event);

/// What a task has come to within the time a call may wait.
struct job_outcome {
    dashscope::task_state state;  // SUCCEEDED, or not terminal
    std::string handle;           // what the caller resumes by: the task id (sealed over HTTP)
};

/// Submits, tells the handle in the first progress message, waits at most `wait`, reporting states and elapsed time;
/// for a client that takes tasks not at all, since it waits itself. Throws failure for a submission or a task that
/// failed; its text holds the handle once there is one. A cancellation ends the wait, never the job: the outcome is
/// then what is known.
platform::task<job_outcome> run_job(services with, planned_call call, std::chrono::seconds wait,
                                    mcp::request_context& context);

/// Waits for a task that exists, as run_job does after its submission. `what` begins the sentence "… failed.".
platform::task<job_outcome> follow_job(services with, dashscope::task_state known, std::string what,
                                       std::chrono::seconds wait, mcp::request_context& context);

/// Throws failure for a state that gives no result: FAILED, CANCELED, UNKNOWN.
void check_task(services const& with, dashscope::task_state const& state, std::string const& handle,
                std::string_view what);

/// What a submission gives whose job goes on: the task itself to a client that takes tasks, else `still_running`.
mcp::tool_result job_goes_on(job_outcome const& job, std::string_view what, mcp::request_context const& context);

/// The text for a job that goes on: the handle, its state, and that `task` with it waits for, and fetches, the result.
mcp::tool_result still_running(job_outcome const& job, std::string_view what);

/// "about 0.20 CNY (Beijing list prices of 2026-05)"; empty where no price is known.
std::string cost_text(std::string_view model, boost::json::object const& usage);

/// The last line of a paid result: model, usage, request id and, where the price is known, the estimated cost with the
/// date of the price table.
std::string footer(std::string_view model, boost::json::object const& usage, std::string_view request_id);

}  // namespace tools
