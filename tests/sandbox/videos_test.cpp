#include "sandbox/videos.hpp"

#include "conversation.hpp"
#include "decode.hpp"
#include "support.hpp"

#include <doctest/doctest.h>
#include <boost/json/serialize.hpp>

using namespace std::chrono_literals;
using sandbox_test::at;
using sandbox_test::body_of;
using sandbox_test::conversation;
using sandbox_test::older_videos;
using sandbox_test::videos;

namespace {

std::string body(std::string_view model, std::string_view input, std::string_view parameters = {}) {
    return R"({"model":")" + std::string(model) + R"(","input":{)" + std::string(input) + R"(},"parameters":{)" +
           std::string(parameters) + "}}";
}

/// `"media":[{"type":…,"url":…}]` of URLs that aren't looked at.
std::string media(std::initializer_list<std::string_view> types) {
    std::string items;
    for (auto type : types)
        items +=
            (items.empty() ? "" : ",") + (R"({"type":")" + std::string(type) + R"(","url":"https://a.example/b"})");
    return R"("prompt":"x","media":[)" + items + "]";
}

boost::json::value finished(conversation& with, std::string const& request, std::string_view target = videos) {
    with.asynchronous();
    auto const submitted = with.post_json(target, request);
    auto const id = at(submitted, "/output/task_id");
    if (id == "(absent)") return submitted;
    with.pass(2s);
    return with.get_json("/api/v1/tasks/" + id);
}

struct expected {
    std::string_view target;
    std::string request;
    std::string_view message;  // empty: it is accepted
};

void check(expected const& c) {
    CAPTURE(c.request);
    conversation with;
    with.asynchronous();
    auto const answer = with.post(c.target, c.request);
    CHECK(answer.status == (c.message.empty() ? 200 : 400));
    if (!c.message.empty()) CHECK(at(body_of(answer), "/message") == c.message);
}

}  // namespace

TEST_SUITE("sandbox/videos") {
    TEST_CASE("a film from text, in the documented shape, with its real size and length") {
        conversation with;
        auto const done = finished(with, body("happyhorse-1.0-t2v", R"("prompt":"a horse")",
                                              R"("resolution":"720P","ratio":"9:16","duration":3,"seed":7)"));
        CHECK(at(done, "/output/task_status") == "SUCCEEDED");
        CHECK(at(done, "/output/orig_prompt") == "a horse");
        CHECK(at(done, "/output/task_metrics") == "(absent)");
        CHECK(at(done, "/usage") == R"({"duration":3,"input_video_duration":0,"output_video_duration":3,)"
                                    R"("video_count":1,"SR":720,"ratio":"9:16"})");
        auto const file = with.get(at(done, "/output/video_url"));
        CHECK(file.content_type == "video/mp4");
        auto const film = sandbox_test::decode_film(file.body());
        CHECK(film.width == 720);
        CHECK(film.height == 1280);
        CHECK(film.luma.size() == 15);
    }

    TEST_CASE("usage of each kind of family") {
        struct {
            std::string_view target;
            std::string request;
            std::string_view usage;
        } const cases[] = {
            {videos, body("wan2.6-t2v", R"("prompt":"x")", R"("size":"1280*720","duration":10)"),
             R"({"duration":10,"input_video_duration":0,"output_video_duration":10,"video_count":1,"SR":720,"size":"1280*720"})"},
            {videos, body("wan2.5-t2v-preview", R"("prompt":"x")", R"("size":"624*624")"),
             R"({"duration":5,"input_video_duration":0,"output_video_duration":5,"video_count":1,"SR":480,"size":"624*624"})"},
            {videos,
             body("wan2.6-i2v", R"("prompt":"x","img_url":"https://a.example/b.png")", R"("resolution":"720P")"),
             R"({"duration":5,"input_video_duration":0,"output_video_duration":5,"video_count":1,"SR":720})"},
            {older_videos,
             body(
                 "wan2.2-kf2v-flash",
                 R"("prompt":"x","first_frame_url":"https://a.example/b.png","last_frame_url":"https://a.example/c.png")",
                 R"("resolution":"480P")"),
             R"({"video_duration":5,"video_count":1,"SR":480})"},
            {videos,
             body("wanx2.1-vace-plus",
                  R"("function":"image_reference","prompt":"x","ref_images_url":["https://a.example/b.png"])"),
             R"({"video_duration":5,"video_count":1,"video_ratio":"standard"})"},
            {videos, body("happyhorse-1.0-video-edit", media({"video"})),
             R"({"duration":10,"input_video_duration":5,"output_video_duration":5,"video_count":1,"SR":1080})"},
            {videos, body("wan2.7-r2v", media({"reference_video", "reference_image"}), R"("duration":10)"),
             R"({"duration":15,"input_video_duration":5,"output_video_duration":10,"video_count":1,"SR":1080,"ratio":"16:9"})"},
        };
        for (auto const& c : cases) {
            CAPTURE(c.request);
            conversation with;
            CHECK(at(finished(with, c.request, c.target), "/usage") == c.usage);
        }
    }

    TEST_CASE("older families show an extended prompt unless told not to") {
        conversation with;
        auto const input =
            R"("prompt":"x","first_frame_url":"https://a.example/b","last_frame_url":"https://a.example/c")";
        CHECK(at(finished(with, body("wanx2.1-kf2v-plus", input), older_videos), "/output/actual_prompt")
                  .starts_with("x [sandbox"));
        CHECK(at(finished(with, body("wanx2.1-kf2v-plus", input, R"("prompt_extend":false)"), older_videos),
                 "/output/actual_prompt") == "(absent)");
    }

    TEST_CASE("a film keeps its first frame's ratio, and continues our own films with their true length") {
        conversation with;
        auto const framed = finished(
            with,
            body("wan2.7-i2v", R"("media":[{"type":"first_frame","url":")" + sandbox_test::png_uri(400, 400) + R"("}])",
                 R"("resolution":"720P","duration":2)"));
        auto const link = at(framed, "/output/video_url");
        CHECK(sandbox_test::decode_film(with.get(link).body()).width == 960);
        auto const edited = finished(
            with, body("wan2.7-videoedit", R"("prompt":"clay","media":[{"type":"video","url":")" + link + R"("}])",
                       R"("resolution":"720P")"));
        CHECK(at(edited, "/usage/input_video_duration") == "2");
        CHECK(at(edited, "/usage/output_video_duration") == "2");
        auto const film = sandbox_test::decode_film(with.get(at(edited, "/output/video_url")).body());
        CHECK(film.width == 960);
        CHECK(film.luma.size() == 10);
    }

    TEST_CASE("an uploaded film is measured") {
        conversation with;
        auto const first = finished(with, body("wan2.7-t2v", R"("prompt":"x")", R"("resolution":"720P","duration":4)"));
        auto const bytes = with.get(at(first, "/output/video_url")).body();
        auto const reference = with.upload("wan2.7-videoedit", "film.mp4", bytes);
        with.with("x-dashscope-ossresourceresolve", "enable");
        auto const edited = finished(
            with, body("wan2.7-videoedit", R"("prompt":"x","media":[{"type":"video","url":")" + reference + R"("}])"));
        CHECK(at(edited, "/usage/input_video_duration") == "4");
    }

    TEST_CASE("combinations of media") {
        constexpr std::string_view combination =
            "The combination of media types is not supported: use first_frame, first_frame+driving_audio, "
            "first_frame+last_frame, first_frame+last_frame+driving_audio, first_clip or first_clip+last_frame";
        expected const cases[] = {
            {videos, body("happyhorse-1.0-i2v", media({"first_frame"})), ""},
            {videos, body("happyhorse-1.0-i2v", media({"first_frame", "first_frame"})),
             "The number of first_frame must be between 1 and 1"},
            {videos, body("happyhorse-1.0-i2v", media({"last_frame"})),
             "Input should be one of first_frame: input.media.type"},
            {videos, body("wan2.7-i2v", media({"first_frame", "last_frame", "driving_audio"})), ""},
            {videos, body("wan2.7-i2v", media({"first_clip", "last_frame"})), ""},
            {videos, body("wan2.7-i2v", media({"first_clip", "driving_audio"})), combination},
            {videos, body("wan2.7-i2v", media({"first_clip", "first_frame"})), combination},
            {videos, body("wan2.7-i2v", media({"last_frame"})), combination},
            {videos, body("happyhorse-1.0-r2v", media({"reference_image", "reference_image"})), ""},
            {videos, body("happyhorse-1.0-r2v", media({})), "The number of reference_image must be between 1 and 9"},
            {videos, body("happyhorse-1.0-r2v", media({"reference_video"})),
             "Input should be one of reference_image: input.media.type"},
            {videos, body("wan2.7-r2v", media({"reference_image", "reference_video", "first_frame"})), ""},
            {videos, body("wan2.7-r2v", media({"first_frame"})),
             "The number of reference_image and reference_video must be between 1 and 5"},
            {videos, body("happyhorse-1.0-video-edit", media({"reference_image"})),
             "The number of video must be between 1 and 1"},
            {videos, body("wan2.7-videoedit", media({"video", "reference_image"})), ""},
            {videos, body("wan3.0-video", R"("prompt":"x")"), ""},
            {videos, body("wan3.0-video", media({"reference_image", "reference_audio"})), ""},
            {videos, body("wan2.7-i2v", R"("prompt":"x")"), "Field required: input.media"},
            {videos, body("wan2.7-i2v", R"("media":[5])"), "Input should be a valid dictionary: input.media"},
            {videos, body("wan2.7-i2v", R"("media":[{"type":"first_frame"}])"), "Field required: input.media.url"},
        };
        for (auto const& c : cases) check(c);
    }

    TEST_CASE("voices of references") {
        auto const with_voice = [](std::string_view type) {
            return R"("prompt":"x","media":[{"type":")" + std::string(type) +
                   R"(","url":"https://a.example/b","reference_voice":"https://a.example/c.mp3"},)"
                   R"({"type":"reference_image","url":"https://a.example/d"}])";
        };
        expected const cases[] = {
            {videos, body("wan2.7-r2v", with_voice("reference_video")), ""},
            {videos, body("wan2.7-r2v", with_voice("first_frame")), "reference_voice is not supported for first_frame"},
            {videos, body("happyhorse-1.0-r2v", with_voice("reference_image")),
             "reference_voice is not supported for reference_image"},
        };
        for (auto const& c : cases) check(c);
    }

