#include "dashscope/image_result.hpp"
#include "dashscope/video_result.hpp"
#include "support.hpp"

using namespace dashscope;

namespace {

image_result images(std::string_view output, std::string_view usage = "{}") {
    return read_image_result(json::parse(output).as_object(), json::parse(usage).as_object());
}

video_result video(std::string_view output, std::string_view usage = "{}") {
    return read_video_result(json::parse(output).as_object(), json::parse(usage).as_object());
}

using urls = std::vector<std::string>;

}  // namespace

TEST_CASE("pictures are collected over choices and their contents") {
    auto made = images(R"({"choices":[{"finish_reason":"stop","message":{"role":"assistant","content":[
        {"image":"https://x/1.png"},{"image":"https://x/2.png","type":"image"}]}},
        {"message":{"content":[{"image":"https://x/3.png"}]}}],"finished":true})",
                       R"({"image_count":3,"width":1664,"height":928})");
    CHECK(made.urls == urls{"https://x/1.png", "https://x/2.png", "https://x/3.png"});
    CHECK(made.size == "1664*928");
    CHECK(made.failed.empty());
}

TEST_CASE("text and thoughts beside pictures are kept") {
    auto made = images(R"({"choices":[{"message":{"content":[{"type":"text","text":"First"},
        {"type":"image","image":"https://x/1.png"},{"type":"text","text":"Then"},
        {"reasoning_content":"Hm."}]}}]})",
                       R"({"size":"1376*768"})");
    CHECK(made.text == "First\nThen");
    CHECK(made.reasoning == "Hm.");
    CHECK(made.size == "1376*768");
}

TEST_CASE("results of a task hold pictures and failures") {
    auto made = images(R"({"task_status":"SUCCEEDED","results":[
        {"orig_prompt":"a","actual_prompt":"a cat, sitting","url":"https://x/1.png"},
        {"code":"InternalError.Timeout","message":"An internal timeout error has occurred."}],
        "task_metrics":{"TOTAL":2,"SUCCEEDED":1,"FAILED":1}})");
    CHECK(made.urls == urls{"https://x/1.png"});
    CHECK(made.actual_prompt == "a cat, sitting");
    REQUIRE(made.failed.size() == 1);
    CHECK(made.failed[0].code == "InternalError.Timeout");
}

TEST_CASE("recorded answers") {
    auto sync = json::parse(test::recorded("multimodal-generation-image-nosse")).as_object();
    auto made = read_image_result(sync.at("output").as_object(), sync.at("usage").as_object());
    REQUIRE(made.urls.size() == 1);
    CHECK(made.urls[0].starts_with("https://dashscope-7c2c.oss-cn-shanghai.aliyuncs.com/"));
    CHECK(made.size == "1664*928");
    auto task = json::parse(test::recorded("get-task-image-generation-success-nosse")).as_object();
    made = read_image_result(task.at("output").as_object(), task.at("usage").as_object());
    REQUIRE(made.urls.size() == 1);
    CHECK(made.urls[0].ends_with("_style3_jxdf6o4zwy.jpg"));
}

TEST_CASE("what is not there is empty") {
    for (auto output : {"{}", R"({"choices":[]})", R"({"choices":[1,{"message":null},{"message":{"content":"text"}}]})",
                        R"({"results":[null,{},{"url":""}]})", R"({"results":{},"choices":{}})"}) {
        CAPTURE(output);
        CHECK(images(output).urls.empty());
        CHECK(video(output).urls.empty());
    }
}

TEST_CASE("films") {
    auto made = video(R"({"task_status":"SUCCEEDED","orig_prompt":"a","actual_prompt":"b",
        "video_url":"https://x/1.mp4"})",
                      R"({"duration":10,"input_video_duration":5,"output_video_duration":5,"SR":720,"ratio":"16:9"})");
    CHECK(made.urls == urls{"https://x/1.mp4"});
    CHECK(made.actual_prompt == "b");
    CHECK(made.size == "720P 16:9");
    CHECK(made.duration == "5");
    // Other vendors and models.
    CHECK(video(R"({"video_url":"https://x/1.mp4"})", R"({"size":"990*932","SR":"720"})").size == "990*932");
    CHECK(video(R"({"video_url":"https://x/1.mp4"})", R"({"SR":"720","video_duration":5.5})").duration == "5.5");
    CHECK(video(R"({"results":{"video_url":"https://x/2.mp4"}})").urls == urls{"https://x/2.mp4"});
    CHECK(video(R"({"results":[{"url":"https://x/3.mp4"}]})").urls == urls{"https://x/3.mp4"});
}
