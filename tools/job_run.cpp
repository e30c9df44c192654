// A job from its submission to the end of the wait.

#include "dashscope/failure.hpp"
#include "telemetry/logger.hpp"
#include "tools/job.hpp"
#include "tools/task_handle.hpp"

#include <boost/asio/this_coro.hpp>

namespace asio = boost::asio;

namespace tools {

namespace {

// A host that hears nothing gives up: every state is told, with the elapsed time as the measure that only grows.
class reporter {
public:
    explicit reporter(mcp::request_context& context) : context_(context) {}

    void begin(std::string const& handle, dashscope::task_status status) {
        say("task_id " + handle + " " + std::string(name_of(status)));
    }
    void tell(dashscope::task_state const& state) {
        if (!context_.wants_progress()) return;
        auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(elapsed()).count();
        say(std::string(name_of(state.status)) + " after " + std::to_string(seconds) + " s");
    }

private:
    std::chrono::duration<double> elapsed() const { return platform::clock::now() - begun_; }

    void say(std::string const& text) {
        done_ = std::max(elapsed().count(), done_ + 0.001);
        context_.report(done_, std::nullopt, text);
    }

    mcp::request_context& context_;
    platform::clock::time_point begun_ = platform::clock::now();
    double done_ = 0;
};

dashscope::failure failed_task(services const& with, dashscope::task_state const& state, std::string const& handle,
                               std::string_view what) {
    auto const who = operator_credential(with);
    dashscope::api_error error{0, state.code, state.message, state.request_id,
                               dashscope::classify(400, state.code, state.message)};
    return {std::move(error), {std::string(what) + " (task " + handle + ")", {}, who.base}, who.api_key};
}

std::string goes_on(std::string const& handle) {
    return " The task itself may go on: ask the tool `task` for task_id " + handle + " later, don't submit it again.";
}

dashscope::failure no_task(services const& with, std::string const& what, std::string const& request_id) {
    auto const who = operator_credential(with);
    dashscope::api_error error{200, {}, "the answer names no task", request_id, dashscope::error_kind::bad_answer};
    return {std::move(error), {what, {}, who.base}, who.api_key, dashscope::aftermath::task};
}

// The caller's deadline ends a call without a word of ours: the wait ends before.
platform::clock::time_point end_of_wait(std::chrono::seconds wait, mcp::request_context const& context) {
    return std::min(platform::clock::now() + wait, context.deadline() - std::chrono::seconds(5));
}

// False when the caller's cancellation ended the wait.
platform::task<bool> wait_for(services with, dashscope::task_state& last, std::string handle,
                              platform::clock::time_point until, reporter& progress) {
    try {
        auto const heard = [&](dashscope::task_state const& state) {
            last = state;
            progress.tell(state);
        };
        auto const id = last.id;
        co_await with.tasks.wait(operator_credential(with), id, until, heard);
        co_return true;
    } catch (dashscope::failure const& failed) {
        throw dashscope::failure(failed.kind(), failed.text() + goes_on(handle));
    } catch (boost::system::system_error const& stopped) {
        if (stopped.code() != asio::error::operation_aborted) throw;
        telemetry::log().info("the wait for a task was cancelled, the task goes on", {{"task", last.id}});
        co_return false;
    }
}

}  // namespace

void check_task(services const& with, dashscope::task_state const& state, std::string const& handle,
                std::string_view what) {
    using dashscope::task_status;
    auto const began = std::string(what) + " gave no result. ";
    if (state.status == task_status::failed) throw failed_task(with, state, handle, what);
    if (state.status == task_status::canceled)
        throw dashscope::failure(dashscope::error_kind::task_problem,
                                 began + "Task " + handle + " was cancelled before it began; submit it again if it is "
                                                            "still wanted.");
    if (state.status == task_status::unknown)
        throw dashscope::failure(dashscope::error_kind::task_problem,
                                 began + "DashScope does not know task " + handle +
                                     " (UNKNOWN): it is older than 24 hours, belongs to another account or region, or "
                                     "never existed. Check the id, the key and the region; otherwise submit the work "
                                     "again.");
}

platform::task<job_outcome> follow_job(services with, dashscope::task_state known, std::string what,
                                       std::chrono::seconds wait, mcp::request_context& context) {
    job_outcome outcome{std::move(known), {}};
    outcome.handle = handles_of(with).make(outcome.state.id, context.principal());
    auto const request_id = outcome.state.request_id;
    reporter progress(context);
    progress.begin(outcome.handle, outcome.state.status);
    auto const until = end_of_wait(wait, context);
    if (!outcome.state.terminal() && until > platform::clock::now()) {
        bool const waited = co_await wait_for(with, outcome.state, outcome.handle, until, progress);
        if (!waited) co_return outcome;
    }
    if (outcome.state.request_id.empty()) outcome.state.request_id = request_id;
    check_task(with, outcome.state, outcome.handle, what);
    co_return outcome;
}

platform::task<job_outcome> run_job(services with, planned_call call, std::chrono::seconds wait,
                                    mcp::request_context& context) {
    auto what = call.what.what;
    call.options.async = true;
    auto const begun = platform::clock::now();
    auto const answer = co_await submit(with, std::move(call));
    auto state = dashscope::read_task(answer);
    if (state.id.empty()) throw no_task(with, what, state.request_id);
    handles_of(with).remember(state.id, what, context.principal());

    auto const cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none) {
        // The cancellation was held back until the id was known; any further wait would throw.
        auto handle = handles_of(with).make(state.id, context.principal());
        co_return job_outcome{std::move(state), std::move(handle)};
    }
    if (context.takes_tasks()) wait = {};
    auto const spent = std::chrono::duration_cast<std::chrono::seconds>(platform::clock::now() - begun);
    auto outcome = co_await follow_job(with, std::move(state), std::move(what), std::max(wait - spent, {}), context);
    co_return outcome;
}

}  // namespace tools
