#include "media/wav.hpp"
#include "platform/files.hpp"
#include "tool_bench.hpp"
#include "tools/transcript_result.hpp"

#include <boost/json/parse.hpp>

#include <fstream>

using namespace tools::test;
using namespace std::chrono_literals;

namespace {

sandbox::options swift() {
    sandbox::options made;
    made.task_time = 60ms;
    return made;
}

std::string content_of(std::filesystem::path const& path) {
    auto bytes = platform::read_file(path, 64u << 20);
    REQUIRE(bytes);
    return std::move(*bytes);
}

/// A recording that says `text`, spoken by the sandbox.
std::string recording(tool_bench& bench, std::string_view text) {
    auto const made = bench.call("speech_synthesize", {{"text", text}});
    REQUIRE_MESSAGE(made.files().size() == 1, made.text());
    return made.files()[0].string();
}

std::filesystem::path with_extension(outcome const& of, std::string_view extension) {
    for (auto const& each : of.files())
        if (each.extension() == extension) return each;
    FAIL("no file " << extension << " in " << of.text());
    return {};
}

}  // namespace

TEST_CASE("a short recording is heard at once") {
    tool_bench bench;
    auto const made = bench.call("speech_recognize", {{"audio", recording(bench, "The fox is red.")}});
    CHECK(made.error == "");
    CHECK(made.result.content[0].at("text").as_string() == "The fox is red.");
    check_parts(made.text(), {"qwen3-asr-flash", "request "});
}

TEST_CASE("a task gives times, speakers and files") {
    tool_bench bench(swift());
    auto const made = bench.call("speech_recognize", {{"file", recording(bench, "The fox is red. The sky is blue.")},
                                                      {"diarization", true},
                                                      {"formats", json::array{"srt", "vtt", "json", "txt"}},
                                                      {"file_name", "fox"},
                                                      {"wait_seconds", 60}});
    CHECK(made.error == "");
    check_parts(made.text(), {"Transcript of ", "[00:0", "The fox is red.", "The sky is blue.", "fun-asr"});
    REQUIRE_FALSE(made.reports.empty());
    CHECK(made.reports.front().starts_with("task_id "));
    auto const srt = content_of(with_extension(made, ".srt"));
    check_parts(srt, {"1\n00:00:0", " --> ", "The fox is red."});
    check_parts(content_of(with_extension(made, ".vtt")), {"WEBVTT", "The fox is red."});
    check_parts(content_of(with_extension(made, ".txt")), {"[00:0", "The sky is blue."});
    CHECK(json::parse(content_of(with_extension(made, ".json"))).at("transcripts").is_array());
    CHECK(with_extension(made, ".srt").filename().string().find("fox") != std::string::npos);
}

TEST_CASE("many recordings, each under its own name") {
    tool_bench bench(swift());
    auto const first = recording(bench, "One."), second = recording(bench, "Two.");
    auto const made =
        bench.call("speech_recognize", {{"audio", json::array{first, second}}, {"wait_seconds", 60}});
    CHECK(made.error == "");
    check_parts(made.text(), {"Transcript of " + first, "Transcript of " + second, "One.", "Two."});
}

TEST_CASE("the form for one file") {
    tool_bench bench(swift());
    auto const made = bench.call("speech_recognize", {{"audio", recording(bench, "Good evening.")},
                                                      {"model", "qwen3-asr-flash-filetrans"},
                                                      {"wait_seconds", 60}});
    CHECK(made.error == "");
    check_parts(made.text(), {"Good evening.", "qwen3-asr-flash-filetrans"});
}

TEST_CASE("at the bound of the wait a handle, with which the same tool goes on") {
    sandbox::options slow;
    slow.task_time = 400ms;
    tool_bench bench(slow);
    auto const begun = bench.call(
        "speech_recognize", {{"audio", recording(bench, "Later.")}, {"model", "fun-asr"}, {"wait_seconds", 0}});
    CHECK(begun.error == "");
    check_parts(begun.text(), {"Speech recognition goes on", "task_id: "});
    auto const text = begun.text();
    auto const at = text.find("task_id: ") + 9;
    auto const id = text.substr(at, text.find('\n', at) - at);
    auto const made = bench.call("speech_recognize", {{"task_id", id}, {"save", "srt"}, {"wait_seconds", 60}});
    CHECK(made.error == "");
    check_parts(made.text(), {"Later."});
    check_parts(content_of(with_extension(made, ".srt")), {"Later."});
}

