// Paid requests: a cancellation does not lose what may already cost money (design.md, Cancellation).

#include "dashscope/failure.hpp"
#include "dashscope/tasks.hpp"
#include "telemetry/logger.hpp"
#include "tools/job.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

namespace asio = boost::asio;
namespace json = boost::json;

namespace tools {

namespace {

// How long an answer is awaited after the cancellation. The end of stdin waits for less (transport::stdio_options).
constexpr std::chrono::seconds held_back{10};

// One request on its way, in a coroutine of its own: it ends when DashScope has answered, whatever became of the call.
struct submission {
    submission(platform::executor executor, std::string of) : done(executor), what(std::move(of)) {}
    ~submission() {
        // The process ends, or the connection was given up.
        if (sending && !ended) telemetry::log().warning("possibly submitted, unanswered", {{"what", what}});
    }

    platform::timer done;  // a sleep that is cut short by the answer
    asio::cancellation_signal stop;
    std::string what;
    bool sending = false;    // a byte may have left
    bool ended = false;
    bool abandoned = false;  // nobody waits any more: what `options` refer to is gone
    json::value answer;
    dashscope::stream_summary summary;  // in place of `answer`, for streams
    std::exception_ptr failed;
};

void log_answer(submission const& of) {
    auto const task = dashscope::read_task(of.answer);
    if (!task.id.empty())
        telemetry::log().info("task submitted", {{"task", task.id}, {"what", of.what}, {"request", task.request_id}});
    else if (of.abandoned)
        telemetry::log().warning("answered after its call had ended", {{"what", of.what}, {"request", task.request_id}});
}

void observe(std::shared_ptr<submission> const& state, dashscope::call_options& options) {
    options.on_sending = [state = state.get()] { state->sending = true; };
    options.on_retry = [state = state.get(), told = std::move(options.on_retry)](dashscope::retry_notice const& notice) {
        // It was refused: nothing is on its way while the next attempt is awaited.
        state->sending = false;
        if (!state->abandoned && told) told(notice);
    };
}

platform::task<void> send_apart(std::shared_ptr<submission> state, dashscope::client& api, dashscope::credential who,
                                planned_call call, dashscope::client::event_sink on_event) {
    observe(state, call.options);
    try {
        if (on_event) {
            state->summary = co_await api.stream(std::move(who), std::move(call.what), std::move(call.path),
                                                 std::move(call.body), std::move(call.options), std::move(on_event));
        } else {
            state->answer = co_await api.call(std::move(who), std::move(call.what), std::move(call.path),
                                              std::move(call.body), std::move(call.options));
        }
        log_answer(*state);
    } catch (dashscope::failure const& failed) {
        state->failed = std::current_exception();
        if (failed.may_have_been_submitted())
            telemetry::log().warning("possibly submitted", {{"what", state->what}, {"reason", failed.text()}});
    } catch (...) {
        state->failed = std::current_exception();
    }
    state->ended = true;
    state->done.cancel();
}

// Waits for the answer; false when a cancellation was held back in vain.
platform::task<bool> await_answer(std::shared_ptr<submission> state) {
    auto until = platform::clock::time_point::max();
    bool held = false;
    while (!state->ended) {
        state->done.expires_at(until);
        co_await state->done.async_wait(platform::use_result);
        auto const cancellation = co_await asio::this_coro::cancellation_state;
        if (state->ended || cancellation.cancelled() == asio::cancellation_type::none) continue;
        if (held && platform::clock::now() >= until) co_return false;
        if (std::exchange(held, true)) continue;
        // Each further wait would throw at once otherwise.
        co_await asio::this_coro::throw_if_cancelled(false);
        until = platform::clock::now() + held_back;
        if (!state->sending) state->stop.emit(asio::cancellation_type::terminal);
    }
    co_return true;
}

// Gives what came, an answer or a stream's summary.
platform::task<std::shared_ptr<submission>> run(services with, planned_call call,
                                                dashscope::client::event_sink on_event) {
    auto const executor = co_await asio::this_coro::executor;
    auto const state = std::make_shared<submission>(executor, call.what.what);
    struct leave {
        submission& of;
        ~leave() { of.abandoned = true; }
    } const at_the_end{*state};

    auto work = send_apart(state, with.api, operator_credential(with), std::move(call), std::move(on_event));
    // The handler keeps the signal until the coroutine is done with it.
    asio::co_spawn(executor, std::move(work),
                   asio::bind_cancellation_slot(state->stop.slot(), [state](std::exception_ptr) {}));
    bool const answered = co_await await_answer(state);
    co_await asio::this_coro::throw_if_cancelled(true);
    if (!answered) throw boost::system::system_error(asio::error::operation_aborted);
    if (state->failed) std::rethrow_exception(state->failed);
    co_return state;
}

}  // namespace

platform::task<json::value> submit(services with, planned_call call) {
    auto const done = co_await run(with, std::move(call), {});
    co_return std::move(done->answer);
}

platform::task<dashscope::stream_summary> submit_stream(services with, planned_call call,
                                                        dashscope::client::event_sink on_event) {
    auto const done = co_await run(with, std::move(call), std::move(on_event));
    co_return std::move(done->summary);
}

}  // namespace tools
