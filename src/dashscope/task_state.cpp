#include "dashscope/fields.hpp"
#include "dashscope/tasks.hpp"
#include "net/message.hpp"

#include <array>
#include <utility>

namespace dashscope {

namespace {

constexpr std::array<std::pair<task_status, std::string_view>, 7> names{{
    {task_status::pending, "PENDING"},
    {task_status::running, "RUNNING"},
    {task_status::suspended, "SUSPENDED"},
    {task_status::succeeded, "SUCCEEDED"},
    {task_status::failed, "FAILED"},
    {task_status::canceled, "CANCELED"},
    {task_status::unknown, "UNKNOWN"},
}};

}  // namespace

std::string_view name_of(task_status status) {
    for (auto const& [known, name] : names)
        if (known == status) return name;
    return "UNKNOWN";
}

std::optional<task_status> parse_task_status(std::string_view text) {
    for (auto const& [status, name] : names)
        if (net::equal_ignoring_case(text, name)) return status;
    if (net::equal_ignoring_case(text, "CANCELLED")) return task_status::canceled;
    return std::nullopt;
}

bool task_state::terminal() const {
    return status == task_status::succeeded || status == task_status::failed || status == task_status::canceled ||
           status == task_status::unknown;
}

task_state read_task(json::value const& body) {
    task_state state;
    auto const* whole = body.if_object();
    if (!whole) return state;
    state.request_id = first_string(*whole, {"request_id", "requestId"});
    if (auto const* usage = object_at(*whole, "usage")) state.usage = *usage;
    auto const* output = object_at(*whole, "output");
    if (!output) return state;
    state.output = *output;
    state.id = first_string(*output, {"task_id", "taskId"});
    // A status that a later DashScope may add is one of a task that goes on: those that end one are known.
    state.status = parse_task_status(string_at(*output, "task_status")).value_or(task_status::running);
    if (state.status != task_status::failed) return state;
    state.code = first_string(*output, {"code", "error_code"});
    state.message = first_string(*output, {"message", "error_message"});
    return state;
}

}  // namespace dashscope
