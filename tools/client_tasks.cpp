#include "tools/client_tasks.hpp"

#include "dashscope/failure.hpp"
#include "mcp/request_error.hpp"
#include "tools/job.hpp"
#include "tools/task_handle.hpp"
#include "tools/task_result.hpp"

#include <ctime>

namespace json = boost::json;
using dashscope::task_status;

namespace tools {

namespace {

// Results are texts and links; what they name is on the disk or at DashScope.
constexpr std::size_t most_kept = 32;

// DashScope keeps a task and its result for a day.
constexpr std::chrono::hours lifetime{24};
constexpr std::chrono::seconds poll_interval{3};

mcp::task_status status_of(task_status status) {
    switch (status) {
        case task_status::pending:
        case task_status::running:
        case task_status::suspended:
            return mcp::task_status::working;
        case task_status::canceled:
            return mcp::task_status::cancelled;
        // A failure of the work is a result that tells of it; `failed` is for errors of the protocol.
        case task_status::succeeded:
        case task_status::failed:
        case task_status::unknown:
            break;
    }
    return mcp::task_status::completed;
}

std::optional<std::chrono::system_clock::time_point> time_at(json::object const& output, std::string_view name) {
    auto const* value = output.if_contains(name);
    return value && value->is_string() ? read_beijing_time(value->get_string()) : std::nullopt;
}

mcp::request_error unreachable(dashscope::failure const& failed) {
    return mcp::request_error({jsonrpc::errc::internal_error, failed.text(), nullptr});
}

mcp::request_error expired(std::string const& handle) {
    return mcp::request_error(mcp::no_such_task(
        handle, "DashScope does not know it: it is older than 24 hours, or belongs to another account or region."));
}

}  // namespace

std::optional<std::chrono::system_clock::time_point> read_beijing_time(std::string_view text) {
    std::tm parts{};
    std::string const wanted(text.substr(0, 19));
    auto const* const end = ::strptime(wanted.c_str(), "%Y-%m-%d %H:%M:%S", &parts);
    if (!end || *end != '\0') return std::nullopt;
    return std::chrono::system_clock::from_time_t(::timegm(&parts)) - std::chrono::hours(8);
}

mcp::task_facts facts_of(dashscope::task_state const& state, std::string handle) {
    auto const now = std::chrono::system_clock::now();
    mcp::task_facts facts;
    facts.id = std::move(handle);
    facts.status = status_of(state.status);
    facts.message = name_of(state.status);
    facts.created = time_at(state.output, "submit_time").value_or(now);
    auto updated = time_at(state.output, "end_time");
    if (!updated) updated = time_at(state.output, "scheduled_time");
    facts.updated = std::max(updated.value_or(facts.created), facts.created);
    facts.ttl = lifetime;
    facts.poll_interval = poll_interval;
    return facts;
}

std::string client_tasks::open(std::string const& handle, mcp::request_context const& context) const {
    try {
        return handles_of(with_).open(handle, context.principal());
    } catch (mcp::tool_error const& error) {
        throw mcp::request_error(mcp::no_such_task(handle, error.what()));
    }
}

// As the tool `task` shows it: files are saved where they would have been.
platform::task<client_tasks::made> client_tasks::result_of(dashscope::task_state state, std::string handle,
                                                           mcp::request_context& context) {
    auto key = state.id + ' ' + context.principal();
    for (auto const& each : kept_)
        if (each.task == key) co_return each.result;

    auto const result = std::make_shared<mcp::tool_result>();
    try {
        check_task(with_, state, handle, "The task");
        co_await render_task(with_, std::move(state), "task", std::nullopt, *result, context);
    } catch (dashscope::failure const& failed) {
        *result = mcp::tool_result();
        result->is_error = true;
        result->add_text(failed.text());
        // A task that failed stays so; what broke on the way may work the next time.
        if (failed.transport()) co_return result;
    }
    kept_.push_front({std::move(key), result});
    if (kept_.size() > most_kept) kept_.pop_back();
    co_return result;
}

platform::task<mcp::task_detail> client_tasks::get(std::string id, mcp::request_context& context) {
    mcp::task_detail detail;
    dashscope::task_state state;
    try {
        auto const task = open(id, context);
        state = co_await with_.tasks.query(operator_credential(with_), task);
    } catch (dashscope::failure const& failed) {
        throw unreachable(failed);
    }
    if (state.status == task_status::unknown) throw expired(id);
    detail.facts = facts_of(state, id);
    if (detail.facts.status != mcp::task_status::completed) co_return detail;
    detail.result = co_await result_of(std::move(state), std::move(id), context);
    co_return detail;
}

platform::task<void> client_tasks::update(std::string id, json::object, mcp::request_context& context) {
    open(id, context);
    co_return;
}

platform::task<void> client_tasks::cancel(std::string id, mcp::request_context& context) {
    auto const task = open(id, context);
    auto const who = operator_credential(with_);
    try {
        co_await with_.tasks.cancel(who, task);
        co_return;
    } catch (dashscope::failure const& failed) {
        // It has begun, or is over: the wish was heard, and that is all that is promised.
        if (failed.api().http_status != 400 && failed.api().code != "UnsupportedOperation") throw unreachable(failed);
    }
    auto const state = co_await with_.tasks.query(who, task);
    if (state.status == task_status::unknown) throw expired(id);
}

}  // namespace tools
