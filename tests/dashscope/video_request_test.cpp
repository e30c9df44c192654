#include "dashscope/video_request.hpp"
#include "support.hpp"

#include <boost/json/serialize.hpp>

using namespace dashscope;
using dashscope::test::contains;

namespace {

video_request request(std::string_view model, void (*fill)(video_request&) = nullptr) {
    video_request made;
    made.model = model;
    made.prompt = "a cat runs";
    if (fill) fill(made);
    return made;
}

void add(video_request& to, media_role role, std::string url, std::string voice = {}) {
    to.media.push_back({role, std::move(url), std::move(voice)});
}
void first(video_request& to) {
    add(to, role_first_frame, "https://x/1.png");
}
void both_frames(video_request& to) {
    first(to);
    add(to, role_last_frame, "https://x/2.png");
}
void pictures(video_request& to) {
    add(to, role_reference_image, "https://x/1.png");
    add(to, role_reference_image, "https://x/2.png");
}
void film(video_request& to) {
    add(to, role_video, "https://x/1.mp4");
}

std::string all_of(std::vector<std::string> const& problems) {
    std::string text;
    for (auto const& each : problems) text += each + "\n";
    return text;
}

constexpr std::string_view usual_path = "/api/v1/services/aigc/video-generation/video-synthesis";
constexpr std::string_view frames_path = "/api/v1/services/aigc/image2video/video-synthesis";

struct body_case {
    std::string_view model;
    void (*fill)(video_request&);
    std::string_view body;  // without the model
    std::string_view path = usual_path;
};

void check_bodies(std::span<body_case const> cases) {
    for (auto const& each : cases) {
        CAPTURE(each.model);
        CAPTURE(each.body);
        auto const asked = request(each.model, each.fill);
        CHECK(all_of(problems_of(asked)) == "");
        auto const made = compose(asked);
        CHECK(made.path == each.path);
        CHECK(made.async);
        auto expected = json::parse(each.body).as_object();
        expected["model"] = each.model;
        CHECK_MESSAGE(made.body == expected, json::serialize(made.body));
    }
}

}  // namespace

TEST_CASE("films from text") {
    body_case const cases[] = {
        {"happyhorse-1.0-t2v",
         [](video_request& to) {
             to.resolution = "720p";
             to.ratio = "16:9";
             to.duration = 5;
         },
         R"({"input":{"prompt":"a cat runs"},"parameters":{"resolution":"720P","ratio":"16:9","duration":5}})"},
        {"happyhorse-1.1-t2v", nullptr, R"({"input":{"prompt":"a cat runs"},"parameters":{}})"},
        {"wan2.7-t2v-2026-04-25",
         [](video_request& to) {
             to.size = "1280*720";
             to.negative_prompt = "flowers";
             to.prompt_extend = true;
             to.watermark = true;
             to.duration = 15;
             to.seed = 7;
             add(to, role_audio, "https://x/a.mp3");
         },
         R"({"input":{"prompt":"a cat runs","negative_prompt":"flowers","audio_url":"https://x/a.mp3"},"parameters":
             {"resolution":"720P","ratio":"16:9","prompt_extend":true,"watermark":true,"duration":15,"seed":7}})"},
        {"wan2.6-t2v",
         [](video_request& to) {
             to.size = "1280x720";
             to.prompt_extend = true;
             to.duration = 10;
             to.shot_type = "multi";
             add(to, role_audio, "https://x/a.mp3");
         },
         R"({"input":{"prompt":"a cat runs","audio_url":"https://x/a.mp3"},"parameters":{"size":"1280*720",
             "prompt_extend":true,"duration":10,"shot_type":"multi"}})"},
        // Levels and ratios become the pixels of the older models.
        {"wan2.6-t2v",
         [](video_request& to) {
             to.resolution = "1080P";
             to.ratio = "9:16";
         },
         R"({"input":{"prompt":"a cat runs"},"parameters":{"size":"1080*1920"}})"},
        {"wan2.5-t2v-preview", [](video_request& to) { to.resolution = "480P"; },
         R"({"input":{"prompt":"a cat runs"},"parameters":{"size":"832*480"}})"},
        {"wanx2.1-t2v-turbo", [](video_request& to) { to.ratio = "4:3"; },
         R"({"input":{"prompt":"a cat runs"},"parameters":{"size":"1088*832"}})"},
        // A fixed duration is not a parameter.
        {"wan2.2-t2v-plus", [](video_request& to) { to.duration = 5; },
         R"({"input":{"prompt":"a cat runs"},"parameters":{}})"},
        {"wan3.0-video", [](video_request& to) { to.resolution = "4K"; },
         R"({"input":{"prompt":"a cat runs"},"parameters":{"resolution":"4K"}})"},
        {"pixverse/pixverse-c1-t2v", [](video_request& to) { to.size = "640*352"; },
         R"({"input":{"prompt":"a cat runs"},"parameters":{"size":"640*352"}})"},
    };
    check_bodies(cases);
}

