#include "media/probe.hpp"
#include "platform/files.hpp"
#include "tool_bench.hpp"

#include <boost/json/serialize.hpp>

#include <fstream>

using namespace tools::test;
using namespace std::chrono_literals;

namespace {

sandbox::options swift() {
    sandbox::options made;
    made.task_time = 60ms;
    return made;
}

sandbox::options lasting() {
    sandbox::options made;
    made.task_time = 1h;
    return made;
}

struct video_bench : tool_bench {
    explicit video_bench(sandbox::options emulation = swift()) : tool_bench(std::move(emulation)) {}

    /// The path of a picture that is made at the first call.
    std::string picture() {
        if (!picture_.empty()) return picture_;
        auto made = call("image_generate", {{"prompt", "a fox"}, {"size", "1280*720"}});
        REQUIRE(made.files().size() == 1);
        return picture_ = made.files()[0].string();
    }
    std::string film() {
        if (!film_.empty()) return film_;
        auto made = call("video_generate", {{"prompt", "a fox runs"}, {"duration", 3}, {"wait_seconds", 60}});
        REQUIRE_MESSAGE(made.files().size() == 1, made.text());
        return film_ = made.files()[0].string();
    }

private:
    std::string picture_, film_;
};

media::facts facts_of(std::filesystem::path const& path) {
    auto bytes = platform::read_file(path, 256u << 20);
    REQUIRE(bytes);
    return media::probe(*bytes);
}

}  // namespace

TEST_CASE("a film from text is saved") {
    video_bench bench;
    auto made = bench.call(
        "video_generate",
        {{"prompt", "a fox runs"}, {"duration", 3}, {"resolution", "720p"}, {"seed", 5}, {"wait_seconds", 60}});
    CHECK(made.error == "");
    auto const files = made.files();
    REQUIRE(files.size() == 1);
    CHECK(files[0].filename().string().find("video_generate") != std::string::npos);
    CHECK(facts_of(files[0]).type == "video/mp4");
    check_parts(made.text(), {"happyhorse-1.0-t2v", "seed 5", "3 s", "task_id: ", "request "});
    CHECK(made.reports.front().starts_with("task_id "));
}

TEST_CASE("every family of text, frames and references answers") {
    video_bench bench;
    struct {
        std::string_view model;
        json::object arguments;
    } const cases[] = {
        {"happyhorse-1.0-t2v", {}},
        {"wan2.7-t2v", {{"ratio", "1:1"}}},
        {"wan2.6-t2v", {{"size", "1280*720"}, {"shot_type", "multi"}}},
        {"wan2.5-t2v-preview", {{"resolution", "480P"}}},
        {"wan2.2-t2v-plus", {}},
        {"wanx2.1-t2v-turbo", {}},
        {"happyhorse-1.0-i2v", {{"image", bench.picture()}}},
        {"wan2.7-i2v", {{"first_frame", bench.picture()}, {"last_frame", bench.picture()}}},
        {"wan2.6-i2v", {{"first_frame", bench.picture()}}},
        {"wan2.6-i2v-flash", {{"first_frame", bench.picture()}, {"sound", false}}},
        {"wan2.5-i2v-preview", {{"first_frame", bench.picture()}}},
        {"wan2.2-i2v-plus", {{"first_frame", bench.picture()}}},
        {"wanx2.1-i2v-turbo", {{"first_frame", bench.picture()}}},
        {"wan2.2-kf2v-flash", {{"first_frame", bench.picture()}, {"last_frame", bench.picture()}}},
        {"wanx2.1-kf2v-plus", {{"first_frame", bench.picture()}, {"last_frame", bench.picture()}}},
        {"happyhorse-1.0-r2v", {{"reference_images", {bench.picture()}}}},
        {"wan2.7-r2v", {{"reference_images", {bench.picture()}}, {"reference_videos", {bench.film()}}}},
        {"wan2.6-r2v", {{"reference_images", {bench.picture()}}}},
        {"wan2.6-r2v-flash", {{"reference_videos", {bench.film()}}, {"sound", false}}},
    };
    for (auto const& each : cases) {
        CAPTURE(each.model);
        auto arguments = each.arguments;
        arguments["prompt"] = "a fox runs";
        arguments["model"] = each.model;
        arguments["wait_seconds"] = 60;
        auto made = bench.call("video_generate", arguments);
        CHECK(made.error == "");
        CHECK_MESSAGE(made.files().size() == 1, made.text());
        check_parts(made.text(), {each.model});
    }
}

