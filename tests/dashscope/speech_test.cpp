#include "dashscope/speech.hpp"

#include "media/wav.hpp"
#include "net/url.hpp"
#include "seal/base64.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace dashscope;

namespace {

speech_request request_for(std::string model) {
    speech_request request;
    request.model = std::move(model);
    request.text = "Hello.";
    return request;
}

std::string joined(std::vector<std::string> const& texts) {
    std::string all;
    for (auto const& each : texts) all += each + "\n";
    return all;
}

}  // namespace

TEST_CASE("the endpoint follows from the model") {
    struct {
        char const* model;
        char const* path;
        char const* voice;
    } const cases[] = {
        {"qwen3-tts-flash", "/api/v1/services/aigc/multimodal-generation/generation", "Cherry"},
        {"qwen3-tts-flash-2025-11-27", "/api/v1/services/aigc/multimodal-generation/generation", "Cherry"},
        {"qwen-tts", "/api/v1/services/aigc/multimodal-generation/generation", "Cherry"},
        {"qwen9-tts", "/api/v1/services/aigc/multimodal-generation/generation", "Cherry"},
        {"cosyvoice-v3-flash", "/api/v1/services/audio/tts/SpeechSynthesizer", "longanyang"},
        {"cosyvoice-v2", "/api/v1/services/audio/tts/SpeechSynthesizer", "longxiaochun_v2"},
        {"qwen-audio-3.0-tts-flash", "/api/v1/services/audio/tts/SpeechSynthesizer", ""},
    };
    for (auto const& each : cases) {
        CAPTURE(each.model);
        auto const call = compose(request_for(each.model));
        CHECK(call.path == each.path);
        CHECK(call.body.at("model").as_string() == each.model);
        CHECK(call.body.at("input").at("text").as_string() == "Hello.");
        CHECK(call.body.at("input").at("voice").as_string() == each.voice);
        CHECK(call.body.size() == 2);
    }
}

TEST_CASE("what Qwen-TTS is asked for") {
    auto request = request_for("qwen3-tts-instruct-flash");
    request.voice = "Ethan";
    request.language = "zh";
    request.instructions = "Slowly.";
    request.optimize_instructions = true;
    request.parameters = {{"new_option", 1}};
    CHECK(json::serialize(compose(request).body) ==
          R"({"model":"qwen3-tts-instruct-flash","input":{"text":"Hello.","voice":"Ethan","language_type":"Chinese",)"
          R"("instructions":"Slowly.","optimize_instructions":true,"new_option":1}})");
    request.language = "auto";
    CHECK(compose(request).body.at("input").at("language_type").as_string() == "Auto");
}

TEST_CASE("what CosyVoice is asked for stands in its input") {
    auto request = request_for("cosyvoice-v3-flash");
    request.format = "opus";
    request.sample_rate = 24000;
    request.volume = 60;
    request.rate = 1.5;
    request.pitch = 0.5;
    request.bit_rate = 32;
    request.ssml = false;
    request.seed = 7;
    request.language = "Chinese";
    request.instructions = "用四川话说";
    CHECK(compose(request).body.at("input") ==
          json::parse(R"({"text":"Hello.","voice":"longanyang","format":"opus","sample_rate":24000,"volume":60,
              "rate":1.5,"pitch":0.5,"bit_rate":32,"enable_ssml":false,"seed":7,"language_hints":["zh"],
              "instruction":"用四川话说"})"));
}

TEST_CASE("what a model would refuse is told with what is allowed") {
    struct {
        char const* model;
        void (*change)(speech_request&);
        char const* part;
    } const cases[] = {
        {"qwen3-tts-flash", [](speech_request& r) { r.text = " \n "; }, "text is blank"},
        {"qwen3-tts-flash", [](speech_request& r) { r.rate = 1.2, r.seed = 1; }, "does not take rate, seed"},
        {"qwen3-tts-flash", [](speech_request& r) { r.format = "mp3"; }, "WAV only"},
        {"qwen3-tts-flash", [](speech_request& r) { r.instructions = "x"; }, "qwen3-tts-instruct-flash"},
        {"qwen3-tts-flash", [](speech_request& r) { r.voice = "longanyang"; }, "belongs to a CosyVoice model"},
        {"qwen3-tts-vc-2026-01-22", [](speech_request&) {}, "has no voice of its own"},
        {"cosyvoice-v3.5-plus", [](speech_request&) {}, "has no voice of its own"},
        {"cosyvoice-v3-flash", [](speech_request& r) { r.sample_rate = 11025; }, "8000, 16000, 22050"},
        {"cosyvoice-v3-flash", [](speech_request& r) { r.bit_rate = 32; }, "opus only"},
        {"cosyvoice-v3-flash", [](speech_request& r) { r.instructions = std::string(101, 'x'); }, "100 characters"},
        {"cosyvoice-v2", [](speech_request& r) { r.instructions = "x"; }, "takes no instructions"},
    };
    for (auto const& each : cases) {
        auto request = request_for(each.model);
        each.change(request);
        auto const text = joined(problems_of(request));
        CHECK_MESSAGE(text.find(each.part) != std::string::npos, text);
    }
    for (auto const* model : {"qwen3-tts-flash", "qwen-tts", "cosyvoice-v3-flash", "cosyvoice-v2", "qwen9-tts"})
        CHECK(joined(problems_of(request_for(model))) == "");
}

