// The tools task and task_cancel, against the sandbox.

#include "seal/key.hpp"
#include "seal/keyring.hpp"
#include "tool_bench.hpp"
#include "tools/task_handle.hpp"

#include <boost/json/serialize.hpp>

using namespace tools;
using namespace tools::test;
using namespace std::chrono_literals;

namespace {

sandbox::options tasks_take(std::chrono::milliseconds time) {
    sandbox::options made;
    made.task_time = time;
    return made;
}

/// Submits without waiting; gives the handle.
std::string submit_picture(tool_bench& bench, std::string_view prompt = "a fox", int n = 1) {
    auto const made = bench.call(
        "image_generate", {{"prompt", prompt}, {"model", "wan2.2-t2i-flash"}, {"n", n}, {"wait_seconds", 0}});
    auto const text = made.text();
    auto const begin = text.find("task_id: ");
    REQUIRE_MESSAGE(begin != std::string::npos, text);
    return text.substr(begin + 9, text.find('\n', begin) - begin - 9);
}

}  // namespace

TEST_CASE("get looks once: the state, then the result by URL") {
    tool_bench bench(tasks_take(800ms));
    auto const id = submit_picture(bench);
    auto const early = bench.call("task", {{"task_id", id}});
    CHECK(early.error == "");
    check_parts(early.text(), {id, "PENDING", "action \"wait\""});
    bench.run(bench.tasks.wait(operator_credential(bench.with), id, platform::clock::now() + 60s, nullptr));
    auto const late = bench.call("task", {{"task_id", id}});
    check_parts(late.text(), {id, "SUCCEEDED", "http://127.0.0.1", "1 image ", "request "});
    CHECK(late.files().empty());
}

TEST_CASE("wait waits and saves, as the submitting tool would") {
    tool_bench bench(tasks_take(500ms));
    auto const id = submit_picture(bench, "a fox", 2);
    auto const come = bench.call("task", {{"task_id", id}, {"action", "wait"}, {"file_name", "fox"}});
    CHECK(come.error == "");
    CHECK(come.files().size() == 2);
    CHECK(come.blocks("image") == 1);
    check_parts(come.text(), {"-fox-1.png", "-fox-2.png"});
    REQUIRE_FALSE(come.reports.empty());
    CHECK(come.reports.front().find(id) != std::string::npos);
}

TEST_CASE("wait has a bound and says how to go on") {
    tool_bench bench(tasks_take(1h));
    auto const id = submit_picture(bench);
    auto const come = bench.call("task", {{"task_id", id}, {"action", "wait"}, {"wait_seconds", 1}});
    CHECK(come.error == "");
    CHECK_FALSE(come.result.is_error);
    check_parts(come.text(), {id, "PENDING", "action \"wait\""});
}

TEST_CASE("download saves a finished result; get with output does too") {
    tool_bench bench(tasks_take(1ms));
    auto const id = submit_picture(bench);
    bench.run(bench.tasks.wait(operator_credential(bench.with), id, platform::clock::now() + 60s, nullptr));
    CHECK(bench.call("task", {{"task_id", id}, {"action", "download"}}).files().size() == 1);
    CHECK(bench.call("task", {{"task_id", id}, {"output", "files"}}).files().size() == 1);
    auto const shown = bench.call("task", {{"task_id", id}, {"output", "inline"}});
    CHECK(shown.files().empty());
    CHECK(shown.blocks("image") == 1);
}

TEST_CASE("films and other media come as what they are") {
    tool_bench bench(tasks_take(1ms));
    auto const made = bench.call("video_generate", {{"prompt", "a fox runs"}, {"wait_seconds", 0}});
    auto const text = made.text();
    auto const begin = text.find("task_id: ") + 9;
    auto const id = text.substr(begin, text.find('\n', begin) - begin);
    auto const come = bench.call("task", {{"task_id", id}, {"action", "wait"}});
    CHECK(come.error == "");
    REQUIRE(come.files().size() == 1);
    CHECK(come.files()[0].extension() == ".mp4");
    check_parts(come.text(), {"video/mp4"});
}

TEST_CASE("parts that failed are told beside those that did not") {
    tool_bench bench(tasks_take(1ms));
    auto const id = submit_picture(bench, "x [[task:partial]]", 2);
    auto const come = bench.call("task", {{"task_id", id}, {"action", "wait"}});
    CHECK(come.files().size() == 1);
    check_parts(come.text(), {"A part failed: "});
}

TEST_CASE("tasks without a result say why and what to do") {
    tool_bench bench(tasks_take(1ms));
    struct {
        std::string_view prompt;
        std::vector<std::string_view> parts;
    } const cases[] = {
        {"x [[task:failed:DataInspectionFailed]]", {"DataInspectionFailed", "content inspection"}},
        {"x [[task:canceled]]", {"cancelled"}},
        {"x [[task:unknown]]", {"UNKNOWN", "24 hours"}},
    };
    for (auto const& each : cases) {
        CAPTURE(each.prompt);
        auto const id = submit_picture(bench, each.prompt);
        for (auto const* action : {"wait", "get", "download"}) {
            auto const come = bench.call("task", {{"task_id", id}, {"action", action}});
            CHECK_FALSE(come.error.empty());
            for (auto part : each.parts) CHECK_MESSAGE(come.has(part), come.text());
        }
    }
}

