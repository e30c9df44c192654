#pragma once
// Which endpoint a picture model is asked at, in which form, and what it takes (catalogue §4): one table.
//
// Where a model has a synchronous and an asynchronous route, the asynchronous one is taken: a task is never lost.

#include "dashscope/media_limit.hpp"
#include "dashscope/media_size.hpp"

namespace dashscope {

inline constexpr std::string_view multimodal_path = "/api/v1/services/aigc/multimodal-generation/generation";
inline constexpr std::string_view image_generation_path = "/api/v1/services/aigc/image-generation/generation";
inline constexpr std::string_view text_to_image_path = "/api/v1/services/aigc/text2image/image-synthesis";
inline constexpr std::string_view image_to_image_path = "/api/v1/services/aigc/image2image/image-synthesis";

/// The form of `input`.
enum class image_shape {
    messages,   // messages:[{role,content:[{image}…,{text}]}]
    prompt,     // prompt, ref_img
    images,     // prompt, images:[…]
    functions,  // function, prompt, base_image_url, mask_image_url
};

/// Arguments that not every family understands; a family's `understands` is a set of them.
enum image_argument : unsigned {
    arg_negative_prompt = 1,
    arg_prompt_extend = 2,
    arg_watermark = 4,
    arg_size = 8,
    arg_function = 16,
    arg_mask = 32,
    arg_size_classes = 64,  // "1K", "2K" as size
    arg_size_4k = 128,      // "4K" as size, for pictures from text alone
    arg_sequence = 256,     // enable_sequential: up to 12 pictures
    arg_interleave = 512,   // enable_interleave: text and pictures, from at most one picture
};

/// What a family's `size` may be. Zero: no limit.
struct size_limit {
    pixel_size least = {}, most = {};  // as areas
    double max_ratio = 0;
    std::uint32_t min_side = 0;
    std::uint32_t max_side = 0;
    bool listed_only = false;  // nothing but the sizes of the family's list
};

struct image_family {
    std::string_view prefix;
    bool whole = false;  // the prefix is the model's whole name
    std::string_view path = multimodal_path;
    image_shape shape = image_shape::messages;
    std::size_t min_images = 0, max_images = 0;
    std::int64_t max_n = 1;
    bool sends_n = false;  // the API makes 4 where nothing is said: we say 1
    unsigned understands = 0;
    size_limit size = {};
    std::span<ratio_size const> ratios = {};
    media_limit input = {};
    std::string_view ratio_field = {};  // a ratio goes there as it is, instead of a size
    bool known = true;                  // false: a newer model, tried without checks

    bool async() const { return path != multimodal_path; }
    bool takes(image_argument what) const { return (understands & what) != 0; }
};

/// Never fails: an unknown model gets the newest form.
image_family const& find_image_family(std::string_view model);

/// The functions of wanx2.1-imageedit.
std::span<std::string_view const> image_edit_functions();

}  // namespace dashscope
