#include "tools/task_cancel.hpp"

#include "dashscope/failure.hpp"
#include "tools/task_handle.hpp"
#include "tools/typed_tool.hpp"

#include <boost/describe/class.hpp>

namespace json = boost::json;

namespace tools {

namespace {

struct cancel_arguments {
    std::string task_id;
    bool dry_run = false;
};
BOOST_DESCRIBE_STRUCT(cancel_arguments, (), (task_id, dry_run))

bool is_too_late(dashscope::failure const& failed) {
    return failed.api().code == "UnsupportedOperation" || failed.api().http_status == 400;
}

platform::task<mcp::tool_result> tell_state(services with, std::string id, std::string handle, std::string refusal) {
    auto const state = co_await with.tasks.query(operator_credential(with), id);
    mcp::tool_result result;
    if (state.status == dashscope::task_status::canceled)
        co_return result.add_text("Task " + handle + " is CANCELED already.");
    result.is_error = true;
    auto const status = std::string(name_of(state.status));
    auto text = "Task " + handle + " can't be cancelled: it is " + status + ", and only a PENDING task can be.";
    if (!state.terminal()) text += " It runs to its end and is billed; fetch its result with `task`.";
    if (state.status == dashscope::task_status::succeeded) text += " Fetch its result with `task`.";
    result.add_text(text + "\n" + refusal);
    co_return result;
}

mcp::tool_result dry_run(services const& with, std::string const& id) {
    planned_call call;
    call.what.method = "POST";
    call.path = dashscope::task_path(id) + "/cancel";
    return dry_run_result(with, call);
}

platform::task<mcp::tool_result> run(services with, cancel_arguments given, mcp::request_context& context) {
    auto id = handles_of(with).open(given.task_id, context.principal());
    if (given.dry_run) co_return dry_run(with, id);
    std::string refusal;
    try {
        co_await with.tasks.cancel(operator_credential(with), id);
    } catch (dashscope::failure const& failed) {
        if (!is_too_late(failed)) throw;
        refusal = failed.text();
    }
    if (!refusal.empty()) {
        auto told = co_await tell_state(with, std::move(id), std::move(given.task_id), std::move(refusal));
        co_return told;
    }
    mcp::tool_result result;
    result.add_text("Task " + given.task_id + " is cancelled: it had not begun and costs nothing.");
    co_return result;
}

}  // namespace

std::unique_ptr<mcp::tool> make_task_cancel(services const& with) { return make_tool(with, run); }

}  // namespace tools
