#include "dashscope/vocabularies.hpp"
#include "dashscope/voices.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace dashscope;

namespace {

new_voice wish_for(voice_service service) {
    new_voice wish;
    wish.service = service;
    wish.target_model = default_target(service);
    wish.name = "myvoice";
    return wish;
}

}  // namespace

TEST_CASE("the service is told by a voice or a model") {
    struct {
        char const* voice;
        std::optional<voice_service> service;
    } const voices[] = {{"cosyvoice-v3.5-plus-myvoice-xxxxxx", voice_service::cosyvoice},
                        {"qwen3-tts-vc-2026-01-22-myvoice-voice-1", voice_service::qwen_clone},
                        {"qwen3-tts-vd-2026-01-26-myvoice-voice-1", voice_service::qwen_design},
                        {"Cherry", std::nullopt},
                        {"", std::nullopt}};
    for (auto const& each : voices) CHECK(service_of_voice(each.voice) == each.service);
    CHECK(service_of_model("cosyvoice-v3-flash", true) == voice_service::cosyvoice);
    CHECK(service_of_model("qwen3-tts-vc-2026-01-22", false) == voice_service::qwen_clone);
    CHECK(service_of_model("qwen3-tts-vd-2026-01-26", true) == voice_service::qwen_design);
    CHECK_FALSE(service_of_model("", false));
    for (auto service : {voice_service::qwen_clone, voice_service::qwen_design, voice_service::cosyvoice})
        CHECK(parse_voice_service(name_of(service)) == service);
    CHECK_FALSE(parse_voice_service("other"));
}

TEST_CASE("cloning and designing, at each service") {
    auto wish = wish_for(voice_service::qwen_clone);
    wish.audio = "data:audio/mpeg;base64,AAAA";
    wish.transcript = "Hello.";
    wish.language = "English";
    CHECK(problems_of(wish).empty());
    CHECK(json::value(create_body(wish)) == json::parse(R"({"model":"qwen-voice-enrollment","input":{"action":"create",
        "target_model":"qwen3-tts-vc-2026-01-22","preferred_name":"myvoice",
        "audio":{"data":"data:audio/mpeg;base64,AAAA"},"text":"Hello.","language":"en"}})"));

    wish = wish_for(voice_service::cosyvoice);
    wish.audio = "https://a/b.wav";
    wish.language = "zh";
    wish.parameters = {{"enable_preprocess", true}};
    CHECK(json::value(create_body(wish)) == json::parse(R"({"model":"voice-enrollment","input":{"action":"create_voice",
        "target_model":"cosyvoice-v3-flash","prefix":"myvoice","url":"https://a/b.wav","language_hints":["zh"],
        "enable_preprocess":true}})"));

    wish = wish_for(voice_service::qwen_design);
    wish.voice_prompt = "A calm old man";
    wish.preview_text = "Good evening.";
    CHECK(problems_of(wish).empty());
    CHECK(json::value(create_body(wish)) == json::parse(R"({"model":"qwen-voice-design","input":{"action":"create",
        "target_model":"qwen3-tts-vd-2026-01-26","preferred_name":"myvoice","voice_prompt":"A calm old man",
        "preview_text":"Good evening."},"parameters":{"sample_rate":24000,"response_format":"wav"}})"));
}

TEST_CASE("a wish that can't be met is told") {
    struct {
        voice_service service;
        void (*change)(new_voice&);
        char const* part;
    } const cases[] = {
        {voice_service::qwen_clone, [](new_voice& w) { w.name = ""; }, "letters, digits and _"},
        {voice_service::qwen_clone, [](new_voice& w) { w.name = "seventeen_letters"; }, "1 to 16"},
        {voice_service::qwen_clone, [](new_voice& w) { w.name = "with blank"; }, "letters, digits"},
        {voice_service::cosyvoice, [](new_voice& w) { w.name = "Capital"; }, "small letters and digits"},
        {voice_service::cosyvoice, [](new_voice& w) { w.name = "elevenchars"; }, "1 to 10"},
        {voice_service::qwen_clone, [](new_voice& w) { w.audio = ""; }, "give `audio`"},
        {voice_service::qwen_design, [](new_voice& w) { w.audio = "", w.voice_prompt = "x"; }, "preview_text"},
    };
    for (auto const& each : cases) {
        auto wish = wish_for(each.service);
        wish.audio = "https://a/b.wav";
        each.change(wish);
        auto const problems = problems_of(wish);
        REQUIRE_FALSE(problems.empty());
        CHECK_MESSAGE(problems.back().find(each.part) != std::string::npos, problems.back());
    }
}