TEST_CASE("a long transcript is shown in its beginning and saved whole") {
    tool_bench bench(swift());
    std::string text;
    for (int i = 0; i < 60; ++i) text += "This is sentence number " + std::to_string(i) + " of a very long story. ";
    auto const made = bench.call("speech_recognize",
                                 {{"audio", recording(bench, text)}, {"model", "fun-asr"}, {"wait_seconds", 60}});
    CHECK(made.error == "");
    check_parts(made.text(), {"sentence number 0 "});
    if (made.text().find("bytes shown") != std::string::npos)
        check_parts(content_of(with_extension(made, ".txt")), {"sentence number 59 "});
    else check_parts(made.text(), {"sentence number 59 "});
}

TEST_CASE("which model is asked") {
    tool_bench bench;
    auto const path = (bench.folder / "short.wav").string();
    std::ofstream(path) << media::wav_file({}, std::string(48'000, '\0'));
    auto const long_path = (bench.folder / "long.wav").string();
    std::ofstream(long_path) << media::wav_file({8000, 1, 16}, std::string(16'000 * 301, '\0'));
    struct {
        json::object arguments;
        char const* model;
    } const cases[] = {
        {{{"audio", path}}, "qwen3-asr-flash"},
        {{{"audio", "data:audio/wav;base64,UklGRiQAAABXQVZFZm10IBAAAAABAAEAgD4AAAB9AAACABAAZGF0YQAAAAA="}},
         "fun-asr"},  // of unknown length
        {{{"audio", long_path}}, "fun-asr"},
        {{{"audio", "https://e.com/a.mp3"}}, "fun-asr"},
        {{{"audio", json::array{path, path}}}, "fun-asr"},
        {{{"audio", path}, {"save", "srt"}}, "fun-asr"},
        {{{"audio", path}, {"speaker_count", 2}}, "fun-asr"},
        {{{"audio", path}, {"vocabulary_id", "v"}}, "fun-asr"},
        {{{"audio", path}, {"parameters", json::object{{"a", 1}}}}, "fun-asr"},
        {{{"audio", path}, {"model", "paraformer-v2"}}, "paraformer-v2"},
    };
    for (auto const& each : cases) {
        auto arguments = each.arguments;
        arguments["dry_run"] = true;
        auto const shown = bench.call("speech_recognize", arguments);
        CHECK(shown.error == "");
        check_parts(shown.text(), {std::string(R"("model": ")") + each.model + '"'});
    }
}

TEST_CASE("bad arguments of speech_recognize") {
    tool_bench bench;
    std::ofstream(bench.folder / "words.wav") << "only words";
    struct {
        json::object arguments;
        char const* part;
    } const cases[] = {
        {json::object(), "give `audio`"},
        {{{"audio", "https://e.com/a.mp3"}, {"model", "fun-asr-realtime"}}, "WebSocket"},
        {{{"audio", "https://e.com/a.mp3"}, {"model", "qwen3-asr-flash"}, {"save", "srt"}}, "use fun-asr"},
        {{{"audio", "https://e.com/a.mp3"}, {"save", "doc"}}, "srt"},
        {{{"audio", (bench.folder / "words.wav").string()}}, "audio"},
        {{{"audio", (bench.folder / "absent.wav").string()}}, "absent.wav"},
        {{{"task_id", "7408ef3d-a0be-4379-9e72-a6e95a569483"}, {"wait_seconds", 1}}, "UNKNOWN"},
    };
    for (auto const& each : cases) {
        auto const made = bench.call("speech_recognize", each.arguments);
        CHECK_MESSAGE(made.error.find(each.part) != std::string::npos, made.text());
    }
}

TEST_CASE("subtitles need times") {
    dashscope::transcript spoken;
    spoken.text = "Hello.";
    CHECK(tools::subtitles(spoken, "srt") == "");
    spoken.sentences.push_back({0, 1500, "Hello.", "1", 0});
    check_parts(tools::subtitles(spoken, "srt"), {"1\n00:00:00,000 --> 00:00:01,500\nSpeaker 1: Hello."});
    check_parts(tools::subtitles(spoken, "vtt"), {"WEBVTT", "<v Speaker 1>Hello."});
}
