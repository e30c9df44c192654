#include "tools/cost_consent.hpp"

#include "dashscope/prices.hpp"
#include "mcp/tool.hpp"
#include "tool_bench.hpp"

using namespace tools;
using namespace tools::test;

namespace {

/// What a job of this model and size is answered with where the operator's bound is `above`.
std::string asked(tool_bench& at, std::string_view tool, json::object arguments, std::optional<double> above) {
    at.with.confirm_above = above;
    at.registry = {};
    add_all(at.registry, at.with);
    return at.call(tool, std::move(arguments)).error;
}

}  // namespace

TEST_CASE("what a job is expected to use") {
    dashscope::image_request image;
    CHECK(expected_usage(image) == json::object{{"image_count", 1}});
    image.n = 3;
    CHECK(expected_usage(image) == json::object{{"image_count", 3}});
    image.n.reset();
    image.parameters = {{"n", 4}};
    CHECK(expected_usage(image) == json::object{{"image_count", 4}});

    dashscope::video_request video;
    CHECK(expected_usage(video).empty());
    video.duration = 5;
    video.resolution = "720P";
    CHECK(expected_usage(video) == json::object{{"duration", 5}, {"SR", "720P"}});
    // The price list reads it as it reads what DashScope reports.
    CHECK(dashscope::estimated_cost("wan2.5-t2v-preview", expected_usage(video)).value() == doctest::Approx(3.0));

    dashscope::speech_request speech;
    speech.text = "你好, ok";
    CHECK(expected_usage(speech) == json::object{{"characters", 6}});
}

TEST_CASE("a job that costs more than the operator's bound needs the user's consent") {
    tool_bench at;
    json::object const film{
        {"prompt", "a lighthouse"}, {"model", "wan2.5-t2v-preview"}, {"duration", 5}, {"resolution", "720P"}};
    check_parts(asked(at, "video_generate", film, 2.99),
                {"consent", "wan2.5-t2v-preview", "about 3.00 CNY", "2.99 CNY", "confirm: true"});
    // Nothing was sent.
    CHECK(asked(at, "video_generate", film, 3.0).empty());
    auto agreed = film;
    agreed["confirm"] = true;
    CHECK(asked(at, "video_generate", agreed, 0.0).empty());
    agreed = film;
    agreed["parameters"] = {{"confirm", true}};
    CHECK(asked(at, "video_generate", agreed, 0.0).empty());
    CHECK(asked(at, "video_generate", film, std::nullopt).empty());
    auto shown = film;
    shown["dry_run"] = true;
    CHECK(asked(at, "video_generate", shown, 0.0).empty());
}

TEST_CASE("an unknown price counts as above") {
    tool_bench at;
    struct {
        char const* tool;
        json::object arguments;
    } const cases[] = {
        {"video_generate", {{"prompt", "a lighthouse"}, {"model", "wan2.5-t2v-preview"}}},
        {"image_generate", {{"prompt", "a lighthouse"}, {"model", "wan9.9-t2i"}}},
        {"speech_recognize", {{"audio", "https://example.com/a.mp3"}, {"model", "fun-asr"}}},
        {"voice_manage",
         {{"action", "design"}, {"voice_prompt", "a warm voice"}, {"preview_text", "Hello there."}, {"name", "a"}}},
    };
    for (auto const& each : cases) {
        CAPTURE(each.tool);
        check_parts(asked(at, each.tool, each.arguments, 1e6), {"not known beforehand", "confirm: true"});
    }
}

TEST_CASE("speech is paid by its characters") {
    tool_bench at;
    json::object const words{{"text", "Hello there."}, {"model", "cosyvoice-v3-flash"}};
    CHECK(asked(at, "speech_synthesize", words, 1.0).empty());
    check_parts(asked(at, "speech_synthesize", words, 0.0), {"Speech with cosyvoice-v3-flash", "CNY"});
}
