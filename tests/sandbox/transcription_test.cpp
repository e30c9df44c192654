#include "sandbox/audio_file.hpp"
#include "sandbox/voice_sound.hpp"

#include "conversation.hpp"
#include "support.hpp"

#include <doctest/doctest.h>
#include <boost/json/serialize.hpp>

namespace json = boost::json;
using namespace sandbox_test;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view path = "/api/v1/services/audio/asr/transcription";
constexpr std::string_view spoken = "Hello baillian world. How are you? Fine.";

std::string wav(std::string_view text) {
    return sandbox::make_wav(sandbox::speak(text, {"Cherry"}), 24'000, text);
}

struct fixture {
    fixture() { talk.asynchronous(); }

    json::value submit(std::vector<std::string> urls, std::string_view parameters = "{}",
                       std::string_view model = "fun-asr") {
        json::array list(urls.begin(), urls.end());
        talk.with("x-dashscope-ossresourceresolve", "enable");
        return talk.post_json(path, R"({"model":")" + std::string(model) + R"(","input":{"file_urls":)" +
                                        json::serialize(list) + R"(},"parameters":)" + std::string(parameters) + "}");
    }
    json::value finish(json::value const& submitted) {
        talk.pass(2s);
        return talk.get_json("/api/v1/tasks/" + at(submitted, "/output/task_id"));
    }
    /// The transcript of one uploaded recording.
    json::value transcript(std::string const& bytes, std::string_view parameters = "{}") {
        auto const done = finish(submit({talk.upload("fun-asr", "a.wav", bytes)}, parameters));
        return talk.get_json(at(done, "/output/results/0/transcription_url"));
    }

    conversation talk;
};

}  // namespace

