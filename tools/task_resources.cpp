#include "tools/task_resources.hpp"

#include "dashscope/failure.hpp"
#include "dashscope/tasks.hpp"
#include "mcp/params_error.hpp"
#include "mcp/request_context.hpp"
#include "mcp/tool.hpp"
#include "telemetry/logger.hpp"
#include "tools/task_handle.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/json/serialize.hpp>

namespace asio = boost::asio;
namespace json = boost::json;

namespace tools {

namespace {

// As long as DashScope keeps a task.
constexpr std::chrono::hours longest_watch{24};

// Nothing for an id that is none of the caller's.
std::optional<std::string> task_id_of(services const& with, std::string_view handle, std::string_view principal) {
    try {
        return handles_of(with).open(handle, principal);
    } catch (mcp::tool_error const&) {
        return std::nullopt;
    }
}

json::object told(dashscope::task_state const& state, std::string_view handle) {
    auto output = state.output;
    // By the name that the caller knows: DashScope's own id is another's business.
    for (auto const* name : {"task_id", "taskId"}) output.erase(name);
    json::object text{{"task_id", handle},
                      {"status", dashscope::name_of(state.status)},
                      {"ended", state.terminal()},
                      {"output", std::move(output)}};
    if (!state.usage.empty()) text["usage"] = state.usage;
    if (!state.request_id.empty()) text["request_id"] = state.request_id;
    return text;
}

platform::task<dashscope::task_state> state_of(services with, std::string id) {
    std::string problem;
    try {
        auto state = co_await with.tasks.query(operator_credential(with), std::move(id));
        co_return state;
    } catch (dashscope::failure const& failed) {
        problem = failed.text();
    }
    throw mcp::tool_error(problem);
}

/// What a watcher and its coroutine share.
struct following {
    mcp::on_change tell;
    asio::cancellation_signal stop;
    bool over = false;  // nobody watches any more
    std::optional<dashscope::task_status> last;
};

platform::task<void> follow(services with, std::string id, std::shared_ptr<following> what) {
    auto const hear = [what](dashscope::task_state const& state) {
        bool const news = what->last && *what->last != state.status;
        what->last = state.status;
        if (!news || what->over) return;
        // Who is told may drop the watch.
        auto const tell = what->tell;
        tell();
    };
    try {
        auto const until = platform::clock::now() + longest_watch;
        auto const end = co_await with.tasks.wait(operator_credential(with), std::move(id), until, hear);
        hear(end);
    } catch (dashscope::failure const& failed) {
        telemetry::log().debug("a watched task can't be asked for any more", {{"reason", failed.text()}});
    }
}

}  // namespace

platform::task<mcp::resource_page> task_resources::list(std::string from, mcp::request_context&) const {
    // Which tasks there are is the tool `task`'s to say: it costs a request.
    if (!from.empty()) throw mcp::params_error("Invalid params: unknown cursor. Begin anew without one");
    co_return mcp::resource_page{};
}

platform::task<std::optional<mcp::resource_reading>> task_resources::read(std::string uri,
                                                                          mcp::request_context& context) const {
    auto const handle = shape_.match(uri)->front();
    auto id = task_id_of(with_, handle, context.principal());
    if (!id) co_return std::nullopt;
    auto const state = co_await state_of(with_, std::move(*id));
    // DashScope's word for what it does not, or no longer, know.
    if (state.status == dashscope::task_status::unknown) co_return std::nullopt;
    mcp::resource_reading reading{{}, {std::chrono::milliseconds(0), false}};
    reading.contents.push_back(mcp::text_contents(uri, "application/json", json::serialize(told(state, handle))));
    co_return reading;
}

json::array task_resources::templates() const {
    return {json::object{{"uriTemplate", shape_.text()},
                         {"name", "task"},
                         {"title", "Task"},
                         {"description",
                          "State and result of an asynchronous task by the task_id that a tool gave; "
                          "subscribe to hear when it changes."},
                         {"mimeType", "application/json"}}};
}

mcp::watch task_resources::watch_one(std::string_view uri, std::string_view principal, mcp::on_change tell) const {
    auto id = task_id_of(with_, shape_.match(uri)->front(), principal);
    if (!id) throw mcp::params_error("There is no such task of yours: give the task_id as the tool's result has it");
    auto const what = std::make_shared<following>();
    what->tell = std::move(tell);
    asio::co_spawn(executor_, follow(with_, std::move(*id), what),
                   asio::bind_cancellation_slot(what->stop.slot(), [what](std::exception_ptr const&) {}));
    return {what.get(), [what](void*) {
                what->over = true;
                what->tell = nullptr;
                what->stop.emit(asio::cancellation_type::terminal);
            }};
}

}  // namespace tools
