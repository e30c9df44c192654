#include "sandbox/audio_file.hpp"
#include "sandbox/tone.hpp"
#include "sandbox/voice_sound.hpp"

#include "conversation.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

namespace json = boost::json;
using namespace sandbox_test;

namespace {

std::string uri(std::string const& bytes) {
    return "data:audio/wav;base64," + sandbox::base64(bytes);
}

std::string speech(std::string_view text) {
    return uri(sandbox::make_wav(sandbox::speak(text, {"Cherry"}), 24'000, text));
}

std::string native(std::string const& audio, std::string_view model = "qwen3-asr-flash",
                   std::string_view context = "") {
    return R"({"model":")" + std::string(model) + R"(","input":{"messages":[{"role":"system","content":[{"text":")" +
           std::string(context) + R"("}]},{"role":"user","content":[{"audio":")" + audio +
           R"("}]}]},"parameters":{"asr_options":{"enable_itn":false}}})";
}

}  // namespace

TEST_SUITE("sandbox/recognition") {
    TEST_CASE("qwen3-asr-flash, natively") {
        conversation c;
        auto const body = c.post_json(sync_images, native(speech("Good morning.")));
        CHECK(at(body, "/output/choices/0/message/content/0/text") == "Good morning.");
        CHECK(at(body, "/output/choices/0/message/annotations/0/type") == "audio_info");
        CHECK(at(body, "/output/choices/0/message/annotations/0/language") == "en");
        CHECK(at(body, "/usage/seconds") != "(absent)");
    }

    TEST_CASE("synthesis and recognition fit together by link") {
        conversation c;
        auto const made =
            c.post_json(sync_images, R"({"model":"qwen3-tts-flash","input":{"text":"你好，世界。","voice":"Cherry"}})");
        auto const body = c.post_json(sync_images, native(at(made, "/output/audio/url")));
        CHECK(at(body, "/output/choices/0/message/content/0/text") == "你好，世界。");
        CHECK(at(body, "/output/choices/0/message/annotations/0/language") == "zh");
    }

    TEST_CASE("the form of fun-asr-flash") {
        conversation c;
        auto const body = c.post_json(
            sync_images,
            R"({"model":"fun-asr-flash","input":{"messages":[{"role":"user","content":[{"type":"input_audio",)"
            R"("input_audio":{"data":")" +
                speech("Hello.") + R"("}}]}]},"parameters":{"format":"wav","sample_rate":"16000"}})");
        CHECK(at(body, "/output/text") == "Hello.");
        CHECK(at(body, "/output/sentence/text") == "Hello.");
    }

    TEST_CASE("what is refused") {
        struct {
            std::string body;
            std::string_view code;
        } const cases[] = {
            {native(uri("no audio")), "Audio.DecoderError"},
            {native(uri(sandbox::make_wav(std::string(48'000, '\0'), 24'000, ""))), "Audio.AudioSilentError"},
            {native(uri(sandbox::make_wav(std::string(100, '\x10'), 24'000, ""))), "Audio.AudioShortError"},
            {native(uri(sandbox::make_wav(std::string(5'000'000, '\x10'), 8000, ""))), "Audio.DurationLimitError"},
            {native("https://example.com/not-found.wav"), "InvalidFile.DownloadFailed"},
            {native("ftp://example.com/a.wav"), "InvalidFile.DownloadFailed"},
            {native(""), "InvalidParameter"},
            {native("https://example.com/a.wav", "qwen3-asr-flash-filetrans"), "InvalidParameter"},
            {native("https://example.com/a.wav", "qwen3-asr-flash", "[[error:Arrearage]]"), "Arrearage"},
        };
        for (auto const& c : cases) {
            CAPTURE(c.body.substr(0, 150));
            conversation talk;
            CHECK(at(talk.post_json(sync_images, c.body), "/code") == c.code);
        }
    }
}
