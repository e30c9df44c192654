// Chats with media, recordings and translation.

#include "sandbox/audio_file.hpp"
#include "sandbox/tone.hpp"
#include "sandbox/voice_sound.hpp"

#include "conversation.hpp"
#include "support.hpp"

#include <doctest/doctest.h>
#include <boost/json/serialize.hpp>

namespace json = boost::json;
using namespace sandbox_test;

namespace {

constexpr std::string_view path = "/compatible-mode/v1/chat/completions";

std::string body(std::string_view model, std::string_view parts, std::string_view more = {}) {
    return R"({"model":")" + std::string(model) + R"(","messages":[{"role":"user","content":[)" + std::string(parts) +
           "]}]" + std::string(more) + "}";
}

std::string picture(std::string const& url) {
    return R"({"type":"image_url","image_url":{"url":")" + url + "\"}}";
}

std::string recording(std::string_view text) {
    auto const file = sandbox::make_wav(sandbox::speak(text, {"Cherry"}), 24'000, text);
    return R"({"type":"input_audio","input_audio":{"data":"data:audio/wav;base64,)" + sandbox::base64(file) + "\"}}";
}

std::string content(json::value const& answer) {
    return at(answer, "/choices/0/message/content");
}

bool holds(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string translation(std::string_view options, std::string_view text = "Hello tea") {
    return R"({"model":"qwen-mt-plus","messages":[{"role":"user","content":)" + json::serialize(json::value(text)) +
           R"(}],"translation_options":)" + std::string(options) + "}";
}

}  // namespace

TEST_SUITE("sandbox/chat_media") {
    TEST_CASE("pictures are acknowledged with type and size") {
        conversation c;
        auto const parts = picture(png_uri(40, 30)) + "," + picture("https://example.com/cat.png") + "," +
                           picture("data:image/png;base64,AAAA");
        auto const text = content(c.post_json(path, body("qwen3-vl-plus", parts)));
        CHECK(holds(text, "Media: PNG 40*30, "));
        CHECK(holds(text, "; URL cat.png; not readable here."));
    }

    TEST_CASE("uploads and the sandbox's own films too") {
        conversation c;
        auto const file = sandbox::make_wav(sandbox::speak("Hi.", {"Cherry"}), 24'000, "Hi.");
        auto const reference = c.upload("qwen3.5-omni-plus", "hi.wav", file);
        c.with("x-dashscope-ossresourceresolve", "enable");
        auto const parts = R"({"type":"input_audio","input_audio":{"data":")" + reference + R"(","format":"wav"}})";
        auto const answer = c.post(path, body("qwen3.5-omni-plus", parts, R"(,"stream":true)"));
        CHECK(holds(joined(chunks(answer), "content"), "Media: wav 0."));
        CHECK(holds(joined(chunks(answer), "content"), "says: Hi."));
    }

    TEST_CASE("a picture that is too small is refused in DashScope's words") {
        conversation c;
        auto const answer = c.post_json(path, body("qwen3-vl-plus", picture(png_uri(1, 1))));
        CHECK(holds(at(answer, "/error/message"), "height:1 or width:1 must be larger than 10"));
    }

    TEST_CASE("qwen3-asr-flash hears, whole and streamed") {
        conversation c;
        auto const parts = recording("Good morning. How are you?");
        auto const answer = c.post_json(path, body("qwen3-asr-flash", parts, R"(,"asr_options":{"language":"en"})"));
        CHECK(content(answer) == "Good morning. How are you?");
        CHECK(at(answer, "/choices/0/message/annotations/0/language") == "en");
        CHECK(at(answer, "/usage/seconds") != "(absent)");
        auto const stream = c.post(path, body("qwen3-asr-flash", parts, R"(,"stream":true)"));
        CHECK(joined(chunks(stream), "content") == "Good morning. How are you?");
        CHECK(at(chunks(stream).front(), "/choices/0/delta/annotations/0/type") == "audio_info");
        auto const none = c.post_json(path, body("qwen3-asr-flash", R"({"type":"text","text":"Hi"})"));
        CHECK(holds(at(none, "/error/message"), "The audio is empty"));
        auto const broken = c.post_json(
            path, body("qwen3-asr-flash", R"({"type":"input_audio","input_audio":{"data":"data:;base64,AAAA"}})"));
        CHECK(at(broken, "/error/code") == "Audio.DecoderError");
    }

    TEST_CASE("translation") {
        conversation c;
        CHECK(content(c.post_json(path, translation(R"({"source_lang":"English","target_lang":"Chinese"})"))) ==
              "[sandbox] English to Chinese: Hello tea");
        CHECK(
            content(c.post_json(path, translation(R"({"source_lang":"auto","target_lang":"Chinese","domains":"shops",)"
                                                  R"("terms":[{"source":"tea","target":"茶"}],)"
                                                  R"("tm_list":[{"source":"Hello","target":"你好"}]})"))) ==
            "[sandbox] auto to Chinese (domains: shops): 你好 茶");
        CHECK(content(c.post_json(
                  path, translation(R"({"source_lang":"auto","target_lang":"Chinese"})", "[[say:Hi]]"))) == "Hi");
    }

    TEST_CASE("what translation refuses") {
        conversation c;
        for (auto options : {"{}", R"({"source_lang":"auto"})", R"({"target_lang":"Chinese"})",
                             R"({"source_lang":"auto","target_lang":"Chinese","terms":[{"source":"x"}]})"}) {
            CAPTURE(options);
            CHECK(c.post(path, translation(options)).status == 400);
        }
        auto const two =
            R"({"model":"qwen-mt-plus","messages":[{"role":"system","content":"x"},{"role":"user","content":"y"}],)"
            R"("translation_options":{"source_lang":"auto","target_lang":"English"}})";
        CHECK(c.post(path, two).status == 400);
    }

    TEST_CASE("the native list of models has pages") {
        conversation c;
        auto const first = c.get_json("/api/v1/models?page_no=1&page_size=3");
        CHECK(first.at("output").at("models").as_array().size() == 3);
        auto const second = c.get_json("/api/v1/models?page_no=2&page_size=3");
        CHECK(at(first, "/output/models/0/model") != at(second, "/output/models/0/model"));
        CHECK(c.get_json("/api/v1/models?page_no=9999").at("output").at("models").as_array().empty());
        CHECK(c.get("/api/v1/models?page_size=0").status == 400);
    }
}