TEST_SUITE("sandbox/transcription") {
    TEST_CASE("the sandbox's speech is heard word for word, with true times") {
        fixture f;
        auto const bytes = wav(spoken);
        auto const submitted = f.submit({f.talk.upload("fun-asr", "a.wav", bytes)});
        CHECK(at(submitted, "/output/task_status") == "PENDING");
        auto const done = f.finish(submitted);
        CHECK(at(done, "/output/task_status") == "SUCCEEDED");
        CHECK(at(done, "/output/results/0/subtask_status") == "SUCCEEDED");
        CHECK(at(done, "/output/task_metrics/SUCCEEDED") == "1");
        auto const length = sandbox::read_audio(bytes)->milliseconds;
        CHECK(at(done, "/usage/duration") == std::to_string((length + 999) / 1000));
        f.talk.with("authorization", "");  // the link needs no key
        auto const file = f.talk.get_json(at(done, "/output/results/0/transcription_url"));
        CHECK(at(file, "/transcripts/0/text") == spoken);
        CHECK(at(file, "/properties/audio_format") == "wav");
        CHECK(at(file, "/properties/original_duration_in_milliseconds") == std::to_string(length));
        auto const& sentences = file.at("transcripts").at(0).at("sentences").as_array();
        REQUIRE(sentences.size() == 3);
        CHECK(at(sentences[1], "/text") == "How are you?");
        CHECK(at(sentences[1], "/words/2/punctuation") == "?");
        std::int64_t last = 0;
        for (auto const& sentence : sentences) {
            CHECK(sentence.at("begin_time").as_int64() >= last);
            last = sentence.at("end_time").as_int64();
        }
        CHECK(last <= length);
        CHECK(!sentences[0].as_object().contains("speaker_id"));
    }

    TEST_CASE("speakers, channels, filters, hot words") {
        fixture f;
        auto const bytes = wav(spoken);
        auto file = f.transcript(bytes, R"({"diarization_enabled":true,"speaker_count":2})");
        CHECK(at(file, "/transcripts/0/sentences/0/speaker_id") == "0");
        CHECK(at(file, "/transcripts/0/sentences/1/speaker_id") == "1");
        CHECK(at(file, "/transcripts/0/sentences/2/speaker_id") == "0");
        CHECK(at(f.transcript(bytes, R"({"channel_id":[0,1]})"), "/properties/channels") == "[0]");
        file = f.transcript(bytes, R"({"special_word_filter":"{\"filter_with_signed\":{\"word_list\":[\"world\"]},)"
                                   R"(\"filter_with_empty\":{\"word_list\":[\"fine\"]}}"})");
        CHECK(at(file, "/transcripts/0/text") == "Hello baillian *****. How are you?");
        auto const vocabulary = [&](std::string_view model) {
            return at(
                f.talk.post_json("/api/v1/services/audio/asr/customization",
                                 R"({"model":"speech-biasing","input":{"action":"create_vocabulary","prefix":"a",)"
                                 R"("target_model":")" +
                                     std::string(model) + R"(","vocabulary":[{"text":"Bailian"}]}})"),
                "/output/vocabulary_id");
        };
        auto const heard = [&](std::string const& id) {
            return at(f.transcript(bytes, R"({"vocabulary_id":")" + id + "\"}"), "/transcripts/0/text");
        };
        CHECK(heard(vocabulary("fun-asr")).starts_with("Hello Bailian world."));
        CHECK(heard(vocabulary("paraformer-v2")).starts_with("Hello baillian world."));
        CHECK(heard("none").starts_with("Hello baillian world."));
    }

    TEST_CASE("other recordings: the same bytes, the same text, as long as they are") {
        fixture f;
        std::string samples;
        for (int i = 0; i < 96'000; ++i) samples += static_cast<char>(i * 7);
        auto const bytes = sandbox::make_wav(samples, 16'000, "");
        auto const first = f.transcript(bytes);
        CHECK(at(first, "/properties/original_duration_in_milliseconds") == "3000");
        CHECK(!at(first, "/transcripts/0/text").empty());
        CHECK(at(f.transcript(bytes), "/transcripts/0/text") == at(first, "/transcripts/0/text"));
        samples[0] = 'x';
        CHECK(at(f.transcript(sandbox::make_wav(samples, 16'000, "")), "/transcripts/0/text") !=
              at(first, "/transcripts/0/text"));
    }

    TEST_CASE("many files, some of which fail") {
        fixture f;
        auto const done = f.finish(
            f.submit({"https://example.com/a.wav", "https://example.com/not-found.wav",
                      f.talk.upload("fun-asr", "b.wav", "no audio"),
                      f.talk.upload("fun-asr", "c.wav", sandbox::make_wav(std::string(48'000, '\0'), 24'000, ""))}));
        CHECK(at(done, "/output/task_status") == "SUCCEEDED");
        CHECK(at(done, "/output/results/0/subtask_status") == "SUCCEEDED");
        CHECK(at(done, "/output/results/1/code") == "InvalidFile.DownloadFailed");
        CHECK(at(done, "/output/results/2/code") == "Audio.DecoderError");
        CHECK(at(done, "/output/results/3/code") == "SUCCESS_WITH_NO_VALID_FRAGMENT");
        CHECK(at(done, "/output/task_metrics/FAILED") == "3");
        auto const failed = f.finish(f.submit({"https://example.com/not-found.wav"}));
        CHECK(at(failed, "/output/task_status") == "FAILED");
        CHECK(at(failed, "/output/code") == "InvalidFile.DownloadFailed");
        CHECK(at(f.finish(f.submit({"https://example.com/%5B%5Btask:failed:InternalError%5D%5D.wav"})),
                 "/output/code") == "InternalError");
    }

    TEST_CASE("the filetrans form") {
        fixture f;
        auto const url = at(f.talk.post_json(path, "{}"), "/code");
        CHECK(url == "BadRequest.EmptyModel");
        f.talk.with("x-dashscope-ossresourceresolve", "enable");
        auto const reference = f.talk.upload("qwen3-asr-flash-filetrans", "a.wav", wav("你好，世界。"));
        auto const submitted = f.talk.post_json(path, R"({"model":"qwen3-asr-flash-filetrans","input":{"file_url":")" +
                                                          reference + R"("},"parameters":{"channel_id":[0]}})");
        auto const done = f.finish(submitted);
        CHECK(at(done, "/output/results") == "(absent)");
        CHECK(at(done, "/usage/seconds") != "(absent)");
        auto const file = f.talk.get_json(at(done, "/output/result/transcription_url"));
        CHECK(at(file, "/transcripts/0/text") == "你好，世界。");
        CHECK(at(file, "/transcripts/0/sentences/0/language") == "zh");
        CHECK(at(file, "/audio_info/sample_rate") == "24000");
    }

    TEST_CASE("what is refused") {
        fixture f;
        CHECK(at(f.submit({"https://example.com/a.wav"}, "{}", "qwen3-tts-flash"), "/code") == "InvalidParameter");
        CHECK(at(f.submit({}), "/code") == "InvalidParameter");
        CHECK(at(f.submit(std::vector<std::string>(101, "https://example.com/a.wav")), "/code") == "InvalidParameter");
        CHECK(at(f.submit({"data:audio/wav;base64,AAAA"}), "/code") == "InvalidParameter");
        CHECK(at(f.submit({"a.wav"}), "/code") == "InvalidParameter");
        for (auto parameters :
             {R"({"speaker_count":1})", R"({"channel_id":["x"]})", R"({"special_word_filter":"{"})"}) {
            CAPTURE(parameters);
            CHECK(at(f.submit({"https://example.com/a.wav"}, parameters), "/code") == "InvalidParameter");
        }
        f.talk.with("x-dashscope-async", "");
        CHECK(at(f.submit({"https://example.com/a.wav"}), "/code") == "AccessDenied");
    }
}
