#include "tools/client_tasks.hpp"

#include "mcp/request_error.hpp"
#include "seal/key.hpp"
#include "seal/keyring.hpp"
#include "tool_bench.hpp"
#include "tools/task_handle.hpp"

using namespace tools;
using namespace tools::test;
using namespace std::chrono_literals;
using mcp::task_status;

namespace {

sandbox::options tasks_take(std::chrono::milliseconds time) {
    sandbox::options made;
    made.task_time = time;
    return made;
}

/// A client of today that takes tasks.
mcp::envelope taking_tasks() {
    mcp::envelope sender;
    sender.version = mcp::latest_modern;
    sender.client.tasks = true;
    return sender;
}

struct bench : tool_bench {
    explicit bench(std::chrono::milliseconds time) : tool_bench(tasks_take(time)) { sender = taking_tasks(); }

    client_tasks source{with};

    mcp::task_facts submit(json::object more = {}) {
        json::object arguments{{"prompt", "a lighthouse"}, {"model", "wan2.2-t2i-flash"}, {"size", "512*512"}};
        for (auto& [name, value] : more) arguments.insert_or_assign(name, value);
        auto const made = call("image_generate", std::move(arguments));
        CAPTURE(made.text());
        REQUIRE(made.result.task);
        CHECK(made.result.content.empty());
        return *made.result.task;
    }
    mcp::task_detail get(std::string const& id) {
        listener context(io.get_executor(), sender);
        return run(source.get(id, context));
    }
    mcp::task_detail finish(std::string const& id) {
        auto const until = platform::clock::now() + 60s;
        auto detail = get(id);
        while (detail.facts.status == task_status::working && platform::clock::now() < until) detail = get(id);
        return detail;
    }
    void cancel(std::string const& id) {
        listener context(io.get_executor(), sender);
        run(done(source.cancel(id, context)));
    }
    void update(std::string const& id) {
        listener context(io.get_executor(), sender);
        run(done(source.update(id, {{"k", json::object()}}, context)));
    }
    static platform::task<bool> done(platform::task<void> work) {
        co_await std::move(work);
        co_return true;
    }
    /// The error's text; empty when there is none.
    template <class Work>
    static std::string refusal(Work work) {
        try {
            work();
        } catch (mcp::request_error const& error) {
            CHECK(error.why().problem.code == jsonrpc::errc::invalid_params);
            return error.what();
        }
        return {};
    }
};

std::string text_of(mcp::task_detail const& detail) {
    REQUIRE(detail.result);
    return outcome{*detail.result, {}, false, {}, {}}.text();
}

std::int64_t seconds(std::chrono::system_clock::time_point when) {
    return std::chrono::duration_cast<std::chrono::seconds>(when.time_since_epoch()).count();
}

}  // namespace