TEST_CASE("the model follows from what is given") {
    video_bench bench;
    struct {
        json::object arguments;
        std::string_view model;
    } const cases[] = {
        {{{"prompt", "a"}}, "happyhorse-1.0-t2v"},
        {{{"prompt", "a"}, {"audio", "https://x/a.mp3"}}, "wan2.7-t2v"},
        {{{"prompt", "a"}, {"duration", 2}}, "wan2.7-t2v"},
        {{{"prompt", "a"}, {"shot_type", "multi"}}, "wan2.6-t2v"},
        {{{"first_frame", "https://x/1.png"}}, "happyhorse-1.0-i2v"},
        {{{"first_frame", "https://x/1.png"}, {"last_frame", "https://x/2.png"}}, "wan2.7-i2v"},
        {{{"prompt", "a"}, {"first_clip", "https://x/1.mp4"}}, "wan2.7-i2v"},
        {{{"first_frame", "https://x/1.png"}, {"sound", false}}, "wan2.6-i2v-flash"},
        {{{"prompt", "a"}, {"reference_images", {"https://x/1.png"}}}, "happyhorse-1.0-r2v"},
        {{{"prompt", "a"}, {"reference_videos", {"https://x/1.mp4"}}}, "wan2.7-r2v"},
        {{{"prompt", "a"}, {"reference_images", {"https://x/1.png"}}, {"voices", {"https://x/a.mp3"}}}, "wan2.7-r2v"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.model);
        auto arguments = each.arguments;
        arguments["dry_run"] = true;
        check_parts(bench.call("video_generate", arguments).text(),
                    {"\"model\": \"" + std::string(each.model) + "\"", "X-DashScope-Async: enable"});
    }
    bench.settings.models.set(dashscope::capability::video, "wan2.6-t2v");
    check_parts(bench.call("video_generate", {{"prompt", "a"}, {"dry_run", true}}).text(), {"wan2.6-t2v"});
    CHECK(bench.emulator.requests() == 0);
}

TEST_CASE("voices go with their references") {
    video_bench bench;
    auto made = bench.call("video_generate", {{"prompt", "a"},
                                              {"reference_images", {"https://x/1.png"}},
                                              {"reference_videos", {"https://x/1.mp4"}},
                                              {"voices", {"", "https://x/b.mp3"}},
                                              {"dry_run", true}});
    auto const text = made.text();
    check_parts(text, {"\"reference_voice\": \"https://x/b.mp3\""});
    CHECK(text.find("1.mp4") < text.find("reference_voice"));
    check_parts(bench.call("video_generate", {{"prompt", "a"}, {"voices", {"https://x/b.mp3"}}}).error,
                {"1 voices for 0 references"});
}

TEST_CASE("at the bound of the wait the handle comes back") {
    video_bench bench(lasting());
    auto made = bench.call("video_generate", {{"prompt", "a fox runs"}, {"wait_seconds", 0}});
    CHECK(made.error == "");
    check_parts(made.text(), {"Video generation with happyhorse-1.0-t2v goes on", "task_id: "});
    CHECK(made.files().empty());
}

TEST_CASE("cancelling ends the wait, never the film") {
    video_bench bench(lasting());
    auto made = bench.call("video_generate", {{"prompt", "a fox runs"}, {"wait_seconds", 600}}, "task_id ");
    CHECK(made.error == "");
    REQUIRE_FALSE(made.reports.empty());
    auto id = made.reports.front().substr(8);
    id.resize(id.find(' '));
    auto state = bench.run(bench.tasks.query({bench.settings.api_key, bench.settings.base}, id));
    CHECK_FALSE(state.terminal());
}

