#include "dashscope/image_routes.hpp"

namespace dashscope {

namespace {

constexpr ratio_size qwen2_sizes[] = {
    {"16:9", "2688*1536"}, {"9:16", "1536*2688"}, {"1:1", "2048*2048"}, {"4:3", "2368*1728"},
    {"3:4", "1728*2368"},  {"3:2", "1536*1024"},  {"2:3", "1024*1536"}, {"21:9", "2048*872"},
};
constexpr ratio_size qwen_sizes[] = {
    {"16:9", "1664*928"}, {"4:3", "1472*1104"}, {"1:1", "1328*1328"}, {"3:4", "1104*1472"}, {"9:16", "928*1664"},
};
constexpr ratio_size qwen_edit_sizes[] = {
    {"1:1", "1536*1536"}, {"2:3", "1024*1536"},  {"3:2", "1536*1024"},  {"3:4", "1080*1440"},
    {"4:3", "1440*1080"}, {"9:16", "1080*1920"}, {"16:9", "1920*1080"}, {"21:9", "2048*872"},
};
// Within 2048*2048 pixels, sides multiples of 16: the documents give no list for wan2.7.
constexpr ratio_size wan27_sizes[] = {
    {"1:1", "2048*2048"}, {"16:9", "2688*1504"}, {"9:16", "1504*2688"}, {"4:3", "2304*1728"},  {"3:4", "1728*2304"},
    {"3:2", "2496*1664"}, {"2:3", "1664*2496"},  {"21:9", "3024*1296"}, {"9:21", "1296*3024"},
};
constexpr ratio_size wan_edit_sizes[] = {
    {"1:1", "1280*1280"}, {"2:3", "800*1200"},  {"3:2", "1200*800"},  {"3:4", "960*1280"},
    {"4:3", "1280*960"},  {"9:16", "720*1280"}, {"16:9", "1280*720"}, {"21:9", "1344*576"},
};
constexpr ratio_size wan_text_sizes[] = {
    {"1:1", "1280*1280"}, {"3:4", "1104*1472"}, {"4:3", "1472*1104"}, {"9:16", "960*1696"}, {"16:9", "1696*960"},
};
// Sides of 512 to 1440.
constexpr ratio_size wan22_sizes[] = {
    {"1:1", "1024*1024"}, {"16:9", "1440*810"}, {"9:16", "810*1440"}, {"4:3", "1440*1080"},
    {"3:4", "1080*1440"}, {"3:2", "1440*960"},  {"2:3", "960*1440"},
};
constexpr ratio_size wanx1_sizes[] = {
    {"1:1", "1024*1024"},
    {"9:16", "720*1280"},
    {"16:9", "1280*720"},
    {"2:3", "768*1152"},
};
constexpr ratio_size z_sizes[] = {
    {"1:1", "1280*1280"}, {"2:3", "1024*1536"}, {"3:2", "1536*1024"}, {"3:4", "1104*1472"},
    {"4:3", "1472*1104"}, {"7:9", "1120*1440"}, {"9:7", "1440*1120"}, {"9:16", "864*1536"},
    {"16:9", "1536*864"}, {"9:21", "720*1680"}, {"21:9", "1680*720"},
};

constexpr size_limit listed{.listed_only = true};
constexpr size_limit up_to_2k{.least = {512, 512}, .most = {2048, 2048}};
constexpr size_limit sides_to_2k{.min_side = 512, .max_side = 2048};
constexpr size_limit wan27_size{.least = {768, 768}, .most = {2048, 2048}, .max_ratio = 8};
constexpr size_limit wan26_edit_size{.least = {768, 768}, .most = {2048, 2048}, .max_ratio = 4};
constexpr size_limit wan25_edit_size{.least = {768, 768}, .most = {1280, 1280}, .max_ratio = 4};
constexpr size_limit wan_text_size{.least = {1280, 1280}, .most = {1440, 1440}, .max_ratio = 4};
constexpr size_limit wan22_size{.min_side = 512, .max_side = 1440};

constexpr std::string_view common = "jpeg,png,bmp,webp";
constexpr std::string_view with_tiff = "jpeg,png,bmp,tiff,webp";
constexpr std::string_view with_gif = "jpeg,png,bmp,tiff,webp,gif";
constexpr media_limit qwen_input{.types = with_gif, .max_megabytes = 10, .min_side = 11};
constexpr media_limit wan27_input{
    .types = common, .max_megabytes = 20, .min_side = 240, .max_side = 8000, .max_ratio = 8};
constexpr media_limit wan26_input{.types = common, .max_megabytes = 10, .min_side = 240, .max_side = 8000};
constexpr media_limit wan25_input{.types = common, .max_megabytes = 10, .min_side = 384, .max_side = 5000};
constexpr media_limit edit_input{.types = with_tiff, .max_megabytes = 10, .min_side = 512, .max_side = 4096};
constexpr media_limit wanx1_input{
    .types = with_tiff, .max_megabytes = 10, .min_side = 256, .max_side = 4096, .data_uri = false};
constexpr media_limit any_input{.max_megabytes = 20};

constexpr unsigned usual = arg_negative_prompt | arg_prompt_extend | arg_watermark | arg_size;
constexpr unsigned everything = usual | arg_size_classes | arg_size_4k | arg_sequence | arg_interleave;

// The first row whose prefix fits counts.
constexpr image_family families[] = {
    {.prefix = "qwen-image-2.",
     .max_images = 3,
     .max_n = 6,
     .understands = usual,
     .size = up_to_2k,
     .ratios = qwen2_sizes,
     .input = qwen_input},
    {.prefix = "qwen-image-max", .understands = usual, .size = listed, .ratios = qwen_sizes},
    // Of these two the documents name the asynchronous route, of their snapshots they don't.
    {.prefix = "qwen-image",
     .whole = true,
     .path = text_to_image_path,
     .shape = image_shape::prompt,
     .understands = usual,
     .size = listed,
     .ratios = qwen_sizes},
    {.prefix = "qwen-image-plus",
     .whole = true,
     .path = text_to_image_path,
     .shape = image_shape::prompt,
     .understands = usual,
     .size = listed,
     .ratios = qwen_sizes},
    {.prefix = "qwen-image-plus", .understands = usual, .size = listed, .ratios = qwen_sizes},
    {.prefix = "qwen-image-edit-max",
     .min_images = 1,
     .max_images = 3,
     .max_n = 6,
     .understands = usual,
     .size = sides_to_2k,
     .ratios = qwen_edit_sizes,
     .input = qwen_input},
    {.prefix = "qwen-image-edit-plus",
     .min_images = 1,
     .max_images = 3,
     .max_n = 6,
     .understands = usual,
     .size = sides_to_2k,
     .ratios = qwen_edit_sizes,
     .input = qwen_input},
    {.prefix = "qwen-image-edit",
     .min_images = 1,
     .max_images = 3,
     .understands = arg_negative_prompt | arg_watermark,
     .input = qwen_input},
    {.prefix = "z-image", .understands = arg_prompt_extend | arg_size, .size = up_to_2k, .ratios = z_sizes},
    {.prefix = "wan2.7-image-pro",
     .path = image_generation_path,
     .max_images = 9,
     .max_n = 4,
     .understands = arg_watermark | arg_size | arg_size_classes | arg_size_4k | arg_sequence,
     .size = wan27_size,
     .ratios = wan27_sizes,
     .input = wan27_input},
    {.prefix = "wan2.7-image",
     .path = image_generation_path,
     .max_images = 9,
     .max_n = 4,
     .understands = arg_watermark | arg_size | arg_size_classes | arg_sequence,
     .size = wan27_size,
     .ratios = wan27_sizes,
     .input = wan27_input},
    {.prefix = "wan2.6-image",
     .path = image_generation_path,
     .min_images = 1,
     .max_images = 4,
     .max_n = 4,
     .sends_n = true,
     .understands = usual | arg_size_classes | arg_interleave,
     .size = wan26_edit_size,
     .ratios = wan_edit_sizes,
     .input = wan26_input},
    {.prefix = "wan2.6-t2i",
     .path = image_generation_path,
     .max_n = 4,
     .sends_n = true,
     .understands = usual,
     .size = wan_text_size,
     .ratios = wan_text_sizes},
    {.prefix = "wan2.5-t2i",
     .path = text_to_image_path,
     .shape = image_shape::prompt,
     .max_n = 4,
     .sends_n = true,
     .understands = usual,
     .size = wan_text_size,
     .ratios = wan_text_sizes},
    {.prefix = "wan2.5-i2i",
     .path = image_to_image_path,
     .shape = image_shape::images,
     .min_images = 1,
     .max_images = 3,
     .max_n = 4,
     .sends_n = true,
     .understands = usual,
     .size = wan25_edit_size,
     .ratios = wan_edit_sizes,
     .input = wan25_input},
    {.prefix = "wan2.2-t2i",
     .path = text_to_image_path,
     .shape = image_shape::prompt,
     .max_n = 4,
     .sends_n = true,
     .understands = usual,
     .size = wan22_size,
     .ratios = wan22_sizes},
    {.prefix = "wanx2.1-imageedit",
     .path = image_to_image_path,
     .shape = image_shape::functions,
     .min_images = 1,
     .max_images = 1,
     .max_n = 4,
     .understands = arg_watermark | arg_function | arg_mask,
     .input = edit_input},
    {.prefix = "wanx2.",
     .path = text_to_image_path,
     .shape = image_shape::prompt,
     .max_n = 4,
     .sends_n = true,
     .understands = usual,
     .size = wan22_size,
     .ratios = wan22_sizes},
    {.prefix = "wanx-v1",
     .path = text_to_image_path,
     .shape = image_shape::prompt,
     .max_images = 1,
     .max_n = 4,
     .sends_n = true,
     .understands = arg_negative_prompt | arg_size,
     .size = listed,
     .ratios = wanx1_sizes,
     .input = wanx1_input},
    {.prefix = "kling/",
     .path = image_generation_path,
     .understands = everything,
     .input = any_input,
     .ratio_field = "aspect_ratio",
     .known = false},
    {.prefix = "wan",
     .path = image_generation_path,
     .understands = everything,
     .ratios = wan27_sizes,
     .input = any_input,
     .known = false},
    {.prefix = "", .understands = everything, .ratios = qwen2_sizes, .input = any_input, .known = false},
};

constexpr std::string_view functions[] = {
    "stylization_all",  "stylization_local",
    "description_edit", "description_edit_with_mask",
    "remove_watermark", "expand",
    "super_resolution", "colorization",
    "doodle",           "control_cartoon_feature",
};

bool fits(image_family const& family, std::string_view model) {
    return family.whole ? model == family.prefix : model.starts_with(family.prefix);
}

}  // namespace

image_family const& find_image_family(std::string_view model) {
    for (auto const& family : families)
        if (fits(family, model)) return family;
    return families[std::size(families) - 1];
}

std::span<std::string_view const> image_edit_functions() {
    return functions;
}

}  // namespace dashscope
