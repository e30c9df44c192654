#include "tools/task_result.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

using namespace tools;
namespace json = boost::json;

namespace {

task_result read(std::string_view output, std::string_view usage = "{}") {
    dashscope::task_state state;
    state.status = dashscope::task_status::succeeded;
    state.output = json::parse(output).as_object();
    state.usage = json::parse(usage).as_object();
    return read_task_result(state);
}

}  // namespace

TEST_CASE("every form of a finished task's output is read") {
    struct {
        std::string_view what, output, usage;
        std::vector<std::pair<std::string, std::string>> media;  // URL, expected type
        std::size_t notes;
    } const cases[] = {
        {"pictures of text2image",
         R"({"results":[{"url":"https://a/1.png","orig_prompt":"x","actual_prompt":"y"},{"url":"https://a/2.png"}]})", "{}",
         {{"https://a/1.png", "image/"}, {"https://a/2.png", "image/"}}, 1},
        {"partial failure", R"({"results":[{"url":"https://a/1.png"},{"code":"InternalError.Algo","message":"no"}]})", "{}",
         {{"https://a/1.png", "image/"}}, 1},
        {"pictures of image-generation",
         R"({"finished":true,"choices":[{"message":{"content":[{"type":"image","image":"https://a/1"},{"text":"hi"}]}}]})",
         R"({"image_count":1})", {{"https://a/1", "image/"}}, 1},
        {"a film", R"({"video_url":"https://a/f","actual_prompt":"y"})", R"({"duration":5,"SR":720})",
         {{"https://a/f", "video/"}}, 1},
        {"a film in results", R"({"results":{"video_url":"https://a/f.mp4"}})", "{}", {{"https://a/f.mp4", "video/"}}, 0},
        {"speech", R"({"audio":{"url":"http://a/s.wav"}})", "{}", {{"http://a/s.wav", "audio/"}}, 0},
        {"a batch of embeddings", R"({"url":"https://a/o.txt.gz?Expires=1"})", "{}", {{"https://a/o.txt.gz?Expires=1", ""}}, 0},
        {"nothing", R"({"task_id":"t"})", "{}", {}, 0},
        {"odd", R"({"results":7,"choices":{},"video_url":[],"audio":null,"url":{}})", "{}", {}, 0},
    };
    for (auto const& each : cases) {
        CAPTURE(each.what);
        auto const result = read(each.output, each.usage);
        REQUIRE(result.media.size() == each.media.size());
        for (std::size_t i = 0; i < each.media.size(); ++i) {
            CHECK(result.media[i].url == each.media[i].first);
            CHECK(result.media[i].expected_type == each.media[i].second);
        }
        CHECK(result.notes.size() == each.notes);
        CHECK(result.transcripts.empty());
    }
    CHECK(read(R"({"video_url":"https://a/f"})", R"({"duration":5,"SR":720})").media[0].note == "720P, 5 s");
}

TEST_CASE("transcriptions: one part for each recording, failed ones too") {
    auto const many = read(R"({"results":[
        {"file_url":"https://a/1.wav","transcription_url":"https://b/1.json","subtask_status":"SUCCEEDED"},
        {"file_url":"https://a/2.wav","code":"InvalidFile.DownloadFailed","message":"no","subtask_status":"FAILED"}]})");
    REQUIRE(many.transcripts.size() == 2);
    CHECK(many.transcripts[0].file == "https://a/1.wav");
    CHECK(many.transcripts[0].transcript_url == "https://b/1.json");
    CHECK(many.transcripts[1].transcript_url == "");
    CHECK(many.transcripts[1].code == "InvalidFile.DownloadFailed");
    CHECK(many.media.empty());
    auto const one = read(R"({"result":{"transcription_url":"https://b/1.json"}})");
    REQUIRE(one.transcripts.size() == 1);
    CHECK(one.transcripts[0].transcript_url == "https://b/1.json");
}