TEST_CASE("films from frames and clips") {
    body_case const cases[] = {
        {"happyhorse-1.0-i2v",
         [](video_request& to) {
             first(to);
             to.resolution = "720P";
             to.duration = 5;
         },
         R"({"input":{"prompt":"a cat runs","media":[{"type":"first_frame","url":"https://x/1.png"}]},
             "parameters":{"resolution":"720P","duration":5}})"},
        {"wan2.7-i2v-2026-04-25",
         [](video_request& to) {
             first(to);
             add(to, role_audio, "https://x/a.mp3");
             to.prompt = "";
         },
         R"({"input":{"media":[{"type":"first_frame","url":"https://x/1.png"},
             {"type":"driving_audio","url":"https://x/a.mp3"}]},"parameters":{}})"},
        {"wan2.7-i2v",
         [](video_request& to) {
             both_frames(to);
             to.duration = 10;
             to.prompt_extend = false;
             to.watermark = true;
         },
         R"({"input":{"prompt":"a cat runs","media":[{"type":"first_frame","url":"https://x/1.png"},
             {"type":"last_frame","url":"https://x/2.png"}]},
             "parameters":{"duration":10,"prompt_extend":false,"watermark":true}})"},
        {"wan2.7-i2v", [](video_request& to) { add(to, role_first_clip, "oss://x/1.mp4"); },
         R"({"input":{"prompt":"a cat runs","media":[{"type":"first_clip","url":"oss://x/1.mp4"}]},"parameters":{}})"},
        // A size says a ratio without meaning it where the frame decides.
        {"wan2.7-i2v",
         [](video_request& to) {
             first(to);
             to.size = "1280*720";
         },
         R"({"input":{"prompt":"a cat runs","media":[{"type":"first_frame","url":"https://x/1.png"}]},
             "parameters":{"resolution":"720P"}})"},
        {"wan2.6-i2v-flash",
         [](video_request& to) {
             first(to);
             add(to, role_audio, "https://x/a.mp3");
             to.resolution = "720P";
             to.duration = 10;
             to.shot_type = "multi";
             to.sound = false;
         },
         R"({"input":{"prompt":"a cat runs","img_url":"https://x/1.png","audio_url":"https://x/a.mp3"},
             "parameters":{"resolution":"720P","duration":10,"shot_type":"multi","audio":false}})"},
        {"wanx2.1-i2v-turbo",
         [](video_request& to) {
             first(to);
             to.prompt = "";
             to.effect = "flying";
             to.resolution = "720P";
         },
         R"({"input":{"img_url":"https://x/1.png","template":"flying"},"parameters":{"resolution":"720P"}})"},
        {"wan2.2-kf2v-flash",
         [](video_request& to) {
             both_frames(to);
             to.resolution = "480P";
             to.prompt_extend = true;
         },
         R"({"input":{"prompt":"a cat runs","first_frame_url":"https://x/1.png","last_frame_url":"https://x/2.png"},
             "parameters":{"resolution":"480P","prompt_extend":true}})",
         frames_path},
        {"wanx2.1-kf2v-plus",
         [](video_request& to) {
             first(to);
             to.prompt = "";
             to.effect = "hanfu-1";
         },
         R"({"input":{"first_frame_url":"https://x/1.png","template":"hanfu-1"},"parameters":{}})", frames_path},
        {"wan9-kf2v", both_frames,
         R"({"input":{"prompt":"a cat runs","first_frame_url":"https://x/1.png","last_frame_url":"https://x/2.png"},
             "parameters":{}})",
         frames_path},
        {"kling/kling-v3-omni-video-generation", first,
         R"({"input":{"prompt":"a cat runs","media":[{"type":"first_frame","url":"https://x/1.png"}]},
             "parameters":{}})"},
    };
    check_bodies(cases);
}

