#include "conformance/task_tools.hpp"

#include "conformance/fixture_tool.hpp"
#include "mcp/request_error.hpp"

#include <algorithm>

namespace json = boost::json;

namespace conformance {

namespace {

using mcp::request_context;
using mcp::tool_result;

tool_result saying(std::string_view text, bool is_error = false) {
    tool_result result;
    result.is_error = is_error;
    result.add_text(text);
    return result;
}

tool_result giving(mcp::task_facts task) {
    tool_result result;
    result.task = std::move(task);
    return result;
}

// 2026-07-28, extension tasks: what can't be done without a task needs a client that takes one.
void need_tasks(request_context const& context) {
    if (context.takes_tasks()) return;
    throw mcp::request_error(
        {jsonrpc::errc::missing_client_capability, "This tool gives tasks only, and the client does not take them",
         json::object{{"requiredCapabilities", mcp::tasks_capability()}}},
        400);
}

mcp::question ask_consent(std::string key, std::string_view message) {
    return mcp::ask_form(std::move(key), message, {{"confirm", {{"type", "boolean"}}}});
}

platform::task<tool_result> greet(json::object arguments, request_context&) {
    co_return saying("Hello, " + text_argument(arguments, "name") + "!");
}

platform::task<tool_result> slow_compute(std::shared_ptr<jobs> where, json::object arguments,
                                         request_context& context) {
    auto const* given = arguments.if_contains("seconds");
    auto const seconds = given && given->is_number() ? given->to_number<double>() : 0;
    auto const time = std::chrono::milliseconds(static_cast<std::int64_t>(1000 * std::clamp(seconds, 0.0, 3600.0)));
    auto result = saying("Computed " + text_argument(arguments, "label"));
    if (context.takes_tasks() && time.count() > 0)
        co_return giving(where->work(context.executor(), time, {std::move(result)}));
    platform::timer timer(context.executor(), time);
    co_await timer.async_wait(platform::use_task);
    co_return result;
}

platform::task<tool_result> failing(std::shared_ptr<jobs> where, json::object, request_context& context) {
    need_tasks(context);
    job_end end{saying("This job fails on purpose", true)};
    co_return giving(where->work(context.executor(), std::chrono::milliseconds(10), std::move(end)));
}

platform::task<tool_result> erring(std::shared_ptr<jobs> where, json::object, request_context& context) {
    need_tasks(context);
    job_end end;
    end.error = jsonrpc::error{jsonrpc::errc::internal_error, "This job breaks off on purpose", nullptr};
    co_return giving(where->work(context.executor(), std::chrono::milliseconds(10), std::move(end)));
}

platform::task<tool_result> confirm(std::shared_ptr<jobs> where, json::object arguments, request_context& context) {
    need_tasks(context);
    auto const file = text_argument(arguments, "filename");
    std::vector<mcp::question> asked;
    asked.push_back(ask_consent("confirm", "Delete " + file + "?"));
    auto finish = [file](json::object const& answers) {
        auto const form = mcp::read_form(answers.at("confirm").as_object());
        auto const* yes = form.content.if_contains("confirm");
        bool const deleted = yes && yes->is_bool() && yes->get_bool();
        return job_end{saying((deleted ? "Deleted " : "Kept ") + file)};
    };
    co_return giving(where->ask(std::move(asked), std::move(finish)));
}

platform::task<tool_result> two_inputs(std::shared_ptr<jobs> where, json::object, request_context& context) {
    need_tasks(context);
    std::vector<mcp::question> asked;
    asked.push_back(ask_consent("first", "The first question?"));
    asked.push_back(ask_consent("second", "The second question?"));
    auto finish = [](json::object const& answers) {
        return job_end{saying("Answers: " + std::to_string(answers.size()))};
    };
    co_return giving(where->ask(std::move(asked), std::move(finish)));
}

// What is asked before there is a task is asked on the call itself.
platform::task<tool_result> asking_first(std::shared_ptr<jobs> where, json::object, request_context& context) {
    need_tasks(context);
    std::vector<mcp::question> asked;
    asked.push_back(mcp::ask_form("user_name", "What is your name?", {{"name", {{"type", "string"}}}}, {"name"}));
    auto const answers = co_await context.ask(std::move(asked));
    auto const name = text_argument(mcp::read_form(answers[0]).content, "name");
    job_end end{saying("Hello, " + name + "!")};
    co_return giving(where->work(context.executor(), std::chrono::milliseconds(10), std::move(end)));
}

using job_tool = platform::task<tool_result> (*)(std::shared_ptr<jobs>, json::object, request_context&);

fixture_body with(std::shared_ptr<jobs> where, job_tool run) {
    return [where = std::move(where), run](json::object arguments, request_context& context) {
        return run(where, std::move(arguments), context);
    };
}

}  // namespace

void add_task_tools(mcp::registry& to, std::shared_ptr<jobs> where) {
    json::object const text{{"type", "string"}};
    add_fixture(to, "greet", "Greets at once.", greet, {{"name", text}});
    add_fixture(to, "slow_compute", "Works for some seconds.", with(where, slow_compute),
                {{"seconds", {{"type", "number"}}}, {"label", text}});
    add_fixture(to, "failing_job", "A task whose result is an error.", with(where, failing));
    add_fixture(to, "protocol_error_job", "A task that breaks off.", with(where, erring));
    add_fixture(to, "confirm_delete", "A task that asks before it goes on.", with(where, confirm),
                {{"filename", text}});
    add_fixture(to, "multi_input", "A task that asks two things.", with(where, two_inputs));
    add_fixture(to, "test_tool_with_task", "Asks for a name, then gives a task.", with(where, asking_first));
}

}  // namespace conformance