TEST_CASE("a film is edited by instruction, after pictures, and by function") {
    video_bench bench;
    auto const film = bench.film();
    struct {
        json::object arguments;
        std::string_view model;
    } const cases[] = {
        {{}, "happyhorse-1.0-video-edit"},
        {{{"reference_images", {bench.picture()}}, {"audio_setting", "origin"}}, "happyhorse-1.0-video-edit"},
        {{{"model", "wan2.7-videoedit"}, {"ratio", "1:1"}}, "wan2.7-videoedit"},
        {{{"duration", 2}}, "wan2.7-videoedit"},
        {{{"function", "video_repainting"}, {"control_condition", "depth"}}, "wanx2.1-vace-plus"},
        {{{"function", "video_outpainting"}, {"parameters", {{"top_scale", 1.5}}}}, "wanx2.1-vace-plus"},
        {{{"mask_image", bench.picture()}}, "wanx2.1-vace-plus"},
    };
    for (auto const& each : cases) {
        CAPTURE(json::serialize(each.arguments));
        auto arguments = each.arguments;
        arguments["video"] = film;
        arguments["prompt"] = "in winter";
        arguments["wait_seconds"] = 60;
        auto made = bench.call("video_edit", arguments);
        CHECK(made.error == "");
        CHECK_MESSAGE(made.files().size() == 1, made.text());
        check_parts(made.text(), {each.model});
    }
}

TEST_CASE("bad arguments say what is allowed, before anything is sent") {
    video_bench bench;
    std::ofstream(bench.folder / "notes.mp4") << "not a film at all";
    auto const notes = (bench.folder / "notes.mp4").string();
    struct {
        std::string_view tool;
        json::object arguments;
        std::string_view text;
    } const cases[] = {
        {"video_generate", {}, "prompt must not be empty"},
        {"video_generate", {{"prompt", "a"}, {"duration", 40}}, "3 to 15 seconds"},
        {"video_generate", {{"prompt", "a"}, {"resolution", "480P"}}, "resolutions 720P, 1080P"},
        {"video_generate", {{"prompt", "a"}, {"ratio", "3:1"}}, "ratios 16:9"},
        {"video_generate", {{"prompt", "a"}, {"shot_type", "many"}}, "multi"},
        {"video_generate", {{"prompt", "a"}, {"output", "inline"}}, "urls"},
        {"video_generate", {{"prompt", "a"}, {"model", "wan2.2-kf2v-flash"}}, "needs first_frame"},
        {"video_generate", {{"prompt", "a"}, {"first_clip", notes}}, "first_clip"},
        {"video_generate", {{"prompt", "a"}, {"first_frame", notes}}, "first_frame"},
        {"video_generate",
         {{"prompt", "a"}, {"reference_images", {"https://x/1.png", "no-such.png"}}},
         "reference_images[1]"},
        {"video_edit", {{"prompt", "a"}}, "needs video"},
        {"video_edit", {{"video", "https://x/1.mp4"}}, "prompt"},
        {"video_edit", {{"video", "https://x/1.mp4"}, {"prompt", "a"}, {"function", "explode"}}, "video_outpainting"},
        {"video_edit", {{"video", notes}, {"prompt", "a"}}, "video"},
        {"video_edit",
         {{"video", "data:video/mp4;base64,AAAA"}, {"prompt", "a"}, {"function", "video_repainting"}},
         "needs control_condition"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.text);
        auto made = bench.call(each.tool, each.arguments);
        CHECK_MESSAGE(made.error.find(each.text) != std::string::npos, made.text());
    }
    CHECK(bench.emulator.requests() == 0);
}

TEST_CASE("each refusal of DashScope's says what to do") {
    struct {
        std::string_view wish;
        std::string_view text;
    } const cases[] = {
        {"[[error:Arrearage]]", "arrears"},
        {"[[error:Model.AccessDenied]]", "may not use"},
        {"[[error:InvalidParameter]]", "Correct what the message names"},
        {"[[fault:reset]]", "may exist"},
        {"[[task:failed:InternalError.Algo]]", "InternalError.Algo"},
        {"[[task:failed:DataInspectionFailed]]", "content inspection"},
        {"[[task:canceled]]", "ancel"},
        {"[[task:unknown]]", "24"},
    };
    video_bench bench;
    for (auto const& each : cases) {
        CAPTURE(each.wish);
        auto made = bench.call("video_generate", {{"prompt", "a fox " + std::string(each.wish)}, {"wait_seconds", 60}});
        CHECK_MESSAGE(made.error.find(each.text) != std::string::npos, made.text());
        CHECK_FALSE(made.has(bench.settings.api_key));
    }
}
