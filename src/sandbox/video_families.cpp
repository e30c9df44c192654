#include "sandbox/video_families.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace sandbox {
namespace {

using enum input_kind;

constexpr media_rule first_frame_only[] = {{"first_frame", 1, 1, image}};
constexpr media_rule wan_frames[] = {{"first_frame", 0, 1, image},
                                     {"last_frame", 0, 1, image},
                                     {"driving_audio", 0, 1, audio},
                                     {"first_clip", 0, 1, video}};
constexpr media_rule image_references[] = {{"reference_image", 1, 9, image}};
constexpr media_rule all_references[] = {
    {"reference_image", 0, 5, image}, {"reference_video", 0, 5, video}, {"first_frame", 0, 1, image}};
constexpr media_rule horse_edit[] = {{"video", 1, 1, video}, {"reference_image", 0, 5, image}};
constexpr media_rule wan_edit[] = {{"video", 1, 1, video}, {"reference_image", 0, 4, image}};
constexpr media_rule anything[] = {{"first_frame", 0, 1, image},     {"last_frame", 0, 1, image},
                                   {"first_clip", 0, 1, video},      {"driving_audio", 0, 1, audio},
                                   {"reference_image", 0, 9, image}, {"reference_video", 0, 5, video},
                                   {"reference_audio", 0, 5, audio}, {"video", 0, 1, video}};

constexpr std::string_view high = "720P 1080P";
constexpr std::string_view all_levels = "480P 720P 1080P";
constexpr std::string_view horse_ratios = "16:9 9:16 1:1 4:3 3:4 4:5 5:4 9:21 21:9";
constexpr std::string_view wan_ratios = "16:9 9:16 1:1 4:3 3:4";

constexpr number_range horse_seconds{3, 15, {}, 5};
constexpr number_range wan_seconds{2, 15, {}, 5};
constexpr number_range short_seconds{2, 10, {}, 5};
constexpr number_range five_or_ten{0, 0, "5 10", 5};
constexpr number_range three_to_five{3, 5, {}, 5};
constexpr number_range only_five{5, 5, {}, 5};
constexpr number_range as_input{2, 10, "0 2 3 4 5 6 7 8 9 10", 0};

using enum video_input;

// clang-format off
constexpr video_family families[] = {
    {"happyhorse-1.0-t2v", text, high, "1080P", false, horse_ratios, horse_seconds},
    {"happyhorse-1.1-t2v", text, high, "1080P", false, horse_ratios, horse_seconds},
    {"happyhorse-1.0-i2v", media, high, "1080P", false, {}, horse_seconds, first_frame_only, 1, false},
    {"happyhorse-1.1-i2v", media, high, "1080P", false, {}, horse_seconds, first_frame_only, 1, false},
    {"happyhorse-1.0-r2v", media, high, "1080P", false, horse_ratios, horse_seconds, image_references, 9},
    {"happyhorse-1.1-r2v", media, high, "1080P", false, horse_ratios, horse_seconds, image_references, 9},
    {"happyhorse-1.0-video-edit", media, high, "1080P", false, {}, as_input, horse_edit, 6},
    {"wan2.7-t2v", text, high, "1080P", false, wan_ratios, wan_seconds},
    {"wan2.7-i2v", media, high, "1080P", false, {}, wan_seconds, wan_frames, 4, false},
    {"wan2.7-r2v", media, high, "1080P", false, wan_ratios, short_seconds, all_references, 6},
    {"wan2.7-videoedit", media, high, "1080P", false, wan_ratios, as_input, wan_edit, 5, false},
    {"wan3.0-video", media, high, "1080P", false, horse_ratios, wan_seconds, anything, 15},
    {"wan2.6-t2v", text, high, "1080P", true, {}, wan_seconds},
    {"wan2.5-t2v", text, all_levels, "1080P", true, {}, five_or_ten},
    {"wan2.2-t2v", text, "480P 1080P", "1080P", true, {}, only_five},
    {"wanx2.1-t2v-turbo", text, "480P 720P", "720P", true, {}, only_five},
    {"wanx2.1-t2v-plus", text, "720P", "720P", true, {}, only_five},
    {"wan2.6-i2v", first_frame, high, "1080P", false, {}, wan_seconds, {}, 0, false},
    {"wan2.5-i2v", first_frame, all_levels, "1080P", false, {}, five_or_ten, {}, 0, false},
    {"wan2.2-i2v-flash", first_frame, all_levels, "720P", false, {}, only_five, {}, 0, false},
    {"wan2.2-i2v-plus", first_frame, "480P 1080P", "1080P", false, {}, only_five, {}, 0, false},
    {"wanx2.1-i2v-turbo", first_frame, "480P 720P", "720P", false, {}, three_to_five, {}, 0, false},
    {"wanx2.1-i2v-plus", first_frame, "720P", "720P", false, {}, only_five, {}, 0, false},
    {"wan2.2-kf2v", two_frames, all_levels, "720P", false, {}, only_five, {}, 0, false, true},
    {"wanx2.1-kf2v", two_frames, "720P", "720P", false, {}, only_five, {}, 0, false, true},
    {"wan2.6-r2v", references, high, "1080P", true, {}, short_seconds},
    {"wanx2.1-vace", functions, "720P", "720P", true, {}, only_five, {}, 0, true, true},
};
// clang-format on

struct shape {
    int level;
    std::string_view ratio;
    int width;
    int height;
};

constexpr shape shapes[] = {
    {480, "16:9", 832, 480},    {480, "9:16", 480, 832},    {480, "1:1", 624, 624},    {720, "16:9", 1280, 720},
    {720, "9:16", 720, 1280},   {720, "1:1", 960, 960},     {720, "4:3", 1088, 832},   {720, "3:4", 832, 1088},
    {1080, "16:9", 1920, 1080}, {1080, "9:16", 1080, 1920}, {1080, "1:1", 1440, 1440}, {1080, "4:3", 1632, 1248},
    {1080, "3:4", 1248, 1632},
};

pixel_size parse_ratio(std::string_view text) {
    pixel_size ratio{16, 9};
    auto const colon = text.find(':');
    if (colon == std::string_view::npos) return ratio;
    std::from_chars(text.data(), text.data() + colon, ratio.width);
    std::from_chars(text.data() + colon + 1, text.data() + text.size(), ratio.height);
    return ratio;
}

/// As many pixels as 16:9 has at this level, both sides even.
pixel_size of_level(int level, pixel_size ratio) {
    auto const area = static_cast<double>(level) * level * 16 / 9;
    auto const wide = std::clamp(static_cast<double>(ratio.width) / ratio.height, 0.125, 8.0);
    auto const to_side = [](double side) { return static_cast<int>(std::lround(side / 2)) * 2; };
    return {to_side(std::sqrt(area * wide)), to_side(std::sqrt(area / wide))};
}

}  // namespace

