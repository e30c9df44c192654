#include "dashscope/video_routes.hpp"

namespace dashscope {

namespace {

// Only the ratios count here: these families have a field for them.
constexpr ratio_size wan_ratios[] = {{"16:9", ""}, {"9:16", ""}, {"1:1", ""}, {"4:3", ""}, {"3:4", ""}};
constexpr ratio_size horse_ratios[] = {{"16:9", ""}, {"9:16", ""}, {"1:1", ""},  {"4:3", ""}, {"3:4", ""},
                                       {"4:5", ""},  {"5:4", ""},  {"9:21", ""}, {"21:9", ""}};

constexpr std::string_view usual_images = "jpeg,png,bmp,webp";
constexpr std::string_view web_images = "jpeg,png,webp";
constexpr std::string_view tiff_images = "jpeg,png,bmp,tiff,webp";
constexpr media_limit horse_frame{.types = web_images, .max_megabytes = 20, .min_side = 300, .max_ratio = 2.5};
constexpr media_limit horse_reference{.types = web_images, .max_megabytes = 20, .min_side = 400};
constexpr media_limit wan27_image{
    .types = usual_images, .max_megabytes = 20, .min_side = 240, .max_side = 8000, .max_ratio = 8};
constexpr media_limit wan26_image{.types = usual_images, .max_megabytes = 20, .min_side = 240, .max_side = 8000};
constexpr media_limit wan26_reference{
    .types = usual_images, .max_megabytes = 20, .min_side = 240, .max_side = 8000, .data_uri = false};
constexpr media_limit wan22_image{.types = usual_images, .max_megabytes = 10, .min_side = 240, .max_side = 8000};
constexpr media_limit vace_image{
    .types = tiff_images, .max_megabytes = 10, .min_side = 360, .max_side = 2000, .data_uri = false};
constexpr media_limit any_image{.max_megabytes = 20};

using media::kind;
constexpr media_limit horse_video{.what = kind::video,
                                  .types = "mp4,quicktime",
                                  .max_megabytes = 100,
                                  .min_side = 360,
                                  .max_side = 4096,
                                  .max_ratio = 2.5,
                                  .data_uri = false};
constexpr media_limit wan27_video{.what = kind::video,
                                  .types = "mp4,quicktime",
                                  .max_megabytes = 100,
                                  .min_side = 240,
                                  .max_side = 4096,
                                  .max_ratio = 8,
                                  .data_uri = false};
constexpr media_limit wan26_video{
    .what = kind::video, .types = "mp4,quicktime", .max_megabytes = 100, .data_uri = false};
constexpr media_limit vace_video{.what = kind::video, .types = "mp4", .max_megabytes = 50, .data_uri = false};
constexpr media_limit any_video{.what = kind::video, .max_megabytes = 100, .data_uri = false};
constexpr media_limit speech{.what = kind::audio, .types = "wav,mpeg", .max_megabytes = 15, .data_uri = false};

constexpr unsigned words = arg_video_negative_prompt | arg_video_prompt_extend;
constexpr unsigned usual = words | arg_resolution | arg_ratio | arg_duration;
constexpr unsigned framed = words | arg_resolution | arg_duration;  // the ratio is the first frame's
constexpr unsigned everything = usual | arg_shot_type | arg_sound | arg_audio_setting | arg_template;

constexpr unsigned frames = role_first_frame | role_last_frame;
constexpr unsigned references = role_reference_image | role_reference_video;
constexpr unsigned vace_roles =
    frames | role_first_clip | role_last_clip | role_reference_image | role_video | role_mask_image | role_mask_video;
constexpr unsigned every_role = frames | role_first_clip | role_audio | references | role_video | role_voice;

// The first row that fits counts.
constexpr video_family families[] = {
    {.prefix = "happyhorse-1.0-t2v", .understands = usual, .ratios = horse_ratios, .duration = {3, 15}},
    {.prefix = "happyhorse-1.0-i2v",
     .roles = role_first_frame,
     .all_of = role_first_frame,
     .understands = framed,
     .duration = {3, 15},
     .prompt_needed = false,
     .image = horse_frame},
    {.prefix = "happyhorse-1.0-r2v",
     .roles = role_reference_image,
     .one_of = role_reference_image,
     .understands = usual,
     .ratios = horse_ratios,
     .duration = {3, 15},
     .max_references = 9,
     .image = horse_reference},
    {.prefix = "happyhorse-1.0-video-edit",
     .roles = role_video | role_reference_image,
     .all_of = role_video,
     .understands = words | arg_resolution | arg_audio_setting,
     .max_references = 5,
     .image = horse_frame,
     .video = horse_video},
    {.prefix = "wan2.7-t2v",
     .roles = role_audio,
     .understands = usual,
     .ratios = wan_ratios,
     .duration = {2, 15},
     .audio = speech},
    {.prefix = "wan2.7-i2v",
     .roles = frames | role_first_clip | role_audio,
     .one_of = role_first_frame | role_first_clip,
     .understands = framed,
     .duration = {2, 15},
     .prompt_needed = false,
     .image = wan27_image,
     .video = wan27_video,
     .audio = speech},
    {.prefix = "wan2.7-r2v",
     .roles = references | role_first_frame | role_voice,
     .one_of = references,
     .understands = usual,
     .ratios = wan_ratios,
     .duration = {2, 15},
     .max_references = 5,
     .max_reference_videos = 5,
     .image = wan27_image,
     .video = wan27_video,
     .audio = speech},
    {.prefix = "wan2.7-videoedit",
     .roles = role_video | role_reference_image,
     .all_of = role_video,
     .understands = usual | arg_audio_setting,
     .ratios = wan_ratios,
     .duration = {2, 10, 1, true},
     .max_references = 4,
     .prompt_needed = false,
     .image = wan27_image,
     .video = wan27_video},
    {.prefix = "wan2.6-t2v",
     .roles = role_audio,
     .understands = usual | arg_shot_type,
     .size_field = true,
     .duration = {2, 15},
     .audio = speech},
    {.prefix = "wan2.5-t2v",
     .roles = role_audio,
     .understands = usual,
     .levels = level_480 | level_720 | level_1080,
     .size_field = true,
     .duration = {5, 10, 5},
     .audio = speech},
    {.prefix = "wan2.2-t2v",
     .understands = usual,
     .levels = level_480 | level_1080,
     .size_field = true,
     .duration = {5, 5}},
    {.prefix = "wanx2.1-t2v-turbo",
     .understands = usual,
     .levels = level_480 | level_720,
     .usual_level = level_720,
     .size_field = true,
     .duration = {5, 5}},
    {.prefix = "wanx2.1-t2v",
     .understands = usual,
     .levels = level_720,
     .usual_level = level_720,
     .size_field = true,
     .duration = {5, 5}},
    {.prefix = "wan2.6-i2v-flash",
     .shape = video_shape::image,
     .roles = role_first_frame | role_audio,
     .all_of = role_first_frame,
     .understands = framed | arg_shot_type | arg_sound | arg_template,
     .duration = {2, 15},
     .prompt_needed = false,
     .image = wan26_image,
     .audio = speech},
    {.prefix = "wan2.6-i2v",
     .shape = video_shape::image,
     .roles = role_first_frame | role_audio,
     .all_of = role_first_frame,
     .understands = framed | arg_shot_type | arg_template,
     .duration = {2, 15},
     .prompt_needed = false,
     .image = wan26_image,
     .audio = speech},
    {.prefix = "wan2.5-i2v",
     .shape = video_shape::image,
     .roles = role_first_frame | role_audio,
     .all_of = role_first_frame,
     .understands = framed | arg_template,
     .levels = level_480 | level_720 | level_1080,
     .duration = {5, 10, 5},
     .prompt_needed = false,
     .image = wan26_image,
     .audio = speech},
    {.prefix = "wan2.2-i2v-flash",
     .shape = video_shape::image,
     .roles = role_first_frame,
     .all_of = role_first_frame,
     .understands = framed | arg_template,
     .levels = level_480 | level_720 | level_1080,
     .usual_level = level_720,
     .duration = {5, 5},
     .prompt_needed = false,
     .image = wan22_image},
    {.prefix = "wan2.2-i2v",
     .shape = video_shape::image,
     .roles = role_first_frame,
     .all_of = role_first_frame,
     .understands = framed | arg_template,
     .levels = level_480 | level_1080,
     .duration = {5, 5},
     .prompt_needed = false,
     .image = wan22_image},
    {.prefix = "wanx2.1-i2v-turbo",
     .shape = video_shape::image,
     .roles = role_first_frame,
     .all_of = role_first_frame,
     .understands = framed | arg_template,
     .levels = level_480 | level_720,
     .usual_level = level_720,
     .duration = {3, 5},
     .prompt_needed = false,
     .image = wan22_image},
    {.prefix = "wanx2.1-i2v",
     .shape = video_shape::image,
     .roles = role_first_frame,
     .all_of = role_first_frame,
     .understands = framed | arg_template,
     .levels = level_720,
     .usual_level = level_720,
     .duration = {5, 5},
     .prompt_needed = false,
     .image = wan22_image},
    {.prefix = "wan2.2-kf2v",
     .shape = video_shape::frames,
     .roles = frames,
     .all_of = role_first_frame,
     .understands = framed | arg_template,
     .levels = level_480 | level_720 | level_1080,
     .usual_level = level_720,
     .duration = {5, 5},
     .prompt_needed = false,
     .image = wan22_image},
    {.prefix = "wanx2.1-kf2v",
     .shape = video_shape::frames,
     .roles = frames,
     .all_of = role_first_frame,
     .understands = framed | arg_template,
     .levels = level_720,
     .usual_level = level_720,
     .duration = {5, 5},
     .prompt_needed = false,
     .image = wan22_image},
    {.prefix = "wan2.6-r2v-flash",
     .shape = video_shape::reference_urls,
     .roles = references,
     .one_of = references,
     .understands = usual | arg_shot_type | arg_sound,
     .size_field = true,
     .duration = {2, 10},
     .max_references = 5,
     .max_reference_videos = 3,
     .image = wan26_reference,
     .video = wan26_video},
    {.prefix = "wan2.6-r2v",
     .shape = video_shape::reference_urls,
     .roles = references,
     .one_of = references,
     .understands = usual | arg_shot_type,
     .size_field = true,
     .duration = {2, 10},
     .max_references = 5,
     .max_reference_videos = 3,
     .image = wan26_reference,
     .video = wan26_video},
    {.prefix = "wanx2.1-vace",
     .shape = video_shape::functions,
     .roles = vace_roles,
     .understands = arg_video_prompt_extend | arg_ratio | arg_resolution | arg_duration | arg_video_function,
     .levels = level_720,
     .usual_level = level_720,
     .size_field = true,
     .duration = {5, 5},
     .max_references = 3,
     .image = vace_image,
     .video = vace_video},
    // Voices as entries of their own: as the official CLI sends them.
    {.prefix = "wan3",
     .roles = every_role,
     .understands = everything,
     .prompt_needed = false,
     .voices_apart = true,
     .image = any_image,
     .video = any_video,
     .audio = speech,
     .known = false},
    {.prefix = "",
     .part = "kf2v",
     .shape = video_shape::frames,
     .roles = frames,
     .understands = everything,
     .prompt_needed = false,
     .image = any_image,
     .video = any_video,
     .audio = speech,
     .known = false},
    {.prefix = "",
     .roles = every_role,
     .understands = everything,
     .prompt_needed = false,
     .image = any_image,
     .video = any_video,
     .audio = speech,
     .known = false},
};

bool fits(video_family const& family, std::string_view model) {
    return model.starts_with(family.prefix) &&
           (family.part.empty() || model.find(family.part, family.prefix.size()) != std::string_view::npos);
}

}  // namespace

video_family const& find_video_family(std::string_view model) {
    for (auto const& family : families)
        if (fits(family, model)) return family;
    return families[std::size(families) - 1];
}

}  // namespace dashscope
