#include "sandbox/speech.hpp"

#include "sandbox/audio_file.hpp"
#include "sandbox/digest.hpp"

#include "conversation.hpp"
#include "support.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;
using namespace sandbox_test;

namespace {

constexpr std::string_view cosy = "/api/v1/services/audio/tts/SpeechSynthesizer";

std::string qwen_body(std::string_view text, std::string_view more = {}, std::string_view model = "qwen3-tts-flash") {
    return R"({"model":")" + std::string(model) + R"(","input":{"text":)" + json::serialize(json::value(text)) +
           R"(,"voice":"Cherry")" + std::string(more) + "}}";
}

std::string cosy_body(std::string_view text, std::string_view more = {},
                      std::string_view model = "cosyvoice-v3-flash") {
    return R"({"model":")" + std::string(model) + R"(","input":{"text":)" + json::serialize(json::value(text)) +
           R"(,"voice":"longanyang")" + std::string(more) + "}}";
}

std::vector<json::value> frames_of(sandbox::plan const& answer) {
    std::vector<json::value> frames;
    for (auto const& piece : answer.pieces) {
        auto const at = piece.bytes.find("data:");
        if (at != std::string::npos) frames.push_back(json::parse(piece.bytes.substr(at + 5)));
    }
    return frames;
}

}  // namespace

