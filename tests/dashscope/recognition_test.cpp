#include "dashscope/recognition.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace dashscope;

namespace {

recognition_request request_for(std::string model, std::vector<std::string> files = {"https://a/b.mp3"}) {
    recognition_request request;
    request.model = std::move(model);
    request.files = std::move(files);
    return request;
}

std::string joined(std::vector<std::string> const& texts) {
    std::string all;
    for (auto const& each : texts) all += each + "\n";
    return all;
}

}  // namespace

TEST_CASE("the form follows from the model") {
    struct {
        char const* model;
        recognition_form form;
    } const cases[] = {
        {"fun-asr", recognition_form::file_list},
        {"fun-asr-2025-11-07", recognition_form::file_list},
        {"fun-asr-mtl", recognition_form::file_list},
        {"paraformer-v2", recognition_form::file_list},
        {"paraformer-8k-v2", recognition_form::file_list},
        {"sensevoice-v1", recognition_form::file_list},
        {"a-later-model", recognition_form::file_list},
        {"qwen3-asr-flash-filetrans", recognition_form::one_file},
        {"qwen-audio-3.0-asr-flash-filetrans", recognition_form::one_file},
        {"qwen3-asr-flash", recognition_form::qwen_message},
        {"qwen3-asr-flash-2025-09-08", recognition_form::qwen_message},
        {"fun-asr-flash", recognition_form::audio_part},
        {"qwen-audio-3.0-asr-flash", recognition_form::audio_part},
        {"fun-asr-realtime", recognition_form::websocket},
        {"qwen3-asr-flash-realtime", recognition_form::websocket},
        {"paraformer-realtime-v2", recognition_form::websocket},
    };
    for (auto const& each : cases) {
        CAPTURE(each.model);
        CHECK(form_of_model(each.model) == each.form);
    }
}

TEST_CASE("the bodies of the four forms") {
    auto all = [](std::string model) {
        auto request = request_for(std::move(model));
        request.language = "Chinese";
        request.parameters = {{"later", true}};
        return request;
    };
    struct {
        recognition_request request;
        char const* path;
        bool async;
        char const* body;
    } cases[] = {
        {all("fun-asr"), "/api/v1/services/audio/asr/transcription", true,
         R"({"model":"fun-asr","input":{"file_urls":["https://a/b.mp3","https://a/c.mp3"]},"parameters":{
             "channel_id":[0,1],"language_hints":["zh"],"diarization_enabled":true,"speaker_count":2,
             "vocabulary_id":"vocab-x","later":true}})"},
        {all("qwen3-asr-flash-filetrans"), "/api/v1/services/audio/asr/transcription", true,
         R"({"model":"qwen3-asr-flash-filetrans","input":{"file_url":"https://a/b.mp3","context":"Names: Li"},
             "parameters":{"channel_id":[0],"language":"zh","enable_itn":true,"later":true}})"},
        {all("qwen3-asr-flash"), "/api/v1/services/aigc/multimodal-generation/generation", false,
         R"({"model":"qwen3-asr-flash","input":{"messages":[{"role":"system","content":[{"text":"Names: Li"}]},
             {"role":"user","content":[{"audio":"https://a/b.mp3"}]}]},
             "parameters":{"asr_options":{"language":"zh","enable_itn":false},"later":true}})"},
        {all("fun-asr-flash"), "/api/v1/services/aigc/multimodal-generation/generation", false,
         R"({"model":"fun-asr-flash","input":{"messages":[{"role":"user","content":[
             {"type":"input_audio","input_audio":{"data":"https://a/b.mp3"}}]}]},
             "parameters":{"format":"mp3","language_hints":["zh"],"later":true}})"},
    };
    cases[0].request.files.push_back("https://a/c.mp3");
    cases[0].request.channels = {0, 1};
    cases[0].request.diarization = true;
    cases[0].request.speakers = 2;
    cases[0].request.vocabulary_id = "vocab-x";
    cases[1].request.channels = {0};
    cases[1].request.context = "Names: Li";
    cases[1].request.inverse_normalisation = true;
    cases[2].request.context = "Names: Li";
    cases[2].request.inverse_normalisation = false;
    cases[3].request.format = "mp3";
    for (auto const& each : cases) {
        CAPTURE(each.request.model);
        CHECK(joined(problems_of(each.request)) == "");
        auto const call = compose(each.request);
        CHECK(call.path == each.path);
        CHECK(call.async == each.async);
        CHECK_MESSAGE(json::value(call.body) == json::parse(each.body), json::serialize(call.body));
    }
}

