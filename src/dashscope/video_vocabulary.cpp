// The words of the film tables: roles, levels and the functions of VACE.

#include "dashscope/video_routes.hpp"

namespace dashscope {

namespace {

constexpr ratio_size sizes_480[] = {{"16:9", "832*480"}, {"9:16", "480*832"}, {"1:1", "624*624"}};
constexpr ratio_size sizes_720[] = {
    {"16:9", "1280*720"}, {"9:16", "720*1280"}, {"1:1", "960*960"}, {"4:3", "1088*832"}, {"3:4", "832*1088"},
};
constexpr ratio_size sizes_1080[] = {
    {"16:9", "1920*1080"}, {"9:16", "1080*1920"}, {"1:1", "1440*1440"}, {"4:3", "1632*1248"}, {"3:4", "1248*1632"},
};

constexpr unsigned frames = role_first_frame | role_last_frame;
constexpr unsigned clips = role_first_clip | role_last_clip;
constexpr unsigned masks = role_mask_image | role_mask_video;
constexpr video_function functions[] = {
    {.name = "image_reference",
     .roles = role_reference_image,
     .all_of = role_reference_image,
     .max_references = 3,
     .sized = true},
    {.name = "video_repainting",
     .roles = role_video | role_reference_image,
     .all_of = role_video,
     .max_references = 1,
     .condition_needed = true},
    {.name = "video_edit",
     .roles = role_video | role_reference_image | masks,
     .one_of = masks,
     .all_of = role_video,
     .max_references = 1,
     .sized = true},
    {.name = "video_extension", .roles = frames | clips | role_video, .one_of = frames | clips},
    {.name = "video_outpainting", .roles = role_video, .all_of = role_video},
};

struct role_name {
    media_role role;
    std::string_view argument;
};
constexpr role_name role_names[] = {
    {role_first_frame, "first_frame"},
    {role_last_frame, "last_frame"},
    {role_first_clip, "first_clip"},
    {role_last_clip, "last_clip"},
    {role_audio, "audio"},
    {role_reference_image, "reference_images"},
    {role_reference_video, "reference_videos"},
    {role_video, "video"},
    {role_mask_image, "mask_image"},
    {role_mask_video, "mask_video"},
    {role_voice, "voices"},
};

}  // namespace

std::string_view argument_of(media_role role) {
    for (auto const& each : role_names)
        if (each.role == role) return each.argument;
    return {};
}

std::span<ratio_size const> sizes_of(resolution_level level) {
    if (level == level_480) return sizes_480;
    if (level == level_720) return sizes_720;
    return sizes_1080;
}

std::string_view name_of(resolution_level level) {
    if (level == level_480) return "480P";
    if (level == level_720) return "720P";
    return "1080P";
}

std::span<video_function const> video_functions() {
    return functions;
}

video_function const* find_video_function(std::string_view name) {
    for (auto const& each : functions)
        if (each.name == name) return &each;
    return nullptr;
}

}  // namespace dashscope