TEST_SUITE("sandbox/speech") {
    TEST_CASE("Qwen-TTS gives the link to a WAV file") {
        conversation c;
        auto const body = c.post_json(sync_images, qwen_body("Hello world."));
        CHECK(at(body, "/output/finish_reason") == "stop");
        CHECK(at(body, "/output/audio/data") == "");
        CHECK(at(body, "/output/text") == "null");
        CHECK(at(body, "/output/choices") == "null");
        CHECK(at(body, "/usage/characters") == "12");
        CHECK(body.at("output").at("audio").at("expires_at").is_int64());
        auto const url = at(body, "/output/audio/url");
        CHECK(url.starts_with("http://"));
        auto const file = c.get(url);
        CHECK(file.content_type == "audio/wav");
        CHECK(sandbox::read_audio(file.body())->text == "Hello world.");
        CHECK(sandbox::read_audio(file.body())->rate == 24'000);
    }

    TEST_CASE("the first model counts tokens") {
        conversation c;
        auto const body = c.post_json(sync_images, qwen_body("Hello world.", "", "qwen-tts"));
        CHECK(at(body, "/usage/input_tokens") == "3");
        CHECK(at(body, "/usage/output_tokens_details/text_tokens") == "0");
    }

    TEST_CASE("a stream of raw samples, and the link at its end") {
        conversation c;
        c.with("x-dashscope-sse", "enable");
        auto const frames = frames_of(c.post(sync_images, qwen_body("Hello world, how are you?")));
        REQUIRE(frames.size() > 3);
        std::string samples;
        for (auto const& frame : frames) samples += *sandbox::from_base64(at(frame, "/output/audio/data"));
        CHECK(at(frames.front(), "/output/finish_reason") == "null");
        CHECK(frames.front().at("output").at("finish_reason").is_string());
        CHECK(at(frames.back(), "/output/finish_reason") == "stop");
        auto const file = c.get(at(frames.back(), "/output/audio/url")).body();
        CHECK(file.find(samples) == 44);  // the same samples behind the head
    }

    TEST_CASE("CosyVoice: format, rate, speed") {
        conversation c;
        auto const facts = [&](std::string_view more) {
            auto const body = c.post_json(cosy, cosy_body("Hello world.", more));
            return *sandbox::read_audio(c.get(at(body, "/output/audio/url")).body());
        };
        auto const usual = facts(R"(,"format":"wav")");
        CHECK(usual.rate == 22'050);
        CHECK(facts(R"(,"format":"wav","sample_rate":48000)").rate == 48'000);
        CHECK(facts(R"(,"format":"wav","rate":2)").milliseconds ==
              doctest::Approx(static_cast<double>(usual.milliseconds) / 2).epsilon(0.02));
        CHECK(facts("").format == "wav");  // there is no MP3 encoder
        auto const raw = c.post_json(cosy, cosy_body("Hello world.", R"(,"format":"pcm")"));
        CHECK(at(raw, "/output/audio/url").find(".pcm?") != std::string::npos);
        CHECK(!sandbox::read_audio(c.get(at(raw, "/output/audio/url")).body()));
        auto const ssml = c.post_json(cosy, cosy_body("<speak>Hi</speak>", R"(,"enable_ssml":true)"));
        CHECK(at(ssml, "/usage/characters") == "2");
    }

    TEST_CASE("CosyVoice streams sentence by sentence") {
        conversation c;
        c.with("x-dashscope-sse", "enable");
        auto const frames = frames_of(c.post(cosy, cosy_body("Hello world. How are you?", R"(,"format":"wav")")));
        std::string file;
        std::vector<std::string> begun;
        for (auto const& frame : frames) {
            file += *sandbox::from_base64(at(frame, "/output/audio/data"));
            if (at(frame, "/output/type") == "sentence-begin") begun.push_back(at(frame, "/output/original_text"));
        }
        CHECK(begun == std::vector<std::string>{"Hello world.", "How are you?"});
        CHECK(sandbox::read_audio(file)->text == "Hello world. How are you?");
        CHECK(c.get(at(frames.back(), "/output/audio/url")).body() == file);
        CHECK(at(frames.front(), "/output/sentence/words/0/text") == "Hello");
    }

    TEST_CASE("what is refused") {
        struct {
            std::string_view path;
            std::string body;
            std::string_view code;
            std::string_view part;
        } const cases[] = {
            {sync_images, qwen_body("x", R"(,"voice":"Nobody")"), "InvalidParameter", "Input should be 'Cherry'"},
            {sync_images, qwen_body(""), "InvalidParameter", "input.text"},
            {sync_images, qwen_body(std::string(601, 'x')), "InvalidParameter", "[0, 600]"},
            {sync_images, qwen_body("x", R"(,"language_type":"Klingon")"), "InvalidParameter", "language_type"},
            {sync_images, qwen_body("x", "", "qwen3-tts-vc-2026-01-22"), "BadRequest.VoiceNotFound", "Cherry"},
            {sync_images, qwen_body("x", "", "cosyvoice-v3-flash"), "InvalidParameter",
             "url error, please check url！"},
            {sync_images, qwen_body("x", "", "qwen3-tts-flash-realtime"), "InvalidParameter", "url error"},
            {"/api/v1/services/audio/tts/synthesis", qwen_body("x"), "InvalidParameter",
             "url error, please check url！"},
            {cosy, qwen_body("x"), "InvalidParameter", "url error, please check url！"},
            {cosy, cosy_body("x", "", "other"), "InvalidParameter", "Model not exist."},
            {cosy, cosy_body("x", R"(,"voice":"Cherry")"), "BadRequest.VoiceNotFound", "Cherry"},
            {cosy, cosy_body("x", "", "cosyvoice-v3.5-plus"), "BadRequest.VoiceNotFound", "longanyang"},
            {cosy, cosy_body("x", R"(,"sample_rate":11025)"), "InvalidParameter", "sample_rate"},
            {cosy, cosy_body("x", R"(,"rate":3)"), "InvalidParameter", "rate"},
            {cosy, cosy_body("x", R"(,"pitch":"high")"), "InvalidParameter", "pitch"},
            {cosy, cosy_body("x", R"(,"volume":101)"), "InvalidParameter", "volume"},
            {cosy, cosy_body("x", R"(,"format":"ogg")"), "InvalidParameter", "format"},
            {cosy, cosy_body("x [[error:Throttling.RateQuota]]"), "Throttling.RateQuota", ""},
        };
        for (auto const& c : cases) {
            CAPTURE(c.body.substr(0, 200));
            conversation talk;
            auto const answer = talk.post_json(c.path, c.body);
            CHECK(at(answer, "/code") == c.code);
            CHECK(at(answer, "/message").find(c.part) != std::string::npos);
        }
        conversation talk;
        talk.asynchronous();
        CHECK(at(talk.post_json(sync_images, qwen_body("x")), "/code") == "AccessDenied");
    }
}