video_family const* find_video_family(std::string_view model) {
    video_family const* found = nullptr;
    for (auto const& each : families)
        if (model.starts_with(each.prefix) && (!found || each.prefix.size() > found->prefix.size())) found = &each;
    return found;
}

int level_of(std::string_view level) {
    int value = 0;
    std::from_chars(level.data(), level.data() + level.size(), value);
    return value;
}

pixel_size film_size(std::string_view level, std::string_view ratio, pixel_size input) {
    if (ratio.empty() && input.width > 0 && input.height > 0) return of_level(level_of(level), input);
    if (ratio.empty()) ratio = "16:9";
    for (auto const& each : shapes)
        if (each.level == level_of(level) && each.ratio == ratio) return {each.width, each.height};
    return of_level(level_of(level), parse_ratio(ratio));
}

std::string_view film_ratio(pixel_size size) {
    for (auto const& each : shapes)
        if (each.width == size.width && each.height == size.height) return each.ratio;
    return {};
}

bool is_film_size(std::string_view size, std::string_view levels) {
    auto const wanted = parse_size(size);
    return wanted && std::ranges::any_of(shapes, [&](shape const& each) {
               return each.width == wanted->width && each.height == wanted->height &&
                      is_listed(levels, std::to_string(each.level) + "P");
           });
}

}  // namespace sandbox
