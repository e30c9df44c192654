#include "dashscope/tasks.hpp"

#include "support.hpp"

using namespace dashscope;
using namespace dashscope::test;

TEST_CASE("statuses are read and written as DashScope has them") {
    struct {
        std::string_view text;
        task_status status;
        bool terminal;
    } const cases[] = {
        {"PENDING", task_status::pending, false},     {"RUNNING", task_status::running, false},
        {"SUSPENDED", task_status::suspended, false}, {"SUCCEEDED", task_status::succeeded, true},
        {"FAILED", task_status::failed, true},        {"CANCELED", task_status::canceled, true},
        {"UNKNOWN", task_status::unknown, true},
    };
    for (auto const& each : cases) {
        CAPTURE(each.text);
        CHECK(parse_task_status(each.text) == each.status);
        CHECK(name_of(each.status) == each.text);
        task_state state;
        state.status = each.status;
        CHECK(state.terminal() == each.terminal);
    }
    CHECK(parse_task_status("succeeded") == task_status::succeeded);
    CHECK(parse_task_status("CANCELLED") == task_status::canceled);
    CHECK_FALSE(parse_task_status(""));
    CHECK_FALSE(parse_task_status("DONE"));
}

TEST_CASE("recorded answers are read") {
    struct {
        std::string_view file;
        std::string_view id;
        task_status status;
    } const cases[] = {
        {"get-task-running-nosse", "9e2b6ef6-285d-4efa-8651-4dbda7d571fa", task_status::running},
        {"get-task-unknown-nosse", "1111", task_status::unknown},
        {"get-task-image-generation-success-nosse", "c4f94e00-5899-431b-9579-eb1ebe686379",
         task_status::succeeded},
        {"get-task-batch-text-embedding-success-nosse", "7408ef3d-a0be-4379-9e72-a6e95a569483",
         task_status::succeeded},
        {"image-generation-nosse", "c4f94e00-5899-431b-9579-eb1ebe686379", task_status::pending},
    };
    for (auto const& each : cases) {
        CAPTURE(each.file);
        auto const state = read_task(json::parse(recorded(each.file)));
        CHECK(state.id == each.id);
        CHECK(state.status == each.status);
        CHECK_FALSE(state.request_id.empty());
        CHECK(state.code == "");
    }
    auto const done = read_task(json::parse(recorded(cases[2].file)));
    CHECK(done.usage.at("image_count") == 1);
    CHECK(done.output.at("results").as_array().size() == 1);
}

TEST_CASE("failed tasks tell why; others don't, whatever their fields are called") {
    auto const failed = read_task(json::parse(
        R"({"request_id":"r","output":{"task_id":"t","task_status":"FAILED","code":"InternalError.Algo","message":"no"}})"));
    CHECK(failed.status == task_status::failed);
    CHECK(failed.code == "InternalError.Algo");
    CHECK(failed.message == "no");
    auto const older = read_task(json::parse(
        R"({"output":{"task_id":"t","task_status":"FAILED","error_code":"X","error_message":"why"}})"));
    CHECK(older.code == "X");
    CHECK(older.message == "why");
    auto const fine =
        read_task(json::parse(R"({"output":{"task_id":"t","task_status":"SUCCEEDED","error_message":"Success"}})"));
    CHECK(fine.message == "");
}

TEST_CASE("odd answers never throw") {
    for (std::string_view text : {"null", "[]", "7", "{}", R"({"output":null})", R"({"output":{"task_id":7}})",
                                  R"({"output":{"task_status":[]}})", R"({"usage":[],"output":{}})"}) {
        CAPTURE(text);
        auto const state = read_task(json::parse(text));
        CHECK(state.id == "");
        CHECK_FALSE(state.terminal());
    }
    // A status that a later service may have: it goes on.
    CHECK(read_task(json::parse(R"({"output":{"task_id":"t","task_status":"QUEUED"}})")).status == task_status::running);
}

TEST_CASE("paths: documented form, everything encoded") {
    CHECK(task_path("7408ef3d-a0be") == "/api/v1/tasks/7408ef3d-a0be");
    CHECK(task_path("a/../b?c") == "/api/v1/tasks/a%2F..%2Fb%3Fc");
    CHECK(task_list_path({}) == "/api/v1/tasks/?page_no=1&page_size=10");
    task_filter filter;
    filter.start_time = "20261121000000";
    filter.end_time = "20261121235959";
    filter.model = "wan2.6 t2i";
    filter.status = "SUCCEEDED";
    filter.page = 3;
    filter.page_size = 50;
    CHECK(task_list_path(filter) ==
          "/api/v1/tasks/?start_time=20261121000000&end_time=20261121235959&model_name=wan2.6%20t2i&status=SUCCEEDED&"
          "page_no=3&page_size=50");
}