TEST_CASE("listing, looking up, deleting") {
    using enum voice_service;
    CHECK(json::serialize(list_body(cosyvoice, "my", 2, 5)) ==
          R"({"model":"voice-enrollment","input":{"action":"list_voice","prefix":"my","page_size":5,"page_index":1}})");
    CHECK(json::serialize(list_body(qwen_clone, "my", 1, 10)) ==
          R"({"model":"qwen-voice-enrollment","input":{"action":"list","page_size":10,"page_index":0}})");
    CHECK(json::serialize(delete_body(cosyvoice, "v")) ==
          R"({"model":"voice-enrollment","input":{"action":"delete_voice","voice_id":"v"}})");
    CHECK(json::serialize(delete_body(qwen_design, "v")) ==
          R"({"model":"qwen-voice-design","input":{"action":"delete","voice":"v"}})");
    CHECK_FALSE(query_body(qwen_clone, "v"));
    CHECK(json::serialize(*query_body(qwen_design, "v")) ==
          R"({"model":"qwen-voice-design","input":{"action":"query","voice":"v"}})");
    CHECK(json::serialize(*query_body(cosyvoice, "v")) ==
          R"({"model":"voice-enrollment","input":{"action":"query_voice","voice_id":"v"}})");
}

TEST_CASE("answers about voices") {
    auto const cloned = read_made_voice(json::parse(R"({"output":{"voice":"v1","target_model":"m","fallback_mode":true,
        "fallback_reason":"no_merged_segments"},"usage":{"count":1},"request_id":"r"})"));
    CHECK(cloned.facts.voice == "v1");
    CHECK(cloned.facts.target_model == "m");
    CHECK(cloned.fallback);
    CHECK(cloned.fallback_reason == "no_merged_segments");
    auto const designed = read_made_voice(json::parse(R"({"output":{"voice_id":"v2","preview_audio":{"data":"QUJD",
        "sample_rate":24000,"response_format":"mp3"}}})"));
    CHECK(designed.facts.voice == "v2");
    CHECK(designed.preview == "QUJD");
    CHECK(designed.preview_format == "mp3");
    auto const list = read_voices(json::parse(R"({"output":{"voice_list":[
        {"voice_id":"v1","gmt_create":"2026-01-01 10:00:00","status":"OK"},
        {"voice":"v2","language":"zh","target_model":"m"},7]}})"));
    REQUIRE(list.size() == 2);
    CHECK(list[0].status == "OK");
    CHECK(list[1].voice == "v2");
    CHECK(read_voices(json::parse("{}")).empty());
    CHECK(read_made_voice(json::parse("[]")).facts.voice == "");
}

TEST_CASE("hot words") {
    CHECK(json::value(create_vocabulary_body("fun-asr", "terms", {{"语音实验室", 5, "Chinese"}, {"Qwen", {}, ""}})) ==
          json::parse(R"({"model":"speech-biasing","input":{"action":"create_vocabulary","target_model":"fun-asr",
              "prefix":"terms","vocabulary":[{"text":"语音实验室","weight":5,"lang":"zh"},{"text":"Qwen","weight":4}]}})"));
    CHECK(json::value(update_vocabulary_body("v", {{"a", 1, ""}})) ==
          json::parse(R"({"model":"speech-biasing","input":{"action":"update_vocabulary","vocabulary_id":"v",
              "vocabulary":[{"text":"a","weight":1}]}})"));
    CHECK(json::serialize(query_vocabulary_body("v")) ==
          R"({"model":"speech-biasing","input":{"action":"query_vocabulary","vocabulary_id":"v"}})");
    CHECK(json::serialize(delete_vocabulary_body("v")) ==
          R"({"model":"speech-biasing","input":{"action":"delete_vocabulary","vocabulary_id":"v"}})");
    CHECK(json::serialize(list_vocabularies_body("", 3, 10)) ==
          R"({"model":"speech-biasing","input":{"action":"list_vocabulary","page_index":2,"page_size":10}})");
    CHECK(list_vocabularies_body("p", 1, 1).at("input").at("prefix").as_string() == "p");
}