TEST_CASE("parameters that nobody wishes for are not sent, given ones are merged deeply") {
    CHECK_FALSE(compose(request_for("fun-asr")).body.contains("parameters"));
    auto request = request_for("qwen3-asr-flash");
    request.language = "en";
    request.parameters = {{"asr_options", {{"enable_lid", true}}}};
    CHECK(json::serialize(compose(request).body.at("parameters")) ==
          R"({"asr_options":{"language":"en","enable_lid":true}})");
}

TEST_CASE("what a model would refuse is told with what is allowed") {
    struct {
        char const* model;
        void (*change)(recognition_request&);
        char const* part;
    } const cases[] = {
        {"fun-asr-realtime", [](recognition_request&) {}, "for recordings use fun-asr"},
        {"fun-asr", [](recognition_request& r) { r.files.clear(); }, "give `audio`"},
        {"fun-asr", [](recognition_request& r) { r.files.resize(101, "https://a/b.mp3"); }, "at most 100"},
        {"fun-asr", [](recognition_request& r) { r.context = "x"; }, "takes no context"},
        {"qwen3-asr-flash", [](recognition_request& r) { r.files.resize(2, "https://a/b.mp3"); }, "one recording a call"},
        {"qwen3-asr-flash-filetrans", [](recognition_request& r) { r.files.resize(2, "x"); }, "one recording a call"},
        {"qwen3-asr-flash", [](recognition_request& r) { r.diarization = true; }, "does not know diarization"},
        {"qwen3-asr-flash", [](recognition_request& r) { r.speakers = 2; }, "does not know speakers"},
        {"qwen3-asr-flash", [](recognition_request& r) { r.channels = {0}; }, "does not know channels"},
        {"qwen3-asr-flash", [](recognition_request& r) { r.vocabulary_id = "v"; }, "does not know vocabulary_id"},
    };
    for (auto const& each : cases) {
        auto request = request_for(each.model);
        each.change(request);
        auto const text = joined(problems_of(request));
        CHECK_MESSAGE(text.find(each.part) != std::string::npos, text);
    }
}

TEST_CASE("an answer at once, in each of its shapes") {
    struct {
        char const* body;
        char const* text;
        char const* language;
        char const* emotion;
    } const cases[] = {
        {R"({"output":{"choices":[{"finish_reason":"stop","message":{"role":"assistant","content":[{"text":"Hello."}],
             "annotations":[{"type":"audio_info","language":"en","emotion":"neutral"}]}}]},
             "usage":{"seconds":2},"request_id":"r"})",
         "Hello.", "en", "neutral"},
        {R"({"output":{"text":"Hello."},"request_id":"r","usage":{"seconds":2}})", "Hello.", "", ""},
        {R"({"output":{"output":{"sentence":{"text":"Hello."}}},"request_id":"r","usage":{"seconds":2}})", "Hello.", "", ""},
        {R"({"output":{"sentence":{"text":"Hello."}},"request_id":"r","usage":{"seconds":2}})", "Hello.", "", ""},
        {R"({"output":{"choices":[]},"request_id":"r","usage":{"seconds":2}})", "", "", ""},
    };
    for (auto const& each : cases) {
        CAPTURE(each.body);
        auto const heard = read_recognised(json::parse(each.body));
        CHECK(heard.text == each.text);
        CHECK(heard.language == each.language);
        CHECK(heard.emotion == each.emotion);
        CHECK(heard.request_id == "r");
        CHECK(heard.usage.at("seconds").as_int64() == 2);
    }
    for (auto const* strange : {"null", "[]", "{}", R"({"output":[]})", R"({"output":{"choices":[1]}})"})
        CHECK(read_recognised(json::parse(strange)).text == "");
}

TEST_CASE("the files of a task, in both forms, with those that failed") {
    auto const many = read_transcribed(json::parse(R"({"results":[
        {"file_url":"https://a/1.mp3","transcription_url":"https://t/1.json","subtask_status":"SUCCEEDED"},
        {"file_url":"https://a/2.mp3","code":"InvalidFile.DownloadFailed","message":"no","subtask_status":"FAILED"},
        7]})").as_object());
    REQUIRE(many.size() == 2);
    CHECK(many[0].file == "https://a/1.mp3");
    CHECK(many[0].transcript_url == "https://t/1.json");
    CHECK(many[1].transcript_url == "");
    CHECK(many[1].code == "InvalidFile.DownloadFailed");
    auto const one = read_transcribed(json::parse(R"({"result":{"transcription_url":"https://t/1.json"}})").as_object());
    REQUIRE(one.size() == 1);
    CHECK(one[0].transcript_url == "https://t/1.json");
    CHECK(read_transcribed({}).empty());
}