TEST_CASE("films with references") {
    body_case const cases[] = {
        {"happyhorse-1.0-r2v", pictures,
         R"({"input":{"prompt":"a cat runs","media":[{"type":"reference_image","url":"https://x/1.png"},
             {"type":"reference_image","url":"https://x/2.png"}]},"parameters":{}})"},
        {"wan2.7-r2v",
         [](video_request& to) {
             add(to, role_reference_image, "https://x/1.png", "https://x/girl.mp3");
             add(to, role_reference_video, "https://x/1.mp4", "https://x/boy.mp3");
             add(to, role_reference_image, "https://x/2.png");
             to.resolution = "720P";
             to.ratio = "16:9";
             to.duration = 10;
             to.prompt_extend = false;
             to.watermark = true;
         },
         R"({"input":{"prompt":"a cat runs","media":[
             {"type":"reference_image","url":"https://x/1.png","reference_voice":"https://x/girl.mp3"},
             {"type":"reference_video","url":"https://x/1.mp4","reference_voice":"https://x/boy.mp3"},
             {"type":"reference_image","url":"https://x/2.png"}]},"parameters":{"resolution":"720P","ratio":"16:9",
             "duration":10,"prompt_extend":false,"watermark":true}})"},
        {"wan3.0-video", [](video_request& to) { add(to, role_reference_image, "https://x/1.png", "https://x/a.mp3"); },
         R"({"input":{"prompt":"a cat runs","media":[{"type":"reference_image","url":"https://x/1.png"},
             {"type":"reference_audio","url":"https://x/a.mp3"}]},"parameters":{}})"},
        {"wan2.6-r2v-flash",
         [](video_request& to) {
             add(to, role_reference_video, "https://x/1.mp4");
             add(to, role_reference_image, "https://x/1.png");
             to.size = "1280*720";
             to.duration = 10;
             to.sound = true;
             to.shot_type = "multi";
             to.watermark = true;
         },
         R"({"input":{"prompt":"a cat runs","reference_urls":["https://x/1.mp4","https://x/1.png"]},"parameters":{
             "size":"1280*720","duration":10,"audio":true,"shot_type":"multi","watermark":true}})"},
    };
    check_bodies(cases);
}

TEST_CASE("editing") {
    body_case const cases[] = {
        {"happyhorse-1.0-video-edit",
         [](video_request& to) {
             film(to);
             add(to, role_reference_image, "https://x/1.png");
             to.resolution = "720P";
         },
         R"({"input":{"prompt":"a cat runs","media":[{"type":"video","url":"https://x/1.mp4"},
             {"type":"reference_image","url":"https://x/1.png"}]},"parameters":{"resolution":"720P"}})"},
        {"wan2.7-videoedit",
         [](video_request& to) {
             film(to);
             to.duration = 0;
             to.audio_setting = "origin";
             to.ratio = "1:1";
             to.prompt_extend = true;
         },
         R"({"input":{"prompt":"a cat runs","media":[{"type":"video","url":"https://x/1.mp4"}]},"parameters":{
             "ratio":"1:1","duration":0,"audio_setting":"origin","prompt_extend":true}})"},
        {"wanx2.1-vace-plus",
         [](video_request& to) {
             pictures(to);
             to.function = "image_reference";
             to.prompt_extend = true;
             to.parameters = {{"obj_or_bg", {"obj", "bg"}}};
             to.size = "1280*720";
         },
         R"({"input":{"function":"image_reference","prompt":"a cat runs",
             "ref_images_url":["https://x/1.png","https://x/2.png"]},
             "parameters":{"prompt_extend":true,"size":"1280*720"}})"},
        {"wanx2.1-vace-plus",
         [](video_request& to) {
             pictures(to);
             to.function = "image_reference";
         },
         R"({"input":{"function":"image_reference","prompt":"a cat runs",
             "ref_images_url":["https://x/1.png","https://x/2.png"]},"parameters":{"obj_or_bg":["obj","obj"]}})"},
        {"wanx2.1-vace-plus",
         [](video_request& to) {
             film(to);
             to.function = "video_repainting";
             to.control_condition = "depth";
             to.prompt_extend = false;
         },
         R"({"input":{"function":"video_repainting","prompt":"a cat runs","video_url":"https://x/1.mp4"},
             "parameters":{"prompt_extend":false,"control_condition":"depth"}})"},
        {"wanx2.1-vace-plus",
         [](video_request& to) {
             film(to);
             add(to, role_mask_image, "https://x/m.png");
             to.function = "video_edit";
             to.mask_frame = 1;
         },
         R"({"input":{"function":"video_edit","prompt":"a cat runs","video_url":"https://x/1.mp4",
             "mask_image_url":"https://x/m.png","mask_frame_id":1},"parameters":{}})"},
        {"wanx2.1-vace-plus",
         [](video_request& to) {
             add(to, role_first_clip, "https://x/1.mp4");
             to.function = "video_extension";
         },
         R"({"input":{"function":"video_extension","prompt":"a cat runs","first_clip_url":"https://x/1.mp4"},
             "parameters":{}})"},
        {"wanx2.1-vace-plus",
         [](video_request& to) {
             film(to);
             to.function = "video_outpainting";
         },
         R"({"input":{"function":"video_outpainting","prompt":"a cat runs","video_url":"https://x/1.mp4"},
             "parameters":{}})"},
    };
    check_bodies(cases);
}

