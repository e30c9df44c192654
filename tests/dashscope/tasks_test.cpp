#include "dashscope/tasks.hpp"

#include "client_fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/json/serialize.hpp>

#include <map>

using namespace dashscope;
using namespace dashscope::test;
using namespace std::chrono_literals;

namespace {

std::string task_body(std::string_view status, std::string_view more = "") {
    return R"({"request_id":"r-1","output":{"task_id":"t-1","task_status":")" + std::string(status) + '"' +
           std::string(more) + "}}";
}

struct watched : client_fixture {
    task_watcher tasks{api, context.get_executor()};
    std::vector<task_status> heard;

    task_state wait(platform::clock::duration length = 60s) {
        auto const hear = [this](task_state const& state) { heard.push_back(state.status); };
        return run(context, tasks.wait(someone(), "t-1", platform::clock::now() + length, hear));
    }
    task_state query() { return run(context, tasks.query(someone(), "t-1")); }
};

}  // namespace

TEST_CASE_FIXTURE(watched, "waits through the states and gives the last one") {
    server.script = {json_answer(200, task_body("PENDING")), json_answer(200, task_body("RUNNING")),
                     json_answer(200, task_body("SUCCEEDED", R"(,"video_url":"https://a.example/b.mp4")"))};
    auto const state = wait();
    CHECK(state.status == task_status::succeeded);
    CHECK(state.output.at("video_url") == "https://a.example/b.mp4");
    CHECK(heard == std::vector{task_status::pending, task_status::running, task_status::succeeded});
    REQUIRE(server.seen.size() == 3);
    CHECK(contains(server.seen[0].head, "GET /api/v1/tasks/t-1 HTTP/1.1"));
    CHECK(server.seen[0].body.empty());
}

TEST_CASE_FIXTURE(watched, "every end is an end") {
    for (auto const* status : {"SUCCEEDED", "FAILED", "CANCELED", "UNKNOWN"}) {
        CAPTURE(status);
        server.script = {json_answer(200, task_body(status))};
        CHECK(name_of(wait().status) == status);
    }
}

TEST_CASE_FIXTURE(watched, "the time ends the wait with the last state") {
    server.script = {json_answer(200, task_body("RUNNING"))};
    auto const state = wait(300ms);
    CHECK(state.status == task_status::running);
    CHECK(state.id == "t-1");
    CHECK(heard.size() >= 1);
}

TEST_CASE_FIXTURE(watched, "a wait of no length asks nothing") {
    CHECK(wait(-1s).id == "t-1");
    CHECK(server.seen.size() <= 1);
}

TEST_CASE_FIXTURE(watched, "passing troubles are outlived") {
    server.script = {json_answer(503, R"({"code":"ModelUnavailable","message":"later"})"),
                     json_answer(429, R"({"code":"Throttling.RateQuota","message":"slow"})", "Retry-After: 1\r\n"),
                     {},  // closed without a word
                     json_answer(200, task_body("SUCCEEDED"))};
    CHECK(wait().status == task_status::succeeded);
    CHECK(server.seen.size() == 4);
}

TEST_CASE_FIXTURE(watched, "lasting ones are told at once") {
    struct {
        int status;
        std::string_view body;
        error_kind kind;
    } const cases[] = {
        {401, R"({"code":"InvalidApiKey","message":"Invalid API-key provided."})", error_kind::invalid_key},
        {403, R"({"code":"AccessDenied","message":"no"})", error_kind::access_denied},
        {200, R"({"code":"BailianGateway.Workspace.NotAuthorised","message":"no"})", error_kind::workspace},
        {200, R"({"request_id":"r"})", error_kind::bad_answer},
    };
    for (auto const& each : cases) {
        CAPTURE(each.body);
        server.seen.clear();
        server.script = {json_answer(each.status, each.body)};
        CHECK(failed([&] { wait(); }).kind() == each.kind);
        CHECK(server.seen.size() == 1);
    }
}

TEST_CASE_FIXTURE(watched, "a query asks once, and a waiter hears its answer too") {
    server.script = {json_answer(200, task_body("RUNNING")), json_answer(200, task_body("SUCCEEDED"))};
    CHECK(query().status == task_status::running);
    CHECK(server.seen.size() == 1);
    CHECK(wait().status == task_status::succeeded);
    CHECK(server.seen.size() == 2);
}

TEST_CASE_FIXTURE(watched, "many who wait for one task cost one poll") {
    server.script = {json_answer(200, task_body("RUNNING")), json_answer(200, task_body("SUCCEEDED"))};
    int done = 0;
    for (int i = 0; i < 50; ++i)
        boost::asio::co_spawn(context.get_executor(),
                              tasks.wait(someone(), "t-1", platform::clock::now() + 60s, nullptr),
                              [&](std::exception_ptr error, task_state state) {
                                  CHECK_FALSE(error);
                                  CHECK(state.status == task_status::succeeded);
                                  ++done;
                              });
    while (done < 50) context.run_one();
    CHECK(server.seen.size() == 2);
}

TEST_CASE_FIXTURE(watched, "cancelling ends one wait, not the others', and the task nowhere") {
    server.script = {json_answer(200, task_body("RUNNING")), json_answer(200, task_body("SUCCEEDED"))};
    boost::asio::cancellation_signal stop;
    bool cancelled = false;
    bool finished = false;
    auto const until = platform::clock::now() + 60s;
    boost::asio::co_spawn(context.get_executor(), tasks.wait(someone(), "t-1", until, nullptr),
                          boost::asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr error, task_state) {
                              CHECK(error);
                              cancelled = true;
                          }));
    boost::asio::co_spawn(context.get_executor(), tasks.wait(someone(), "t-1", until, nullptr),
                          [&](std::exception_ptr error, task_state) {
                              CHECK_FALSE(error);
                              finished = true;
                          });
    while (server.seen.empty()) context.run_one();
    stop.emit(boost::asio::cancellation_type::terminal);
    while (!cancelled) context.run_one();
    CHECK_FALSE(finished);
    while (!finished) context.run_one();
    for (auto const& each : server.seen) CHECK_FALSE(contains(each.head, "cancel"));
}

TEST_CASE_FIXTURE(watched, "list sends the documented form and gives the page as sent") {
    server.script = {json_answer(200, R"({"total":0,"page_no":2,"data":[]})")};
    task_filter filter;
    filter.page = 2;
    auto const page = run(context, tasks.list(someone(), filter));
    CHECK(page.at("page_no") == 2);
    CHECK(contains(server.seen[0].head, "GET /api/v1/tasks/?page_no=2&page_size=10 HTTP/1.1"));
}

TEST_CASE_FIXTURE(watched, "cancel posts without a body; a refusal is a failure") {
    auto const cancel = [this]() -> platform::task<bool> {
        co_await tasks.cancel(someone(), "t-1");
        co_return true;
    };
    server.script = {json_answer(200, R"({"request_id":"r"})")};
    CHECK(run(context, cancel()));
    CHECK(contains(server.seen[0].head, "POST /api/v1/tasks/t-1/cancel HTTP/1.1"));
    CHECK(server.seen[0].body.empty());
    server.script = {json_answer(400, R"({"code":"UnsupportedOperation","message":"Failed to cancel the task"})")};
    auto const refused = failed([&] { run(context, cancel()); });
    CHECK(refused.api().code == "UnsupportedOperation");
}

TEST_CASE_FIXTURE(watched, "without a key nothing is asked") {
    CHECK(failed([&] {
              run(context, tasks.query({"", someone().base}, "t-1"));
          }).kind() == error_kind::invalid_key);
    CHECK(server.seen.empty());
}

TEST_CASE_FIXTURE(watched, "a hundred waiters on one key stay below the query limit, and all get their results") {
    // Each task ends at its second query.
    std::map<std::string, int> asked;
    server.otherwise = [&](seen_request const& request) {
        auto const begin = request.head.find("task-");
        auto const id = request.head.substr(begin, request.head.find(' ', begin) - begin);
        auto const status = ++asked[id] < 2 ? "RUNNING" : "SUCCEEDED";
        return json_answer(200, json::serialize(json::object{
                                    {"request_id", "r"}, {"output", {{"task_id", id}, {"task_status", status}}}}));
    };
    std::map<std::string, task_status> last;
    for (int i = 0; i < 100; ++i)
        boost::asio::co_spawn(context.get_executor(),
                              tasks.wait(someone(), "task-" + std::to_string(i), platform::clock::now() + 10min, nullptr),
                              [&](std::exception_ptr error, task_state const& state) {
                                  CHECK_FALSE(error);
                                  last[state.id] = state.status;
                              });
    while (last.size() < 100) context.run_one();
    for (auto const& [id, status] : last) CHECK(status == task_status::succeeded);
    CHECK(server.seen.size() == 200);
    std::size_t most = 0;
    for (std::size_t first = 0, i = 0; i < server.times.size(); ++i) {
        while (server.times[i] - server.times[first] >= 1s) ++first;
        most = std::max(most, i - first + 1);
    }
    CHECK(most <= 20);
}

TEST_CASE_FIXTURE(watched, "each key has a budget of its own") {
    server.otherwise = [&](seen_request const&) { return json_answer(200, task_body("SUCCEEDED")); };
    int done = 0;
    auto const begun = platform::clock::now();
    for (int i = 0; i < 40; ++i) {
        credential const who{"sk-caller-number-" + std::to_string(i), someone().base};
        boost::asio::co_spawn(context.get_executor(), tasks.query(who, "t-1"),
                              [&](std::exception_ptr error, task_state const&) {
                                  CHECK_FALSE(error);
                                  ++done;
                              });
    }
    while (done < 40) context.run_one();
    // One after another they would take 2.4 s.
    CHECK(platform::clock::now() - begun < 2s);
    CHECK(server.seen.size() == 40);
}
