#include "sandbox/tasks.hpp"

#include "conversation.hpp"
#include "support.hpp"

#include <doctest/doctest.h>
#include <boost/json/array.hpp>

#include <filesystem>

using namespace std::chrono_literals;
using sandbox_test::at;
using sandbox_test::conversation;

namespace {

std::string prompt_body(std::string_view prompt, std::string_view more = {}) {
    return R"({"model":"wan2.2-t2i-plus","input":{"prompt":")" + std::string(prompt) + R"("},"parameters":{"n":2)" +
           std::string(more) + "}}";
}

/// Submits a task and gives its id.
std::string submit(conversation& with, std::string_view prompt) {
    with.asynchronous();
    return at(with.post_json(sandbox_test::image_prompts, prompt_body(prompt)), "/output/task_id");
}

std::string path_of(std::string const& id) {
    return "/api/v1/tasks/" + id;
}

std::string status(conversation& with, std::string const& id) {
    return at(with.get_json(path_of(id)), "/output/task_status");
}

std::size_t listed(conversation& with, std::string const& query) {
    return with.get_json("/api/v1/tasks" + query).at("data").as_array().size();
}

}  // namespace

TEST_SUITE("sandbox/tasks") {
    TEST_CASE("a submission answers with an id and PENDING, and nothing else") {
        conversation with;
        with.asynchronous();
        auto const body = with.post_json(sandbox_test::image_prompts, prompt_body("a cat"));
        CHECK(at(body, "/output/task_status") == "PENDING");
        CHECK(at(body, "/output/task_id").size() == 36);
        CHECK(body.at("output").as_object().size() == 2);
        CHECK(at(body, "/request_id").size() == 36);
    }

    TEST_CASE("PENDING for a third of its time, RUNNING until its end, then SUCCEEDED") {
        conversation with;
        auto const id = submit(with, "a cat");
        struct {
            std::chrono::milliseconds passes;
            std::string_view status;
        } const steps[] = {{0ms, "PENDING"},  {332ms, "PENDING"}, {1ms, "RUNNING"},   {600ms, "RUNNING"},
                           {66ms, "RUNNING"}, {1ms, "SUCCEEDED"}, {23h, "SUCCEEDED"}, {1h, "UNKNOWN"}};
        for (auto const& step : steps) {
            with.pass(step.passes);
            CHECK(status(with, id) == step.status);
        }
    }

    TEST_CASE("the option and the marker set its time") {
        sandbox::options settings;
        settings.task_time = 30s;
        conversation with(settings);
        auto const id = submit(with, "a cat");
        auto const slow = submit(with, "a cat [[task:slow:90000]]");
        auto const quick = submit(with, "a cat [[task:slow:0]]");
        with.pass(9s);
        CHECK(status(with, id) == "PENDING");
        CHECK(status(with, quick) == "SUCCEEDED");
        with.pass(21s);
        CHECK(status(with, id) == "SUCCEEDED");
        CHECK(status(with, slow) == "RUNNING");
        with.pass(60s);
        CHECK(status(with, slow) == "SUCCEEDED");
    }

    TEST_CASE("each state has the members that were recorded") {
        conversation with;
        auto const id = submit(with, "a cat");
        auto const pending = with.get_json(path_of(id)).at("output");
        CHECK(at(pending, "/submit_time") == "2026-11-18 19:06:40.000");
        CHECK(at(pending, "/scheduled_time") == "(absent)");
        with.pass(500ms);
        auto const running = with.get_json(path_of(id)).at("output");
        CHECK(at(running, "/scheduled_time") == "2026-11-18 19:06:40.333");
        CHECK(at(running, "/end_time") == "(absent)");
        CHECK(at(running, "/task_metrics") == R"({"TOTAL":2,"SUCCEEDED":0,"FAILED":0})");
        CHECK(at(running, "/results") == "(absent)");
        with.pass(1s);
        auto const done = with.get_json(path_of(id));
        CHECK(at(done, "/output/end_time") == "2026-11-18 19:06:41.000");
        CHECK(at(done, "/output/task_metrics") == R"({"TOTAL":2,"SUCCEEDED":2,"FAILED":0})");
        CHECK(done.at("output").at("results").as_array().size() == 2);
        CHECK(at(done, "/usage/image_count") == "2");
    }

    TEST_CASE("ends that a prompt may ask for") {
        conversation with;
        auto const failed = submit(with, "x [[task:failed:DataInspectionFailed]]");
        auto const failed_somehow = submit(with, "x [[task:failed]]");
        auto const partial = submit(with, "x [[task:partial]]");
        auto const canceled = submit(with, "x [[task:canceled]]");
        auto const unknown = submit(with, "x [[task:unknown]]");
        CHECK(status(with, unknown) == "UNKNOWN");
        CHECK(status(with, canceled) == "PENDING");
        with.pass(400ms);
        CHECK(status(with, canceled) == "CANCELED");
        CHECK(status(with, failed) == "RUNNING");
        with.pass(1s);
        auto const body = with.get_json(path_of(failed));
        CHECK(at(body, "/output/task_status") == "FAILED");
        CHECK(at(body, "/output/code") == "DataInspectionFailed");
        CHECK(at(body, "/output/message") == "Input or output data may contain inappropriate content.");
        CHECK(at(body, "/output/task_metrics") == R"({"TOTAL":2,"SUCCEEDED":0,"FAILED":2})");
        CHECK(at(body, "/output/results") == "(absent)");
        CHECK(at(body, "/usage") == "(absent)");
        CHECK(at(with.get_json(path_of(failed_somehow)), "/output/code") == "InternalError.Algo");
        auto const half = with.get_json(path_of(partial));
        CHECK(at(half, "/output/task_status") == "SUCCEEDED");
        CHECK(at(half, "/output/results/1/code") == "DataInspectionFailed");
        CHECK(at(half, "/output/task_metrics/FAILED") == "1");
        CHECK(at(half, "/usage/image_count") == "1");
    }

    TEST_CASE("a partial failure of an only part is a failure") {
        conversation with;
        with.asynchronous();
        auto const id = at(with.post_json(sandbox_test::image_prompts, prompt_body("x [[task:partial]]", R"(,"n":1)")),
                           "/output/task_id");
        with.pass(2s);
        CHECK(status(with, id) == "FAILED");
    }

    TEST_CASE("strangers and made-up ids see UNKNOWN, with the id they asked for") {
        conversation with;
        auto const id = submit(with, "x");
        auto const body = with.get_json("/api/v1/tasks/1111");
        CHECK(at(body, "/output") == R"({"task_id":"1111","task_status":"UNKNOWN"})");
        CHECK(at(body, "/request_id").size() == 36);
        CHECK(status(with, "..%2F..%2Fpasswd") == "UNKNOWN");
        with.with("authorization", "Bearer sk-other");
        CHECK(status(with, id) == "UNKNOWN");
        CHECK(with.post(path_of(id) + "/cancel").status == 400);
        CHECK(listed(with, "") == 0);
    }

    TEST_CASE("only what is PENDING can be cancelled") {
        conversation with;
        auto const id = submit(with, "x");
        CHECK(with.post(path_of(id) + "/cancel").status == 200);
        CHECK(status(with, id) == "CANCELED");
        auto const again = with.post(path_of(id) + "/cancel");
        CHECK(again.status == 400);
        CHECK(at(sandbox_test::body_of(again), "/code") == "UnsupportedOperation");
        CHECK(at(sandbox_test::body_of(again), "/message") ==
              "Failed to cancel the task, please confirm if the task is in PENDING status.");
        auto const running = submit(with, "x");
        with.pass(500ms);
        CHECK(with.post(path_of(running) + "/cancel").status == 400);
        CHECK(with.post("/api/v1/tasks/none/cancel").status == 400);
        with.pass(1h);
        CHECK(status(with, id) == "CANCELED");
    }

    TEST_CASE("the list has both forms, filters and pages") {
        conversation with;
        for (int i = 0; i < 12; ++i) {
            submit(with, i % 2 == 0 ? "x" : "x [[task:failed:InternalError]]");
            with.pass(1s);
        }
        auto const all = with.get_json("/api/v1/tasks/");
        CHECK(at(all, "/total") == "12");
        CHECK(at(all, "/total_page") == "2");
        CHECK(at(all, "/page_no") == "1");
        CHECK(at(all, "/page_size") == "10");
        CHECK(all.at("data").as_array().size() == 10);
        CHECK(at(all, "/data/0/model_name") == "wan2.2-t2i-plus");
        CHECK(at(all, "/data/0/user_api_unique_key") == "apikey:v1:aigc:text2image:image-synthesis:wan2.2-t2i-plus");
        CHECK(all.at("data").at(0).at("gmt_create").as_int64() > all.at("data").at(1).at("gmt_create").as_int64());
        struct {
            std::string query;
            std::size_t size;
        } const cases[] = {
            {"?page_no=2", 2},
            {"?page_no=3", 0},
            {"?page_size=5&page_no=3", 2},
            {"?page_size=100", 12},
            {"?page_size=100&status=FAILED", 6},
            {"?page_size=100&status=RUNNING", 0},
            {"?page_size=100&model_name=wan2.2-t2i-plus", 12},
            {"?page_size=100&model_name=wan2.2", 0},
            {"?task_id=" + at(all, "/data/3/task_id"), 1},
            {"?page_size=100&start_time=20261118190645", 7},
            {"?page_size=100&end_time=20261118190644", 5},
            {"?page_size=100&start_time=20261118190642&end_time=20261118190643", 2},
            {"?start_time=20261117000000", 0},
        };
        with.pass(2s);
        for (auto const& c : cases) {
            CAPTURE(c.query);
            with.pass(1s);
            CHECK(listed(with, c.query) == c.size);
        }
        with.pass(25h);
        CHECK(listed(with, "") == 0);
    }

    TEST_CASE("wrong filters are refused") {
        conversation with;
        for (auto query : {"?page_no=0", "?page_size=101", "?page_no=x", "?status=DONE", "?start_time=2026",
                           "?start_time=20261101000000&end_time=20261103000000",
                           "?start_time=20261103000000&end_time=20261101000000"}) {
            CAPTURE(query);
            with.pass(1s);
            auto const answer = with.get("/api/v1/tasks" + std::string(query));
            CHECK(answer.status == 400);
            CHECK(at(sandbox_test::body_of(answer), "/code") == "InvalidParameter");
        }
    }

    TEST_CASE("twenty requests a second for each operation and account") {
        conversation with;
        auto const id = submit(with, "x");
        for (int i = 0; i < 20; ++i) CHECK(with.get(path_of(id)).status == 200);
        auto const refused = with.get(path_of(id));
        CHECK(refused.status == 429);
        CHECK(at(sandbox_test::body_of(refused), "/code") == "Throttling.RateQuota");
        CHECK(at(sandbox_test::body_of(refused), "/message") ==
              "Requests rate limit exceeded, please try again later.");
        CHECK(with.get("/api/v1/tasks").status == 200);
        CHECK(with.post(path_of(id) + "/cancel").status == 200);
        with.with("authorization", "Bearer sk-other");
        CHECK(with.get(path_of(id)).status == 200);
        with.with("authorization", "Bearer sk-test");
        with.pass(1s);
        CHECK(with.get(path_of(id)).status == 200);
    }

    TEST_CASE("the same submission twice is two tasks") {
        conversation with;
        CHECK(submit(with, "x") != submit(with, "x"));
        CHECK(listed(with, "") == 2);
    }

    TEST_CASE("refused submissions leave no task, lost answers do") {
        conversation with;
        with.asynchronous();
        for (auto prompt :
             {"x [[error:Arrearage]]", "x [[retry-after:1]]", "x [[fault:429]]", "x [[error:Arrearage:http200]]"})
            with.post(sandbox_test::image_prompts, prompt_body(prompt));
        CHECK(listed(with, "") == 0);
        for (auto prompt : {"x [[fault:reset]]", "y [[fault:truncate]]"})
            with.post(sandbox_test::image_prompts, prompt_body(prompt));
        CHECK(listed(with, "") == 2);
    }

    TEST_CASE("a scripted refusal is no submission either") {
        sandbox::options settings;
        settings.faults = {"429*1"};
        conversation with(settings);
        with.asynchronous();
        CHECK(with.post(sandbox_test::image_prompts, prompt_body("x")).status == 429);
        CHECK(with.post(sandbox_test::image_prompts, prompt_body("x")).status == 200);
        CHECK(listed(with, "") == 1);
    }

    TEST_CASE("fail-times lets the later ones through") {
        conversation with;
        with.asynchronous();
        auto const body = prompt_body("x [[fail-times:1]]");
        CHECK(with.post(sandbox_test::image_prompts, body).status == 429);
        CHECK(with.post(sandbox_test::image_prompts, body).status == 200);
        CHECK(listed(with, "") == 1);
    }

    TEST_CASE("with a folder another service finds the task and its result") {
        auto const folder = std::filesystem::temp_directory_path() / "sandbox-tasks-test";
        std::filesystem::remove_all(folder);
        sandbox::options settings;
        settings.data_directory = folder;
        conversation first(settings), second(settings);
        auto const id = submit(first, "x");
        second.pass(2s);
        auto const body = second.get_json(path_of(id));
        CHECK(at(body, "/output/task_status") == "SUCCEEDED");
        CHECK(second.get(at(body, "/output/results/0/url")).status == 200);
        std::filesystem::remove_all(folder);
    }
}
