#include "sandbox/audio_file.hpp"
#include "sandbox/digest.hpp"

#include "conversation.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

namespace json = boost::json;
using namespace sandbox_test;

namespace {

struct fixture {
    json::value ask(std::string_view model, std::string_view input) {
        return talk.post_json("/api/v1/services/audio/tts/customization",
                              R"({"model":")" + std::string(model) + R"(","input":{)" + std::string(input) + "}}");
    }
    std::string speak(std::string_view model, std::string_view voice) {
        bool const cosy = model.starts_with("cosyvoice");
        auto const path = cosy ? "/api/v1/services/audio/tts/SpeechSynthesizer" : sync_images;
        return at(talk.post_json(path, R"({"model":")" + std::string(model) + R"(","input":{"text":"Hi","voice":")" +
                                           std::string(voice) + "\"}}"),
                  "/output/finish_reason");
    }

    conversation talk;
};

constexpr auto data_uri = R"("audio":{"data":"data:audio/mpeg;base64,AAAA"})";

}  // namespace

TEST_SUITE("sandbox/voices") {
    TEST_CASE("CosyVoice: clone, list, query, update, use, delete") {
        fixture f;
        auto const made = f.ask("voice-enrollment", R"("action":"create_voice","target_model":"cosyvoice-v3.5-plus",)"
                                                    R"("prefix":"ada","url":"https://example.com/a.wav")");
        auto const id = at(made, "/output/voice_id");
        CHECK(id.starts_with("cosyvoice-v3.5-plus-ada-"));
        CHECK(at(made, "/usage/count") == "1");
        auto const list =
            f.ask("voice-enrollment", R"("action":"list_voice","prefix":"ada","page_size":10,"page_index":0)");
        CHECK(at(list, "/output/voice_list/0/voice_id") == id);
        CHECK(at(list, "/output/voice_list/0/status") == "OK");
        CHECK(at(f.ask("voice-enrollment", R"("action":"list_voice","prefix":"bob")"), "/output/voice_list") == "[]");
        auto const named = R"(,"voice_id":")" + id + "\"";
        CHECK(at(f.ask("voice-enrollment", R"("action":"query_voice")" + named), "/output/target_model") ==
              "cosyvoice-v3.5-plus");
        CHECK(at(f.ask("voice-enrollment", R"("action":"update_voice","url":"https://example.com/b.wav")" + named),
                 "/code") == "(absent)");
        CHECK(f.speak("cosyvoice-v3.5-plus", id) == "stop");
        CHECK(f.speak("cosyvoice-v3.5-flash", id) == "(absent)");
        f.ask("voice-enrollment", R"("action":"delete_voice")" + named);
        CHECK(at(f.ask("voice-enrollment", R"("action":"query_voice")" + named), "/code") ==
              "BadRequest.VoiceNotFound");
        CHECK(f.speak("cosyvoice-v3.5-plus", id) == "(absent)");
    }

    TEST_CASE("CosyVoice: design has a preview") {
        fixture f;
        auto const made =
            f.ask("voice-enrollment", R"("action":"create_voice","target_model":"cosyvoice-v3.5-plus","prefix":"deep",)"
                                      R"("voice_prompt":"a deep voice","preview_text":"Good evening.")");
        auto const file = sandbox::from_base64(at(made, "/output/preview_audio/data"));
        REQUIRE(file);
        CHECK(sandbox::read_audio(*file)->text == "Good evening.");
    }

    TEST_CASE("Qwen: clones and designs are two lists") {
        fixture f;
        auto const clone =
            at(f.ask("qwen-voice-enrollment", R"("action":"create","target_model":"qwen3-tts-vc-2026-01-22",)"
                                              R"("preferred_name":"ada",)" +
                                                  std::string(data_uri)),
               "/output/voice");
        auto const made =
            f.ask("qwen-voice-design", R"("action":"create","target_model":"qwen3-tts-vd-2026-01-26",)"
                                       R"("preferred_name":"bass","voice_prompt":"deep","preview_text":"Hi.")");
        auto const design = at(made, "/output/voice");
        CHECK(at(made, "/output/preview_audio/response_format") == "wav");
        CHECK(at(made, "/output/target_model") == "qwen3-tts-vd-2026-01-26");
        CHECK(f.speak("qwen3-tts-vc-2026-01-22", clone) == "stop");
        CHECK(f.speak("qwen3-tts-vd-2026-01-26", design) == "stop");
        CHECK(f.speak("qwen3-tts-vd-2026-01-26", clone) == "(absent)");
        auto const list = f.ask("qwen-voice-enrollment", R"("action":"list")");
        CHECK(at(list, "/output/total_count") == "1");
        CHECK(at(list, "/output/voice_list/0/voice") == clone);
        CHECK(at(f.ask("qwen-voice-design", R"("action":"query","voice":")" + design + "\""), "/output/voice_prompt") ==
              "deep");
        f.ask("qwen-voice-enrollment", R"("action":"delete","voice":")" + clone + "\"");
        CHECK(at(f.ask("qwen-voice-enrollment", R"("action":"list")"), "/output/total_count") == "0");
        CHECK(at(f.ask("qwen-voice-design", R"("action":"list")"), "/output/total_count") == "1");
    }

    TEST_CASE("a voice belongs to its key") {
        fixture f;
        f.ask("qwen-voice-enrollment",
              R"("action":"create","target_model":"m","preferred_name":"ada",)" + std::string(data_uri));
        f.talk.with("authorization", "Bearer sk-other");
        CHECK(at(f.ask("qwen-voice-enrollment", R"("action":"list")"), "/output/total_count") == "0");
    }

    TEST_CASE("what is refused") {
        struct {
            std::string_view model;
            std::string_view input;
        } const cases[] = {
            {"other", R"("action":"create")"},
            {"voice-enrollment", R"("action":"create")"},
            {"voice-enrollment",
             R"("action":"create_voice","target_model":"qwen3-tts","prefix":"a","url":"https://x/a")"},
            {"voice-enrollment",
             R"("action":"create_voice","target_model":"cosyvoice-v2","prefix":"A","url":"https://x/a")"},
            {"voice-enrollment",
             R"("action":"create_voice","target_model":"cosyvoice-v2","prefix":"abcdefghijk","url":"https://x/a")"},
            {"voice-enrollment", R"("action":"create_voice","target_model":"cosyvoice-v2","prefix":"a","url":"a.wav")"},
            {"voice-enrollment",
             R"("action":"create_voice","target_model":"cosyvoice-v2","prefix":"a","voice_prompt":"x")"},
            {"qwen-voice-enrollment", R"("action":"create","target_model":"m","preferred_name":"a")"},
            {"qwen-voice-enrollment", R"("action":"query","voice":"x")"},
            {"qwen-voice-design", R"("action":"create","target_model":"m","preferred_name":"a","voice_prompt":"x")"},
        };
        for (auto const& c : cases) {
            CAPTURE(c.input);
            fixture f;
            CHECK(at(f.ask(c.model, c.input), "/code") == "InvalidParameter");
        }
    }
}
