#include "tools/task_list.hpp"

#include "mcp/tool.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

using namespace tools;

TEST_CASE("times as people write them become DashScope's") {
    struct {
        std::string_view given, sent;
    } const cases[] = {
        {"", ""},
        {"20261121093000", "20261121093000"},
        {"2026-11-21", "20261121000000"},
        {"2026-11-21 09:30", "20261121093000"},
        {"2026-11-21T09:30:05", "20261121093005"},
        {"20261121", "20261121000000"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.given);
        CHECK(task_time(each.given, "start_time") == each.sent);
    }
    for (std::string_view bad : {"yesterday", "2026", "2026-11-21T09:30:05Z", "2026-11-21T09:30:05+08:00", "1795000000"}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(task_time(bad, "end_time"), mcp::tool_error);
    }
}

TEST_CASE("a page of DashScope's in words") {
    auto const page = boost::json::parse(R"({"request_id":"r","total":12,"total_page":2,"page_no":1,"page_size":10,"data":[
        {"task_id":"t-1","status":"SUCCEEDED","model_name":"wan2.6-t2i","gmt_create":1795000000000,"end_time":1795000060000},
        {"task_id":"t-2","status":"PENDING","model_name":"wan2.7-t2v","gmt_create":1795000000000},
        {"task_id":7},"odd"]})");
    auto const text = task_list_text(page.as_object());
    CHECK(text.starts_with("Page 1 of 2, 12 tasks in all:\n"
                           "- t-1  SUCCEEDED  wan2.6-t2i  submitted 2026-11-18 11:06 UTC  ended 2026-11-18 11:07 UTC\n"
                           "- t-2  PENDING  wan2.7-t2v  submitted 2026-11-18 11:06 UTC\n"));
    CHECK(text.ends_with("call `task` with its task_id."));
    for (std::string_view none : {"{}", R"({"data":[]})", R"({"data":null,"total":0})"})
        CHECK(task_list_text(boost::json::parse(none).as_object()).starts_with("No tasks here"));
}

TEST_CASE("what this server has submitted, in words") {
    CHECK(task_list_text(std::vector<submitted_task>{}).starts_with("No tasks that this server remembers"));
    std::vector<submitted_task> const tasks{
        {"v1.handle", "Video generation", std::chrono::system_clock::time_point(std::chrono::seconds(1'795'000'000))}};
    auto const text = task_list_text(tasks);
    CHECK(text.find("- v1.handle  Video generation  2026-11-18 11:06 UTC\n") != std::string::npos);
}
