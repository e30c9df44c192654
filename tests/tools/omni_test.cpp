#include "media/probe.hpp"
#include "platform/files.hpp"
#include "tool_bench.hpp"

using namespace tools::test;

TEST_CASE("an answer is spoken into a WAV file") {
    tool_bench bench;
    auto const made = bench.call("omni", {{"prompt", "Say hello."}});
    CHECK(made.error == "");
    check_parts(made.text(), {"[qwen3.5-omni-plus", "Saved: ", "voice Tina"});
    auto const files = made.files();
    REQUIRE(files.size() == 1);
    CHECK(files[0].extension() == ".wav");
    auto const bytes = platform::read_file(files[0], 64u << 20);
    REQUIRE(bytes);
    auto const facts = media::probe(*bytes);
    CHECK(facts.type == "audio/wav");
    REQUIRE(facts.duration);
    CHECK(facts.duration->count() > 0);
    CHECK(bytes->substr(24, 4) == std::string("\xC0\x5D\0\0", 4));  // 24000 samples a second
    CHECK_FALSE(made.result.structured);
}

TEST_CASE("text alone when no speech is wanted") {
    tool_bench bench;
    auto const made = bench.call("omni", {{"prompt", "Say hello."}, {"speech", false}});
    CHECK(made.error == "");
    CHECK(made.files().empty());
    check_parts(made.text(), {"[qwen3.5-omni-plus"});
}

TEST_CASE("a spoken answer can be heard by the next question") {
    tool_bench bench;
    auto const first = bench.call("omni", {{"prompt", "Say hello."}, {"file_name", "greeting"}});
    REQUIRE(first.files().size() == 1);
    CHECK(first.files()[0].filename().string().find("greeting") != std::string::npos);
    auto const second = bench.call("omni", {{"audio", first.files()[0].string()}, {"prompt", "What is said?"}});
    CHECK(second.error == "");
    CHECK(second.files().size() == 1);
}

TEST_CASE("the request of omni") {
    tool_bench bench;
    struct {
        json::object arguments;
        std::vector<char const*> parts;
    } const cases[] = {
        {{{"prompt", "Hi"}}, {R"("voice": "Tina")", R"("format": "wav")", R"("audio")", R"("stream": true)"}},
        {{{"prompt", "Hi"}, {"model", "qwen3-omni-flash"}}, {R"("voice": "Cherry")"}},
        {{{"prompt", "Hi"}, {"voice", "Ethan"}}, {R"("voice": "Ethan")"}},
        {{{"audio_url", "https://e.com/a.mp3"}, {"speech", false}},
         {R"("type": "input_audio")", R"("format": "mp3")", R"("modalities": [)"}},
        {{{"messages", json::array{json::object{{"role", "user"}, {"content", "Hi"}}}}, {"system", "Be brief."}},
         {"Be brief."}},
    };
    for (auto const& each : cases) {
        auto arguments = each.arguments;
        arguments["dry_run"] = true;
        auto const shown = bench.call("omni", arguments);
        CHECK(shown.error == "");
        for (auto const* part : each.parts) check_parts(shown.text(), {part});
    }
}

TEST_CASE("omni needs something to answer to") {
    tool_bench bench;
    check_parts(bench.call("omni", json::object()).error, {"give `prompt`", "`audio`"});
}
