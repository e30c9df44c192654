#include "media/wav.hpp"
#include "tool_bench.hpp"

#include <fstream>

using namespace tools::test;

namespace {

std::string sample(tool_bench& bench) {
    auto const path = bench.folder / "sample.wav";
    std::ofstream(path) << media::wav_file({}, std::string(24'000 * 2 * 12, '\1'));
    return path.string();
}

/// What stands behind `label` in a text, to the line's end.
std::string value_of(std::string const& text, std::string_view label) {
    auto const at = text.find(label);
    REQUIRE_MESSAGE(at != std::string::npos, text);
    auto const begin = at + label.size();
    return text.substr(begin, text.find_first_of("\n ", begin) - begin);
}

}  // namespace

TEST_CASE("a voice is cloned, listed, used and deleted") {
    tool_bench bench;
    auto const made =
        bench.call("voice_manage", {{"action", "clone"}, {"audio", sample(bench)}, {"name", "teacher"}});
    CHECK(made.error == "");
    auto const voice = value_of(made.text(), "New voice: ");
    CHECK(voice.find("teacher") != std::string::npos);
    check_parts(made.text(), {"qwen3-tts-vc-2026-01-22"});
    check_parts(bench.call("voice_manage", {{"action", "list"}}).text(), {voice, "qwen_clone"});
    auto const spoken = bench.call(
        "speech_synthesize", {{"text", "Good morning."}, {"voice", voice}, {"model", "qwen3-tts-vc-2026-01-22"}});
    CHECK(spoken.error == "");
    CHECK(spoken.files().size() == 1);
    check_parts(bench.call("voice_manage", {{"action", "delete"}, {"voice", voice}, {"service", "qwen_clone"}, {"confirm", true}}).text(),
                {"Deleted: " + voice});
    CHECK_FALSE(bench.call("voice_manage", {{"action", "list"}}).has(voice));
}

TEST_CASE("a designed voice comes with a preview") {
    tool_bench bench;
    auto const made = bench.call("voice_manage", {{"action", "design"},
                                                  {"voice_prompt", "A calm old man"},
                                                  {"preview_text", "Good evening."},
                                                  {"name", "grandpa"}});
    CHECK(made.error == "");
    check_parts(made.text(), {"New voice: ", "qwen3-tts-vd-2026-01-26", "preview"});
    CHECK(made.files().size() == 1);
    auto const voice = value_of(made.text(), "New voice: ");
    auto const told = bench.call("voice_manage", {{"action", "get"}, {"voice", voice}, {"service", "qwen_design"}});
    CHECK(told.error == "");
    check_parts(told.text(), {voice});
}

TEST_CASE("the requests of voice_manage") {
    tool_bench bench;
    struct {
        json::object arguments;
        std::vector<char const*> parts;
    } const cases[] = {
        {{{"action", "clone"}, {"audio", sample(bench)}, {"name", "a1"}},
         {R"("model": "qwen-voice-enrollment")", "data:audio/wav;base64,", R"("preferred_name": "a1")"}},
        {{{"action", "clone"}, {"audio", sample(bench)}, {"name", "a1"}, {"model", "cosyvoice-v3.5-plus"}},
         {R"("model": "voice-enrollment")", "oss://(upload of ", R"("prefix": "a1")"}},
        {{{"action", "list"}, {"service", "cosyvoice"}, {"prefix", "a1"}}, {R"("action": "list_voice")", R"("prefix": "a1")"}},
        {{{"action", "delete"}, {"voice", "cosyvoice-v3-flash-a1-0"}}, {R"("action": "delete_voice")", R"("voice_id")"}},
    };
    for (auto const& each : cases) {
        auto arguments = each.arguments;
        arguments["dry_run"] = true;
        auto const shown = bench.call("voice_manage", arguments);
        CHECK(shown.error == "");
        for (auto const* part : each.parts) check_parts(shown.text(), {part});
    }
}

TEST_CASE("bad arguments of voice_manage") {
    tool_bench bench;
    struct {
        json::object arguments;
        char const* part;
    } const cases[] = {
        {json::object(), "action"},
        {{{"action", "sing"}}, "clone"},
        {{{"action", "clone"}, {"name", "a"}}, "give `audio`"},
        {{{"action", "clone"}, {"audio", "https://e.com/a.wav"}, {"name", "no good"}}, "letters, digits and _"},
        {{{"action", "design"}, {"voice_prompt", "x"}, {"name", "a"}}, "preview_text"},
        {{{"action", "delete"}}, "give `voice`"},
        {{{"action", "delete"}, {"voice", "Cherry"}}, "give `service`"},
        {{{"action", "get"}, {"voice", "qwen3-tts-vc-2026-01-22-a-voice-1"}}, "use action list"},
    };
    for (auto const& each : cases) {
        auto const made = bench.call("voice_manage", each.arguments);
        CHECK_MESSAGE(made.error.find(each.part) != std::string::npos, made.text());
    }
}