TEST_CASE("a long text becomes several requests that can be joined") {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "这是一个句子，有十四个字呢。";
    auto request = request_for("qwen3-tts-flash");
    request.text = text;
    request.voice = "Ethan";
    auto parts = parts_of(request);
    CHECK(parts.size() == 3);
    std::string all;
    for (auto const& each : parts) {
        CHECK(measure(each.text, text_unit::characters) <= 600);
        CHECK(each.voice == "Ethan");
        all += each.text;
    }
    CHECK(all == text);

    request = request_for("cosyvoice-v3-flash");
    request.text = text;
    request.format = "wav";
    parts = parts_of(request);
    CHECK(parts.size() == 2);
    CHECK(parts[0].format == "pcm");
    CHECK(parts[0].sample_rate == 22050);
    request.format = "mp3";
    CHECK(parts_of(request)[0].format == "mp3");
    request.ssml = true;
    CHECK(parts_of(request).size() == 1);
    CHECK(parts_of(request_for("cosyvoice-v3-flash")).front().format == "");
}

TEST_CASE("a stream brings samples, a URL and the usage") {
    speech_stream stream;
    stream.feed(R"({"output":{"audio":{"data":")" + seal::base64("abcd") +
                R"(","url":"","id":"audio_1","expires_at":1},"finish_reason":"null"},"request_id":"r1"})");
    CHECK_FALSE(stream.finished());
    stream.feed("");
    stream.feed("[DONE]");
    CHECK_FALSE(stream.broken());
    stream.feed("no JSON");
    CHECK(stream.broken());
    stream.feed(R"({"output":{"audio":{"data":")" + seal::base64("ef") + R"("},"finish_reason":"null"}})");
    stream.feed(R"({"output":{"audio":{"data":"","url":"http://x/a.wav"},"finish_reason":"stop"},
        "usage":{"characters":6},"request_id":"r1"})");
    CHECK(stream.finished());
    CHECK(stream.url() == "http://x/a.wav");
    CHECK(stream.request_id() == "r1");
    CHECK(stream.usage().at("characters").as_int64() == 6);
    CHECK(stream.sound().take() == "abcdef");
}

TEST_CASE("CosyVoice's events are read the same way") {
    speech_stream stream;
    stream.feed(R"({"output":{"type":"sentence-begin","original_text":"Hi","sentence":{"index":0,"words":[]}}})");
    stream.feed(R"({"output":{"type":"sentence-synthesis","audio":{"data":")" + seal::base64("xyz") + R"("}}})");
    stream.feed(R"({"output":{"type":"sentence-end","audio":{"data":"","url":"https://x/a.mp3"},
        "finish_reason":"stop"},"usage":{"characters":2}})");
    CHECK(stream.sound().take() == "xyz");
    CHECK(stream.url() == "https://x/a.mp3");
}

TEST_CASE("parts are joined into one file") {
    auto request = request_for("qwen3-tts-flash");
    auto const whole = join_speech(request, {"aabb", media::wav_file({}, "ccdd"), "ee"});
    auto const head = media::read_wav_head(whole);
    REQUIRE(head);
    CHECK(head->format.rate == 24000);
    CHECK(media::wav_samples(whole, *head) == "aabbccddee");

    request = request_for("cosyvoice-v3-flash");
    CHECK(join_speech(request, {"mp3-1", "mp3-2"}) == "mp3-1mp3-2");
    request.format = "wav";
    request.sample_rate = 16000;
    auto const slow = join_speech(request, {"aabb", "cc"});
    REQUIRE(media::read_wav_head(slow));
    CHECK(media::read_wav_head(slow)->format.rate == 16000);
    request.format = "pcm";
    CHECK(join_speech(request, {"aabb", "cc"}) == "aabbcc");
    // A server that has no encoder: what comes decides.
    request.format = "mp3";
    auto const other =
        join_speech(request, {media::wav_file({8000, 1, 16}, "aabb"), media::wav_file({8000, 1, 16}, "cc")});
    REQUIRE(media::read_wav_head(other));
    CHECK(media::read_wav_head(other)->format.rate == 8000);
    CHECK(media::wav_samples(other, *media::read_wav_head(other)) == "aabbcc");
}

TEST_CASE("usages are added up") {
    auto total = json::parse(R"({"characters":10,"details":{"a":1}})").as_object();
    add_usage(total, json::parse(R"({"characters":5,"details":{"a":2,"b":3},"seconds":1.5,"name":"x"})").as_object());
    add_usage(total, json::parse(R"({"seconds":2})").as_object());
    CHECK(json::serialize(total) ==
          json::serialize(json::parse(R"({"characters":15,"details":{"a":3,"b":3},"seconds":3.5,"name":"x"})")));
}

TEST_CASE("http is raised to https but for the configured host") {
    net::origin const base{false, "127.0.0.1", 8900};
    struct {
        char const* url;
        char const* expected;
    } const cases[] = {
        {"http://bucket.oss-cn-beijing.aliyuncs.com/a.wav?Expires=1",
         "https://bucket.oss-cn-beijing.aliyuncs.com/a.wav?Expires=1"},
        {"https://bucket.aliyuncs.com/a.wav", "https://bucket.aliyuncs.com/a.wav"},
        {"http://127.0.0.1:8900/a.wav", "http://127.0.0.1:8900/a.wav"},
        {"http://127.0.0.1:8901/a.wav", "https://127.0.0.1:8901/a.wav"},
        {"", ""},
    };
    for (auto const& each : cases) CHECK(secure_url(each.url, base) == each.expected);
}
