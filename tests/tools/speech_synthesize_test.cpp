#include "../dashscope/scripted_server.hpp"
#include "dashscope/pcm_stream.hpp"
#include "media/probe.hpp"
#include "media/wav.hpp"
#include "net/client.hpp"
#include "platform/files.hpp"
#include "seal/base64.hpp"
#include "tool_bench.hpp"

#include <boost/json/parse.hpp>

using namespace tools::test;
using dashscope::test::event_stream;
using dashscope::test::json_answer;
using dashscope::test::scripted_server;

namespace {

constexpr std::string_view sentence = "这是一个句子，有十四个字呢。";

std::string long_text(int sentences) {
    std::string text;
    for (int i = 0; i < sentences; ++i) text += sentence;
    return text;
}

std::string content_of(std::filesystem::path const& path) {
    auto bytes = platform::read_file(path, 64u << 20);
    REQUIRE(bytes);
    return std::move(*bytes);
}

/// A stream as Qwen-TTS sends it, with `samples` in two pieces and no URL.
std::string spoken(std::string_view samples, int characters) {
    auto const text = seal::base64(samples);
    auto const half = text.size() / 8 * 4;
    auto const event = [](std::string_view data, std::string_view reason, std::string const& more) {
        return R"(id:1
event:result
:HTTP_STATUS/200
data:{"output":{"audio":{"data":")" +
               std::string(data) + R"(","url":"","id":"audio_1"},"finish_reason":")" + std::string(reason) + R"("},)" +
               more + R"("request_id":"req-1"})" + "\n\n";
    };
    return event(text.substr(0, half), "null", "") + event(text.substr(half), "null", "") +
           event("", "stop", R"("usage":{"characters":)" + std::to_string(characters) + "},");
}

/// The tools in front of a scripted server instead of the sandbox.
struct scripted_bench : tool_bench {
    scripted_bench() { settings.base.port = server.port(); }
    scripted_server server{io};
};

}  // namespace

TEST_CASE("one part is saved from its URL, or linked") {
    tool_bench bench;
    auto const made = bench.call("speech_synthesize", {{"text", "Good morning."}, {"file_name", "greeting"}});
    CHECK(made.error == "");
    check_parts(made.text(), {"Saved: ", "URL (until ", "Voice: Cherry", "qwen3-tts-flash", "characters"});
    REQUIRE(made.files().size() == 1);
    CHECK(made.files()[0].filename().string().find("greeting") != std::string::npos);
    CHECK(media::probe(content_of(made.files()[0])).type == "audio/wav");
    auto const linked = bench.call("speech_synthesize", {{"text", "Good morning."}, {"output", "urls"}});
    CHECK(linked.files().empty());
    check_parts(linked.text(), {"URL (until "});
}