TEST_CASE("times of DashScope's are Beijing's") {
    struct {
        char const* text;
        std::int64_t expected;  // 0: none
    } const cases[] = {{"1970-01-01 08:00:00", 0 + 0},
                       {"2023-11-15 06:13:20.123", 1'700'000'000},
                       {"2023-11-15 06:13:20", 1'700'000'000},
                       {"2024-02-29 08:00:00.000", 1'709'164'800}};
    for (auto const& each : cases) {
        CAPTURE(each.text);
        auto const read = read_beijing_time(each.text);
        REQUIRE(read);
        CHECK(seconds(*read) == each.expected);
    }
    for (auto const* text : {"", "soon", "2023-11-15", "2023-11-15T06:13:20", "2023-11-15 06:13"})
        CHECK_FALSE(read_beijing_time(text));
}

TEST_CASE("what DashScope says of a task, as the protocol says it") {
    struct {
        dashscope::task_status status;
        task_status expected;
    } const cases[] = {{dashscope::task_status::pending, task_status::working},
                       {dashscope::task_status::running, task_status::working},
                       {dashscope::task_status::suspended, task_status::working},
                       {dashscope::task_status::succeeded, task_status::completed},
                       // Only an error of the protocol is `failed`.
                       {dashscope::task_status::failed, task_status::completed},
                       {dashscope::task_status::canceled, task_status::cancelled}};
    dashscope::task_state state;
    state.output = {{"submit_time", "2023-11-15 06:13:20.000"}, {"scheduled_time", "2023-11-15 06:13:21.000"}};
    for (auto const& each : cases) {
        state.status = each.status;
        auto const facts = facts_of(state, "handle");
        CHECK(facts.status == each.expected);
        CHECK(facts.id == "handle");
        CHECK(facts.message == name_of(each.status));
        CHECK(seconds(facts.created) == 1'700'000'000);
        CHECK(seconds(facts.updated) == 1'700'000'001);
        CHECK(facts.ttl == std::chrono::hours(24));
        CHECK(facts.poll_interval.value() > 0s);
    }
    state.output["end_time"] = "2023-11-15 06:14:20.000";
    CHECK(seconds(facts_of(state, "h").updated) == 1'700'000'060);
}

TEST_CASE("a submission gives the task at once, whatever wait was asked for, and any process gives its result") {
    bench at(2000ms);
    auto const begun = platform::clock::now();
    auto const task = at.submit({{"wait_seconds", 60}});
    CHECK(platform::clock::now() - begun < 20s);
    CHECK(task.status == task_status::working);
    CHECK(task.message.starts_with("Image generation with wan2.2-t2i-flash"));
    CHECK(at.get(task.id).facts.status == task_status::working);
    at.update(task.id);

    auto const done = at.finish(task.id);
    CHECK(done.facts.status == task_status::completed);
    CHECK_FALSE(done.result->is_error);
    auto const text = text_of(done);
    CHECK(outcome{*done.result, {}, false, {}, {}}.files().size() == 1);
    // Asking again saves nothing again.
    CHECK(at.get(task.id).result == done.result);
    at.cancel(task.id);
    CHECK(at.get(task.id).facts.status == task_status::completed);

    // As after a restart: nothing is known but the id.
    client_tasks other(at.with);
    listener context(at.io.get_executor(), at.sender);
    auto const again = at.run(other.get(task.id, context));
    CHECK(again.facts.status == task_status::completed);
    CHECK(outcome{*again.result, {}, false, {}, {}}.files().size() == 1);
}

TEST_CASE("who takes no tasks waits as before") {
    bench at(50ms);
    at.sender.client.tasks = false;
    auto const plain = at.call("image_generate", {{"prompt", "a lighthouse"}, {"model", "wan2.2-t2i-flash"}});
    CHECK_FALSE(plain.result.task);
    CHECK(plain.files().size() == 1);
    // A legacy session can't be given any.
    at.sender = {};
    at.sender.client.tasks = true;
    CHECK_FALSE(at.call("image_generate", {{"prompt", "a lighthouse"}, {"model", "wan2.2-t2i-flash"}}).result.task);
}

TEST_CASE("a route that answers at once gives its result") {
    bench at(50ms);
    auto const made = at.call("image_generate", {{"prompt", "a lighthouse"}, {"model", "qwen-image-2.0"}});
    CAPTURE(made.text());
    CHECK_FALSE(made.result.task);
    CHECK(made.files().size() == 1);
}

TEST_CASE("a task is cancelled while it is PENDING; a running one goes on") {
    bench at(3'600'000ms);
    auto const task = at.submit();
    at.cancel(task.id);
    CHECK(at.get(task.id).facts.status == task_status::cancelled);
    // Once more is no error.
    at.cancel(task.id);

    bench running(3000ms);
    auto const other = running.submit();
    auto const until = platform::clock::now() + 60s;
    while (running.get(other.id).facts.message != "RUNNING" && platform::clock::now() < until) {
    }
    running.cancel(other.id);
    CHECK(running.finish(other.id).facts.status == task_status::completed);
}

TEST_CASE("a task that fails is a completed one whose result says so") {
    bench at(10ms);
    auto const task = at.submit({{"prompt", "[[task:failed:InternalError]] a lighthouse"}});
    auto const done = at.finish(task.id);
    CHECK(done.facts.status == task_status::completed);
    REQUIRE(done.result);
    CHECK(done.result->is_error);
    CHECK_FALSE(done.error);
    CHECK(text_of(done).find(task.id) != std::string::npos);
}

TEST_CASE("what is no task of the caller's is not found") {
    bench at(10ms);
    for (std::string const id : {"", "no task", "7408ef3d-a0be-4379-9e72-a6e95a569483"}) {
        CAPTURE(id);
        CHECK(bench::refusal([&] { at.get(id); }).starts_with("Task not found"));
        CHECK(bench::refusal([&] { at.cancel(id); }).starts_with("Task not found"));
    }
    CHECK(bench::refusal([&] { at.update("no task"); }).starts_with("Task not found"));
}

TEST_CASE("over HTTP only the principal whose task it is can name it") {
    bench at(10ms);
    seal::keyring const keys(seal::random_key());
    sealed_task_handles const handles(keys, [] { return std::chrono::system_clock::now(); });
    at.with.handles = &handles;
    client_tasks source(at.with);
    auto const id = handles.make("7408ef3d-a0be-4379-9e72-a6e95a569483", "alice");
    listener context(at.io.get_executor(), at.sender);
    CHECK(bench::refusal([&] { at.run(source.get(id, context)); }).find("not one that this server gave") !=
          std::string::npos);
    auto const own = handles.make("7408ef3d-a0be-4379-9e72-a6e95a569483", "");
    CHECK(bench::refusal([&] { at.run(source.get(own, context)); }).find("24 hours") != std::string::npos);
}