TEST_CASE("list finds what was submitted") {
    tool_bench bench(tasks_take(1ms));
    auto const first = submit_picture(bench, "one");
    auto const second = submit_picture(bench, "two");
    auto const all = bench.call("task", {{"action", "list"}});
    check_parts(all.text(), {first, second, "wan2.2-t2i-flash", "Page 1 of 1"});
    auto const none = bench.call("task", {{"action", "list"}, {"model", "wan2.7-t2v"}});
    check_parts(none.text(), {"No tasks"});
    auto const paged = bench.call("task", {{"action", "list"}, {"page_size", 1}, {"page", 2}});
    check_parts(paged.text(), {"Page 2 of 2"});
    CHECK(bench.call("task", {{"action", "list"}, {"start_time", "yesterday"}}).has("start_time"));
}

TEST_CASE("bad arguments say what is allowed") {
    tool_bench bench;
    struct {
        json::object arguments;
        std::string_view part;
    } const cases[] = {
        {{}, "task_id: needed for action get"},
        {{{"action", "wait"}}, "task_id: needed for action wait"},
        {{{"action", "explode"}}, "action"},
        {{{"task_id", "two words"}}, "not a task's id"},
        {{{"task_id", "x"}, {"wait_seconds", -1}}, "wait_seconds"},
        {{{"task_id", "x"}, {"colour", "red"}}, "colour"},
    };
    for (auto const& each : cases) {
        auto const come = bench.call("task", each.arguments);
        CHECK_MESSAGE(come.error.find(each.part) != std::string::npos, come.error);
    }
    CHECK(bench.call("task_cancel", {}).error.find("task_id") != std::string::npos);
}

TEST_CASE("errors of DashScope's reach the caller with what to do") {
    tool_bench bench;
    bench.settings.api_key = "sk-invalid";
    CHECK(bench.call("task", {{"task_id", "t-1"}}).has("API key"));
    CHECK(bench.call("task", {{"action", "list"}}).has("API key"));
    CHECK(bench.call("task_cancel", {{"task_id", "t-1"}}).has("API key"));
    bench.settings.api_key.clear();
    CHECK(bench.call("task", {{"task_id", "t-1"}}).has("needs an API key"));
}

TEST_CASE("dry runs show the request") {
    tool_bench bench;
    check_parts(bench.call("task", {{"task_id", "t-1"}, {"dry_run", true}}).text(), {"GET http", "/api/v1/tasks/t-1\n"});
    check_parts(bench.call("task", {{"action", "list"}, {"model", "m"}, {"dry_run", true}}).text(),
                {"GET http", "/api/v1/tasks/?model_name=m&page_no=1&page_size=10\n"});
    check_parts(bench.call("task_cancel", {{"task_id", "t-1"}, {"dry_run", true}}).text(),
                {"POST http", "/api/v1/tasks/t-1/cancel\n"});
}

TEST_CASE("cancelling the call ends the wait, not the task") {
    tool_bench bench(tasks_take(1500ms));
    auto const id = submit_picture(bench);
    auto const come = bench.call("task", {{"task_id", id}, {"action", "wait"}}, "PENDING");
    check_parts(come.text(), {id, "goes on"});
    CHECK(bench.call("task", {{"task_id", id}, {"action", "wait"}}).files().size() == 1);
}

TEST_CASE("task_cancel ends what has not begun, and says so of what has") {
    tool_bench bench(tasks_take(1h));
    auto const id = submit_picture(bench);
    auto const cancelled = bench.call("task_cancel", {{"task_id", id}});
    CHECK_FALSE(cancelled.result.is_error);
    check_parts(cancelled.text(), {id, "is cancelled"});
    auto const again = bench.call("task_cancel", {{"task_id", id}});
    CHECK_FALSE(again.result.is_error);
    check_parts(again.text(), {"already"});
    CHECK(bench.call("task", {{"task_id", id}}).has("cancelled"));

    tool_bench quick(tasks_take(1ms));
    auto const done = submit_picture(quick);
    quick.call("task", {{"task_id", done}, {"action", "wait"}});
    auto const late = quick.call("task_cancel", {{"task_id", done}});
    CHECK(late.result.is_error);
    check_parts(late.text(), {"SUCCEEDED", "only a PENDING", "Fetch its result with `task`"});
}

TEST_CASE("another process resumes by the handle alone") {
    tool_bench bench(tasks_take(300ms));
    auto const id = submit_picture(bench);
    dashscope::task_watcher fresh(bench.api, bench.io.get_executor());
    auto const state =
        bench.run(fresh.wait(operator_credential(bench.with), id, platform::clock::now() + 60s, nullptr));
    CHECK(state.status == dashscope::task_status::succeeded);
}

TEST_CASE("where principals share a key, plain ids and other lists stay closed") {
    seal::keyring const keys{seal::random_key()};
    sealed_task_handles const handles(keys, [] { return std::chrono::system_clock::now(); });
    tool_bench bench(tasks_take(1ms));
    auto const foreign = submit_picture(bench);  // the account's, but not through a sealed handle
    bench.with.handles = &handles;
    bench.registry = {};
    add_all(bench.registry, bench.with);
    auto const own = submit_picture(bench);
    CHECK(own.starts_with("v1."));
    CHECK(bench.call("task", {{"task_id", foreign}}).has("not one that this server gave"));
    CHECK(bench.call("task_cancel", {{"task_id", foreign}}).has("not one that this server gave"));
    CHECK(bench.call("task", {{"task_id", own}, {"action", "wait"}}).has("SUCCEEDED"));
    auto const list = bench.call("task", {{"action", "list"}});
    CHECK(list.text().find(foreign) == std::string::npos);
    check_parts(list.text(), {"Submitted for you", "v1.", "Image generation"});
}
