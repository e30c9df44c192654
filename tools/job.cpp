#include "tools/job.hpp"

#include "dashscope/failure.hpp"
#include "dashscope/media_input.hpp"
#include "platform/ascii.hpp"
#include "tools/client_tasks.hpp"

namespace json = boost::json;

namespace tools {

void merge_parameters(json::object& into, json::object const& parameters) {
    for (auto const& [name, value] : parameters) {
        auto* present = into.if_contains(name);
        if (present && present->is_object() && value.is_object())
            merge_parameters(present->get_object(), value.get_object());
        else
            into.insert_or_assign(name, value);
    }
}

platform::task<mcp::tool_result> speaking_errors(platform::task<mcp::tool_result> work) {
    try {
        auto result = co_await std::move(work);
        co_return result;
    } catch (dashscope::failure const& failed) {
        throw mcp::tool_error(failed.text());
    } catch (dashscope::media_error const& failed) {
        throw mcp::tool_error(failed.what());
    }
}

std::chrono::seconds default_wait(mcp::client_traits const& client) {
    using std::chrono::seconds;
    struct bearing {
        std::string_view beginning;  // of the name, in lower case
        seconds wait;
    };
    // Measured (ecosystem.md §5.1, §5.5). What a host tolerates less a margin for the submission and the download.
    static constexpr bearing known[] = {
        {"claude-code", seconds(100)},  // moves a call to the background at 120 s
        {"claude-ai", seconds(45)},     // Claude Desktop: its Code tab ends calls at 60 s
        {"claude-desktop", seconds(45)},      {"codex", seconds(240)},  // 300 s, whatever progress says
        {"qwen-code", seconds(240)},                                    // 5 min without a message, 10 min in all
        {"qwen-cli", seconds(240)},           {"gemini-cli", seconds(240)},
        {"dashscope-mcp call", seconds(480)},  // a person who sees the progress; Ctrl-C keeps the task
    };
    auto const name = platform::lower_case(client.name);
    for (auto const& each : known)
        if (name.starts_with(each.beginning)) return each.wait;
    return seconds(45);
}

mcp::tool_result job_goes_on(job_outcome const& job, std::string_view what, mcp::request_context const& context) {
    if (!context.takes_tasks()) return still_running(job, what);
    mcp::tool_result result;
    result.task = facts_of(job.state, job.handle);
    result.task->message = std::string(what) + ": " + std::string(name_of(job.state.status));
    return result;
}

mcp::tool_result still_running(job_outcome const& job, std::string_view what) {
    mcp::tool_result result;
    result.add_text(
        std::string(what) + " goes on at DashScope (" + std::string(name_of(job.state.status)) +
        ").\ntask_id: " + job.handle +
        "\nTo wait for it and fetch its result call the tool `task` with this task_id and action \"wait\"; do "
        "not send the work again, it would be paid twice. DashScope keeps the result for 24 hours after its "
        "end. `task_cancel` ends it while it is PENDING." +
        (job.state.request_id.empty() ? "" : "\nRequest id: " + job.state.request_id));
    return result;
}

}  // namespace tools