TEST_CASE("what a family does not take is refused with what it takes") {
    struct {
        std::string_view model;
        void (*fill)(video_request&);
        std::string_view text;
    } const cases[] = {
        {"happyhorse-1.0-t2v", first, "does not take first_frame: use happyhorse-1.0-i2v or wan2.7-i2v"},
        {"happyhorse-1.0-t2v", [](video_request& to) { add(to, role_audio, "a.mp3"); }, "use wan2.7-t2v"},
        {"happyhorse-1.0-i2v", both_frames, "does not take last_frame: use wan2.7-i2v"},
        {"happyhorse-1.0-i2v", nullptr, "needs first_frame"},
        {"wan2.7-i2v", nullptr, "needs first_frame or first_clip"},
        {"wan2.7-i2v",
         [](video_request& to) {
             first(to);
             add(to, role_first_clip, "1.mp4");
         },
         "first_clip goes alone or with last_frame"},
        {"wan2.7-i2v",
         [](video_request& to) {
             first(to);
             to.ratio = "16:9";
         },
         "takes no ratio"},
        {"wan2.2-kf2v-flash", first, "needs last_frame (or a template)"},
        {"happyhorse-1.0-r2v", nullptr, "needs reference_images"},
        {"happyhorse-1.0-r2v",
         [](video_request& to) {
             for (int i = 0; i < 10; ++i) add(to, role_reference_image, "1.png");
         },
         "at most 9 references; 10 given"},
        {"happyhorse-1.0-r2v", [](video_request& to) { add(to, role_reference_image, "1.png", "a.mp3"); },
         "does not take voices: use wan2.7-r2v"},
        {"wan2.7-r2v",
         [](video_request& to) {
             for (int i = 0; i < 3; ++i) pictures(to);
         },
         "at most 5 references; 6 given"},
        {"wan2.7-r2v",
         [](video_request& to) {
             add(to, role_reference_video, "1.mp4");
             to.duration = 12;
         },
         "2 to 10 seconds: duration 12"},
        {"wan2.6-r2v",
         [](video_request& to) {
             for (int i = 0; i < 4; ++i) add(to, role_reference_video, "1.mp4");
         },
         "at most 3 reference videos; 4 given"},
        {"wan2.7-videoedit", nullptr, "needs video"},
        {"happyhorse-1.0-video-edit",
         [](video_request& to) {
             film(to);
             to.duration = 5;
         },
         "does not understand duration: the film is as long as its input"},
        {"wan2.7-videoedit",
         [](video_request& to) {
             film(to);
             to.duration = 1;
         },
         "2 to 10 seconds (0: as long as the input)"},
        {"happyhorse-1.0-t2v", [](video_request& to) { to.duration = 2; }, "3 to 15 seconds: duration 2"},
        {"wan2.5-t2v-preview", [](video_request& to) { to.duration = 7; }, "5 or 10 seconds"},
        {"wan2.2-t2v-plus", [](video_request& to) { to.duration = 10; }, "films of 5 seconds only"},
        {"wan2.7-t2v", [](video_request& to) { to.resolution = "480P"; }, "resolutions 720P, 1080P, not 480P"},
        {"wan2.7-t2v", [](video_request& to) { to.ratio = "21:9"; }, "ratios 16:9, 9:16, 1:1, 4:3, 3:4, not 21:9"},
        {"wan2.7-t2v", [](video_request& to) { to.ratio = "wide"; }, "such as 16:9"},
        {"wan2.7-t2v", [](video_request& to) { to.size = "1000*1000"; },
         "takes a resolution (720P, 1080P) and a ratio"},
        {"wan2.6-t2v", [](video_request& to) { to.size = "1000*1000"; }, "takes these sizes: 1280*720 (16:9)"},
        {"wan2.6-t2v", [](video_request& to) { to.resolution = "480P"; }, "takes these sizes"},
        {"wan2.7-t2v", [](video_request& to) { to.shot_type = "multi"; }, "does not understand shot_type"},
        {"wan2.6-t2v", [](video_request& to) { to.sound = false; }, "only wan2.6-i2v-flash"},
        {"wan2.7-t2v", [](video_request& to) { to.function = "video_edit"; }, "use wanx2.1-vace-plus"},
        {"wan2.7-t2v", [](video_request& to) { to.prompt = ""; }, "prompt must not be empty"},
        {"wan2.7-t2v", [](video_request& to) { to.seed = -1; }, "seed must be between"},
        {"wanx2.1-vace-plus", film, "needs function, one of: image_reference, video_repainting"},
        {"wanx2.1-vace-plus", [](video_request& to) { to.function = "image_reference"; },
         "function image_reference needs reference_images"},
        {"wanx2.1-vace-plus",
         [](video_request& to) {
             film(to);
             to.function = "video_repainting";
         },
         "needs control_condition: posebodyface, posebody, scribble or depth"},
        {"wanx2.1-vace-plus",
         [](video_request& to) {
             film(to);
             to.function = "video_edit";
         },
         "needs mask_image or mask_video"},
        {"wanx2.1-vace-plus",
         [](video_request& to) {
             film(to);
             add(to, role_mask_image, "m.png");
             add(to, role_mask_video, "m.mp4");
             to.function = "video_edit";
         },
         "mask_image or mask_video, not both"},
        {"wanx2.1-vace-plus",
         [](video_request& to) {
             film(to);
             to.function = "video_extension";
         },
         "needs first_frame or last_frame or first_clip or last_clip"},
        {"wanx2.1-vace-plus",
         [](video_request& to) {
             film(to);
             to.function = "video_outpainting";
             to.ratio = "1:1";
         },
         "function video_outpainting takes no size"},
        {"a-new-model", [](video_request& to) { to.prompt = ""; }, "give a prompt, or media"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.model);
        CAPTURE(each.text);
        auto const text = all_of(problems_of(request(each.model, each.fill)));
        CHECK_MESSAGE(contains(text, each.text), text);
    }
}

TEST_CASE("files are checked by their family's rules") {
    auto frame = video_input_rules("happyhorse-1.0-i2v", role_first_frame);
    CHECK(frame.name == "first_frame");
    CHECK(frame.min_side == 300);
    CHECK(frame.max_ratio == 2.5);
    auto clip = video_input_rules("wan2.7-i2v", role_first_clip);
    CHECK(clip.kinds == std::vector{media::kind::video});
    CHECK(clip.types == std::vector<std::string>{"video/mp4", "video/quicktime"});
    CHECK(clip.max_bytes == 100u << 20);
    CHECK_FALSE(clip.data_uri_allowed);
    auto voice = video_input_rules("wan2.7-r2v", role_voice);
    CHECK(voice.name == "voices");
    CHECK(voice.types == std::vector<std::string>{"audio/wav", "audio/mpeg"});
    CHECK(voice.max_bytes == 15u << 20);
    CHECK(video_input_rules("wan2.2-kf2v-flash", role_last_frame).data_uri_allowed);
    CHECK_FALSE(video_input_rules("wanx2.1-vace-plus", role_mask_image).data_uri_allowed);
}
