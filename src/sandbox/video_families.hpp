#pragma once
// The models that make films: what each family is given, and what its parameters may be.

#include "sandbox/image_families.hpp"
#include "sandbox/input_media.hpp"

#include <span>
#include <string_view>

namespace sandbox {

/// The form of `input`.
enum class video_input {
    text,         // prompt, audio_url?
    media,        // prompt, media:[{type,url}]
    first_frame,  // img_url
    two_frames,   // first_frame_url, last_frame_url?
    references,   // reference_urls[]
    functions,    // VACE: function, and media by its name
};

struct media_rule {
    std::string_view type;
    int least;
    int most;
    input_kind kind;
};

struct number_range {
    int least = 0;
    int most = 0;
    std::string_view only = {};  // a list in place of the range
    int usual = 5;
};

struct video_family {
    std::string_view prefix;
    video_input input;
    std::string_view levels;  // of `resolution`: "720P 1080P"
    std::string_view usual_level;
    bool sized = false;            // `size` in place of `resolution`
    std::string_view ratios = {};  // of `ratio`; empty: it is the input's
    number_range seconds = {};
    std::span<media_rule const> media = {};
    int most_media = 0;  // of all types but voices
    bool prompt_needed = true;
    bool older_usage = false;  // video_duration, video_ratio
};

/// The row of the longest prefix; null when no family has it.
video_family const* find_video_family(std::string_view model);

/// The film's size for a level and a ratio such as "16:9", or for the ratio of an input.
pixel_size film_size(std::string_view level, std::string_view ratio, pixel_size input);
/// The sizes that `size` may name for these levels; the first is each level's usual one.
bool is_film_size(std::string_view size, std::string_view levels);
/// The ratio of one of these sizes: "16:9".
std::string_view film_ratio(pixel_size size);
/// 480, 720 or 1080.
int level_of(std::string_view level);

}  // namespace sandbox
