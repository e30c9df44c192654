#pragma once
// Which endpoint a film model is asked at, in which form, and what it takes (catalogue §5): one table. All are tasks.

#include "dashscope/media_limit.hpp"
#include "dashscope/media_size.hpp"

namespace dashscope {

inline constexpr std::string_view video_synthesis_path = "/api/v1/services/aigc/video-generation/video-synthesis";
inline constexpr std::string_view frames_to_video_path = "/api/v1/services/aigc/image2video/video-synthesis";

/// What a file is to the film.
enum media_role : unsigned {
    role_first_frame = 1,
    role_last_frame = 2,
    role_first_clip = 4,
    role_last_clip = 8,
    role_audio = 16,
    role_reference_image = 32,
    role_reference_video = 64,
    role_video = 128,  // to be edited
    role_mask_image = 256,
    role_mask_video = 512,
    role_voice = 1024,  // of a reference
};

/// The argument that carries a role, for texts.
std::string_view argument_of(media_role role);

/// The form of `input`.
enum class video_shape {
    media,           // prompt, media:[{type,url}…], audio_url
    image,           // prompt, img_url, audio_url, template
    frames,          // prompt, first_frame_url, last_frame_url, template
    reference_urls,  // prompt, reference_urls:[…]
    functions,       // function, prompt, video_url, mask_…, ref_images_url:[…]
};

/// Arguments that not every family understands.
enum video_argument : unsigned {
    arg_video_negative_prompt = 1,
    arg_video_prompt_extend = 2,
    arg_resolution = 4,
    arg_ratio = 8,  // also by `size`
    arg_duration = 16,
    arg_shot_type = 32,
    arg_sound = 64,
    arg_audio_setting = 128,
    arg_template = 256,
    arg_video_function = 512,
};

/// The levels of `resolution`; a set.
enum resolution_level : unsigned { level_480 = 1, level_720 = 2, level_1080 = 4 };

struct duration_range {
    std::int64_t least = 0, most = 0;  // equal: fixed, never sent. Both 0: no limit
    std::int64_t step = 1;
    bool zero = false;  // 0 means: as long as the input
};

struct video_family {
    std::string_view prefix;
    std::string_view part = {};  // must be in the rest of the name
    video_shape shape = video_shape::media;
    unsigned roles = 0;   // what it takes
    unsigned one_of = 0;  // of these it needs at least one; 0: none
    unsigned all_of = 0;  // of these each
    unsigned understands = 0;
    unsigned levels = level_720 | level_1080;
    resolution_level usual_level = level_1080;
    bool size_field = false;  // `size` in place of `resolution` and `ratio`
    std::span<ratio_size const> ratios = {};
    duration_range duration = {};
    std::size_t max_references = 0, max_reference_videos = 0;
    bool prompt_needed = true;
    bool voices_apart = false;  // {type:reference_audio} entries instead of `reference_voice`
    media_limit image = {}, video = {}, audio = {};
    bool known = true;  // false: a newer model, tried without checks

    std::string_view path() const { return shape == video_shape::frames ? frames_to_video_path : video_synthesis_path; }
    bool takes(media_role role) const { return (roles & role) != 0; }
    bool takes(video_argument what) const { return (understands & what) != 0; }
};

/// Never fails: an unknown model gets the newest form.
video_family const& find_video_family(std::string_view model);

/// The sizes of one level.
std::span<ratio_size const> sizes_of(resolution_level level);
std::string_view name_of(resolution_level level);  // "720P"

/// A function of wanx2.1-vace-plus.
struct video_function {
    std::string_view name;
    unsigned roles = 0, one_of = 0, all_of = 0;
    std::size_t max_references = 0;
    bool sized = false;             // takes size
    bool condition_needed = false;  // control_condition
};
std::span<video_function const> video_functions();
video_function const* find_video_function(std::string_view name);

}  // namespace dashscope