TEST_CASE("the sandbox's streams can be joined, of each endpoint") {
    tool_bench bench;
    struct {
        json::object arguments;
        char const* note;
        std::uint32_t rate;
    } const cases[] = {
        {{{"voice", "Ethan"}}, "3 parts joined", 24'000},
        {{{"model", "cosyvoice-v3-flash"}, {"format", "wav"}}, "2 parts joined", 22'050},
        {{{"model", "cosyvoice-v3-flash"}, {"format", "wav"}, {"sample_rate", 16'000}}, "2 parts joined", 16'000},
    };
    for (auto const& each : cases) {
        auto arguments = each.arguments;
        arguments["text"] = long_text(100);
        auto const made = bench.call("speech_synthesize", arguments);
        CHECK(made.error == "");
        check_parts(made.text(), {each.note});
        REQUIRE(made.files().size() == 1);
        auto const bytes = content_of(made.files()[0]);
        auto const head = media::read_wav_head(bytes);
        REQUIRE(head);
        CHECK(head->format.rate == each.rate);
        auto const facts = media::probe(bytes);
        REQUIRE(facts.duration);
        CHECK(facts.duration->count() > 20'000);  // 1400 characters
    }
}

TEST_CASE("several parts become one file") {
    scripted_bench bench;
    bench.server.script = {event_stream(spoken(std::string(4800, 'a'), 588), 100),
                           event_stream(spoken(std::string(2400, 'b'), 588)),
                           event_stream(spoken(std::string(240, 'c'), 224))};
    auto const made = bench.call("speech_synthesize", {{"text", long_text(100)}, {"voice", "Ethan"}});
    CHECK(made.error == "");
    CHECK_FALSE(made.result.is_error);
    check_parts(made.text(), {"3 parts joined", "Voice: Ethan", "qwen3-tts-flash", "1400 characters", "request req-1"});
    auto const files = made.files();
    REQUIRE(files.size() == 1);
    auto const bytes = content_of(files[0]);
    auto const head = media::read_wav_head(bytes);
    REQUIRE(head);
    CHECK(media::wav_samples(bytes, *head) == std::string(4800, 'a') + std::string(2400, 'b') + std::string(240, 'c'));

    REQUIRE(bench.server.seen.size() == 3);
    std::string all;
    for (auto const& each : bench.server.seen) {
        CHECK(each.head.find("POST /api/v1/services/aigc/multimodal-generation/generation") == 0);
        CHECK(each.head.find("X-DashScope-SSE: enable") != std::string::npos);
        all += std::string(json::parse(each.body).at("input").at("text").as_string());
    }
    CHECK(all == long_text(100));
}

TEST_CASE("each part is told while it is spoken") {
    scripted_bench bench;
    for (int i = 0; i < 2; ++i) bench.server.script.push_back(event_stream(spoken("abcd", 1)));
    auto const made = bench.call("speech_synthesize", {{"text", long_text(60)}});
    std::string reports;
    for (auto const& each : made.reports) reports += each + "\n";
    check_parts(reports, {"Speaking part 1 of 2", "Speaking part 2 of 2"});
}

TEST_CASE("what was spoken before a part failed is kept, and where to go on is told") {
    scripted_bench bench;
    bench.server.script = {
        event_stream(spoken(std::string(480, 'a'), 588)),
        json_answer(400, R"({"code":"DataInspectionFailed","message":"Inappropriate.","request_id":"req-2"})")};
    auto const made = bench.call("speech_synthesize", {{"text", long_text(60)}});
    CHECK(made.error == "");
    CHECK(made.result.is_error);
    CHECK(made.files().size() == 1);
    check_parts(made.text(), {"Only 1 of 2 parts", "DataInspectionFailed", "from here: \"" + std::string(sentence)});
}

TEST_CASE("a first part that fails is an error like any other") {
    scripted_bench bench;
    struct {
        dashscope::test::reply answer;
        char const* part;
    } const cases[] = {
        {json_answer(400, R"({"code":"InvalidParameter","message":"Input should be 'Cherry'","request_id":"r"})"),
         "Input should be 'Cherry'"},
        {event_stream(
             "id:1\nevent:error\n:HTTP_STATUS/400\ndata:{\"code\":\"InvalidParameter\",\"message\":\"url error, "
             "please check url！\",\"request_id\":\"r\"}\n\n"),
         "url error"},
        {event_stream("id:1\nevent:result\ndata:{\"output\":{\"finish_reason\":\"stop\"},\"request_id\":\"r9\"}\n\n"),
         "holds no sound. Request id: r9"},
        {event_stream(
             "data:{\"output\":{\"audio\":{\"data\":\"AAAA\"},\"finish_reason\":\"null\"},\"request_id\":\"r9\"}\n\n"),
         "broke off before its end. Request id: r9"},
        {event_stream("data:{\"output\":{\"audio\":{\"data\":\"AAAA\"}},\"request_id\":\"r9\"}\n\ndata:{\"outp\n\n"
                      "data:{\"output\":{\"finish_reason\":\"stop\"},\"request_id\":\"r9\"}\n\n"),
         "a piece of the sound did not arrive whole. Request id: r9"},
    };
    for (auto const& each : cases) {
        bench.server.script = {each.answer};
        auto const made = bench.call("speech_synthesize", {{"text", "Hello."}});
        CHECK_MESSAGE(made.error.find(each.part) != std::string::npos, made.text());
        CHECK(made.files().empty());
    }
}

TEST_CASE("a cancellation keeps what was spoken, and asks for no more") {
    scripted_bench bench;
    for (int i = 0; i < 3; ++i) bench.server.script.push_back(event_stream(spoken(std::string(480, 'a'), 1)));
    auto const made = bench.call("speech_synthesize", {{"text", long_text(100)}}, "part 2 of 3");
    CHECK(bench.server.seen.size() == 2);
    std::size_t saved = 0;
    for (auto const& each : std::filesystem::directory_iterator(bench.folder))
        if (each.path().extension() == ".wav") ++saved;
    CHECK(saved == 1);
}

TEST_CASE("the model follows from what is asked for") {
    tool_bench bench;
    struct {
        json::object arguments;
        std::vector<char const*> parts;
    } const cases[] = {
        {{}, {R"("model": "qwen3-tts-flash")", R"("voice": "Cherry")", "X-DashScope-SSE: enable"}},
        {{{"instructions", "Whisper."}}, {R"("model": "qwen3-tts-instruct-flash")", R"("instructions": "Whisper.")"}},
        {{{"format", "mp3"}, {"speed", 1.25}},
         {R"("model": "cosyvoice-v3-flash")", R"("rate": 1.25E0)", "/api/v1/services/audio/tts/SpeechSynthesizer"}},
        {{{"speaker", "longanyang"}}, {R"("model": "cosyvoice-v3-flash")", R"("voice": "longanyang")"}},
        {{{"model", "qwen-tts"}, {"language", "zh"}}, {R"("model": "qwen-tts")", R"("language_type": "Chinese")"}},
        {{{"parameters", json::object{{"later", 1}}}}, {R"("later": 1)"}},
        {{{"text", long_text(100)}}, {"the first of 3 such requests"}},
    };
    for (auto const& each : cases) {
        auto arguments = each.arguments;
        arguments.insert({{"text", "Hello."}, {"dry_run", true}});
        auto const shown = bench.call("speech_synthesize", arguments);
        CHECK(shown.error == "");
        for (auto const* part : each.parts) check_parts(shown.text(), {part});
    }
}

TEST_CASE("bad arguments of speech_synthesize") {
    tool_bench bench;
    struct {
        json::object arguments;
        char const* part;
    } const cases[] = {
        {{{"voice", "Cherry"}}, "text"},
        {{{"text", " "}}, "blank"},
        {{{"text", "x"}, {"rate", 9}}, "rate"},
        {{{"text", "x"}, {"format", "flac"}}, "format"},
        {{{"text", "x"}, {"model", "qwen3-tts-flash"}, {"volume", 50}}, "CosyVoice"},
        {{{"text", "x"}, {"model", "cosyvoice-v3-flash"}, {"sample_rate", 1}}, "48000"},
    };
    for (auto const& each : cases) {
        auto const made = bench.call("speech_synthesize", each.arguments);
        CHECK_MESSAGE(made.error.find(each.part) != std::string::npos, made.text());
    }
}
