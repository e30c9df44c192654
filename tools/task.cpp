#include "tools/task.hpp"

#include "dashscope/failure.hpp"
#include "tools/generation.hpp"
#include "tools/output.hpp"
#include "tools/task_handle.hpp"
#include "tools/task_list.hpp"
#include "tools/task_result.hpp"
#include "tools/typed_tool.hpp"

#include <boost/describe/class.hpp>

namespace json = boost::json;

namespace tools {

namespace {

struct task_arguments {
    std::string action = "get";
    std::string task_id;
    std::optional<std::int64_t> wait_seconds;
    std::string output;
    std::string file_name;
    std::string status;
    std::string model;
    std::string start_time;
    std::string end_time;
    std::int64_t page = 1;
    std::int64_t page_size = 10;
    bool dry_run = false;
};
BOOST_DESCRIBE_STRUCT(task_arguments, (),
                      (action, task_id, wait_seconds, output, file_name, status, model, start_time, end_time, page,
                       page_size, dry_run))

dashscope::task_filter filter_of(task_arguments const& from) {
    dashscope::task_filter filter;
    filter.start_time = task_time(from.start_time, "start_time");
    filter.end_time = task_time(from.end_time, "end_time");
    filter.model = from.model;
    filter.status = from.status;
    filter.page = static_cast<int>(from.page);
    filter.page_size = static_cast<int>(from.page_size);
    return filter;
}

mcp::tool_result dry_run(services const& with, std::string path) {
    planned_call call;
    call.what.method = "GET";
    call.path = std::move(path);
    return dry_run_result(with, call);
}

platform::task<mcp::tool_result> list(services with, task_arguments given, mcp::request_context& context) {
    mcp::tool_result result;
    auto const& handles = handles_of(with);
    // With one key for many, DashScope's list would show everybody's.
    if (!handles.plain()) co_return result.add_text(task_list_text(handles.recent(context.principal())));
    auto filter = filter_of(given);
    if (given.dry_run) co_return dry_run(with, dashscope::task_list_path(filter));
    auto const page = co_await with.tasks.list(operator_credential(with), std::move(filter));
    result.add_text(task_list_text(page));
    co_return result;
}

// `get` only looks; the others save, as the submitting tool would have.
std::optional<output_mode> mode_of(services const& with, task_arguments const& given) {
    if (auto const mode = parse_output_mode(given.output)) return mode;
    if (given.action == "get") return output_mode::urls;
    if (given.action == "download" && handles_of(with).plain()) return output_mode::files;
    return std::nullopt;
}

// Into the block that names the result: some hosts show the first text and nothing else.
void put_first(mcp::tool_result& to, std::string const& line) {
    for (auto& block : to.content) {
        if (block.at("type") != "text") continue;
        block.at("text") = line + "\n" + std::string(block.at("text").as_string());
        return;
    }
    to.add_text(line);
}

platform::task<mcp::tool_result> look(services with, task_arguments given, mcp::request_context& context) {
    auto const id = handles_of(with).open(given.task_id, context.principal());
    if (given.dry_run) co_return dry_run(with, dashscope::task_path(id));
    auto state = co_await with.tasks.query(operator_credential(with), id);
    bool const waits = given.action == "wait" || given.wait_seconds.value_or(0) > 0;
    auto const wait = given.wait_seconds ? std::chrono::seconds(*given.wait_seconds) : default_wait(context.client());
    if (waits && !state.terminal()) {
        auto outcome = co_await follow_job(with, std::move(state), "The task", wait, context);
        state = std::move(outcome.state);
    }
    if (!state.terminal()) co_return still_running({state, given.task_id}, "Task " + given.task_id);
    check_task(with, state, given.task_id, "The task");

    mcp::tool_result result;
    auto const stem = given.file_name.empty() ? std::string("task") : given.file_name;
    co_await render_task(with, std::move(state), stem, mode_of(with, given), result, context);
    put_first(result, "Task " + given.task_id + " SUCCEEDED.");
    co_return result;
}

platform::task<mcp::tool_result> run(services with, task_arguments given, mcp::request_context& context) {
    if (given.action == "list") return list(with, std::move(given), context);
    if (given.task_id.empty())
        refuse("task", {"task_id: needed for action " + given.action + "; action \"list\" shows recent tasks"});
    return look(with, std::move(given), context);
}

}  // namespace

std::unique_ptr<mcp::tool> make_task(services const& with) { return make_tool(with, run); }

}  // namespace tools