    TEST_CASE("the older forms") {
        constexpr std::string_view image = R"("https://a.example/b.png")";
        constexpr std::string_view film = R"("https://a.example/b.mp4")";
        auto const member = [](std::string_view name, std::string_view value) {
            return ",\"" + std::string(name) + "\":" + std::string(value);
        };
        auto const prompt = std::string(R"("prompt":"x")");
        expected const cases[] = {
            {videos, body("wan2.6-i2v", prompt), "Field required: input.img_url"},
            {videos,
             body("wan2.6-i2v", prompt + member("img_url", image) + member("audio_url", R"("https://a/b.mp3")")), ""},
            {older_videos, body("wan2.2-kf2v-flash", prompt), "Field required: input.first_frame_url"},
            {older_videos, body("wan2.2-kf2v-flash", prompt + member("first_frame_url", image)),
             "Field required: input.last_frame_url"},
            {older_videos,
             body("wan2.2-kf2v-flash", member("first_frame_url", image).substr(1) + member("template", R"("hanfu-1")")),
             ""},
            {videos, body("wan2.6-r2v", prompt), "Field required: input.reference_urls"},
            {videos, body("wan2.6-r2v", prompt + member("reference_urls", "[" + std::string(film) + "]")), ""},
            {videos, body("wan2.6-r2v", prompt + member("reference_video_urls", "[" + std::string(film) + "]")), ""},
        };
        for (auto const& c : cases) check(c);
    }

    TEST_CASE("the older models' forms at the newer ones") {
        auto const input = [](std::string_view members) { return R"("prompt":"x",)" + std::string(members); };
        constexpr std::string_view combination =
            "The combination of media types is not supported: use first_frame, first_frame+driving_audio, "
            "first_frame+last_frame, first_frame+last_frame+driving_audio, first_clip or first_clip+last_frame";
        expected const cases[] = {
            {videos, body("happyhorse-1.0-i2v", input(R"("img_url":"https://a/b.png")")), ""},
            {videos, body("wan2.7-i2v", input(R"("img_url":"https://a/b.png","audio_url":"https://a/c.mp3")")), ""},
            {videos,
             body("wan2.7-i2v", input(R"("first_frame_url":"https://a/b.png","last_frame_url":"https://a/c.png")")),
             ""},
            {videos, body("wan2.7-i2v", input(R"("last_frame_url":"https://a/c.png")")), combination},
            {videos, body("wan3.0-video", input(R"("img_url":"https://a/b.png")")), ""},
            {videos, body("wan2.7-r2v", input(R"("reference_urls":["https://a/b.png","https://a/c.mp4"])")), ""},
            {videos, body("happyhorse-1.0-r2v", input(R"("reference_urls":["https://a/b.png"])")), ""},
            {videos, body("happyhorse-1.0-r2v", input(R"("reference_urls":["https://a/c.mp4"])")),
             "Input should be one of reference_image: input.media.type"},
            {videos, body("happyhorse-1.0-i2v", input(R"("reference_urls":["https://a/b.png"])")),
             "Input should be one of first_frame: input.media.type"},
            {videos, body("wan2.7-t2v", R"("prompt":"x")", R"("size":"1280*720")"), ""},
            {videos, body("wan2.7-t2v", R"("prompt":"x")", R"("size":"832*480")"),
             "The size is not match the model: 832*480 is none of 720P 1080P"},
        };
        for (auto const& c : cases) check(c);
        conversation with;
        auto const done = finished(with, body("wan2.7-t2v", R"("prompt":"x")", R"("size":"720*1280")"));
        CHECK(at(done, "/usage/SR") == "720");
        CHECK(at(done, "/usage/ratio") == "9:16");
    }

    TEST_CASE("VACE's functions") {
        auto const vace = [](std::string_view input, std::string_view parameters = {}) {
            return body("wanx2.1-vace-plus", R"("prompt":"x",)" + std::string(input), parameters);
        };
        constexpr std::string_view images = R"("ref_images_url":["https://a/1","https://a/2"])";
        constexpr std::string_view film = R"("video_url":"https://a/1.mp4")";
        expected const cases[] = {
            {videos, vace(R"("x":1)"), "Field required: input.function"},
            {videos, vace(R"("function":"paint")"),
             "Input should be 'image_reference', 'video_repainting', 'video_edit', 'video_extension' or "
             "'video_outpainting': input.function"},
            {videos, vace(R"("function":"image_reference")"), "Field required: input.ref_images_url"},
            {videos, vace(R"("function":"image_reference",)" + std::string(images)),
             "ref_images_url and obj_or_bg must be the same length."},
            {videos, vace(R"("function":"image_reference",)" + std::string(images), R"("obj_or_bg":["obj","bg"])"), ""},
            {videos, vace(R"("function":"video_repainting",)" + std::string(film)),
             "Field required: parameters.control_condition"},
            {videos, vace(R"("function":"video_repainting",)" + std::string(film), R"("control_condition":"depth")"),
             ""},
            {videos, vace(R"("function":"video_edit",)" + std::string(film)), "Field required: input.mask_image_url"},
            {videos, vace(R"("function":"video_edit","mask_image_url":"https://a/m.png",)" + std::string(film)), ""},
            {videos, vace(R"("function":"video_extension")"), "Field required: input.first_clip_url"},
            {videos, vace(R"("function":"video_extension","first_clip_url":"https://a/1.mp4")"), ""},
            {videos, vace(R"("function":"video_outpainting")"), "Field required: input.video_url"},
            {videos, vace(R"("function":"video_outpainting",)" + std::string(film), R"("top_scale":1.5)"), ""},
        };
        for (auto const& c : cases) check(c);
    }

    TEST_CASE("parameters out of their ranges") {
        auto const text = [](std::string_view model, std::string_view parameters) {
            return body(model, R"("prompt":"x")", parameters);
        };
        expected const cases[] = {
            {videos, text("happyhorse-1.0-t2v", R"("duration":2)"),
             "The duration is not valid: it must be an integer between 3 and 15"},
            {videos, text("happyhorse-1.0-t2v", R"("duration":"5")"),
             "The duration is not valid: it must be an integer between 3 and 15"},
            {videos, text("wan2.5-t2v-preview", R"("duration":7)"),
             "The duration is not valid: it must be one of 5 10"},
            {videos, text("wan2.7-t2v", R"("resolution":"480P")"),
             "The resolution is not valid: 480P is none of 720P 1080P"},
            {videos, text("wan2.7-t2v", R"("ratio":"21:9")"),
             "The ratio is not valid: 21:9 is none of 16:9 9:16 1:1 4:3 3:4"},
            {videos, text("happyhorse-1.0-t2v", R"("ratio":"21:9")"), ""},
            {videos, text("wan2.6-t2v", R"("size":"832*480")"),
             "The size is not match the model: 832*480 is none of 720P 1080P"},
            {videos, text("wan2.6-t2v", R"("size":"720P")"),
             "The size is not match the model: 720P is none of 720P 1080P"},
            {videos, text("wan2.6-t2v", R"("shot_type":"many")"),
             "Input should be one of single multi: parameters.shot_type"},
            {videos, text("wan2.6-t2v", R"("seed":-1)"), "seed must be an integer between 0 and 2147483647"},
            {videos, text("wan2.6-t2v", R"("watermark":1)"), "Input should be a valid boolean: parameters.watermark"},
            {videos, body("wan2.7-t2v", ""), "Field required: input.prompt"},
            {videos, body("wan2.7-t2v", R"("prompt":5)"), "Input should be a valid string: input.prompt"},
        };
        for (auto const& c : cases) check(c);
    }

    TEST_CASE("models at the wrong endpoint, unknown ones, and the missing header") {
        expected const cases[] = {
            {older_videos, body("wan2.6-i2v", R"("prompt":"x")"), "url error, please check url！"},
            {videos, body("wan2.2-kf2v-flash", R"("prompt":"x")"), "url error, please check url！"},
            {videos, body("qwen-plus", R"("prompt":"x")"), "url error, please check url！"},
            {videos, body("sora", R"("prompt":"x")"), "Model not exist."},
        };
        for (auto const& c : cases) check(c);
        conversation with;
        auto const answer = with.post(videos, body("wan2.7-t2v", R"("prompt":"x")"));
        CHECK(answer.status == 403);
        CHECK(at(body_of(answer), "/message") == "current user api does not support synchronous calls.");
    }

    TEST_CASE("a film can't fail in part") {
        conversation with;
        auto const done = finished(with, body("wan2.7-t2v", R"("prompt":"x [[task:partial]]")"));
        CHECK(at(done, "/output/task_status") == "FAILED");
        CHECK(at(done, "/output/video_url") == "(absent)");
    }
}
