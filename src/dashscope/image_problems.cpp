#include "dashscope/image_request.hpp"
#include "dashscope/image_size.hpp"

#include <algorithm>

namespace dashscope {

namespace {

using problem_texts = std::vector<std::string>;

bool is_set(json::object const& parameters, std::string_view name) {
    auto const* value = parameters.if_contains(name);
    return value && value->is_bool() && value->as_bool();
}

std::string counted(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " image" : " images");
}

std::string count_text(std::size_t least, std::size_t most) {
    if (least == most) return "exactly " + counted(most);
    if (least == 0) return "at most " + counted(most);
    return std::to_string(least) + " to " + counted(most);
}

void check_images(image_request const& request, image_family const& family, problem_texts& problems) {
    auto least = family.min_images;
    auto most = family.max_images;
    if (family.takes(arg_interleave) && is_set(request.parameters, "enable_interleave")) least = 0, most = 1;
    auto given = request.images.size();
    if (given >= least && given <= most) return;
    if (most == 0)
        problems.push_back(request.model +
                           " takes no image, it makes pictures from text alone: for pictures as input use "
                           "qwen-image-2.0 or wan2.7-image");
    else
        problems.push_back(request.model + " needs " + count_text(least, most) + "; " + std::to_string(given) +
                           " given");
}

void check_count(image_request const& request, image_family const& family, problem_texts& problems) {
    if (!request.n) return;
    bool sequence = family.takes(arg_sequence) && is_set(request.parameters, "enable_sequential");
    auto most = sequence ? 12 : family.max_n;
    if (*request.n >= 1 && *request.n <= most) return;
    auto range = most == 1 ? std::string("makes one picture at a time: n must be 1")
                           : "makes 1 to " + std::to_string(most) + " pictures at a time: n must be in that range";
    problems.push_back(request.model + " " + range);
}

void check_understood(image_request const& request, image_family const& family, problem_texts& problems) {
    struct row {
        bool given;
        image_argument what;
        std::string_view name;
        std::string_view advice;
    };
    bool sized = !request.size.empty() || !request.ratio.empty();
    row const rows[] = {
        {!request.negative_prompt.empty(), arg_negative_prompt, "negative_prompt", "say in the prompt what to avoid"},
        {request.prompt_extend.has_value(), arg_prompt_extend, "prompt_extend", "leave it out"},
        {request.watermark.has_value(), arg_watermark, "watermark", "leave it out"},
        {sized, arg_size, "size or ratio", "the output follows the (last) input image"},
        {!request.function.empty(), arg_function, "function", "use wanx2.1-imageedit, or say the edit in the prompt"},
        {!request.mask.empty(), arg_mask, "mask", "use wanx2.1-imageedit with function description_edit_with_mask"},
    };
    for (auto const& each : rows)
        if (each.given && !family.takes(each.what))
            problems.push_back(request.model + " does not understand " + std::string(each.name) + ": " +
                               std::string(each.advice));
}

void check_function(image_request const& request, image_family const& family, problem_texts& problems) {
    if (family.shape != image_shape::functions) return;
    auto all = image_edit_functions();
    if (std::find(all.begin(), all.end(), request.function) == all.end()) {
        std::string names;
        for (auto name : all) names += (names.empty() ? "" : ", ") + std::string(name);
        problems.push_back(request.model + " needs function, one of: " + names);
        return;
    }
    bool masked = request.function == "description_edit_with_mask";
    if (masked && request.mask.empty())
        problems.push_back(
            "function description_edit_with_mask needs mask: an image of the input's size, pure white "
            "where to edit, pure black elsewhere");
    if (!masked && !request.mask.empty())
        problems.push_back("mask belongs to function description_edit_with_mask, not to " + request.function);
}

}  // namespace

std::vector<std::string> problems_of(image_request const& request) {
    problem_texts problems;
    auto const& family = find_image_family(request.model);
    if (request.prompt.empty()) problems.push_back("prompt must not be empty");
    if (request.seed && (*request.seed < 0 || *request.seed > 2147483647))
        problems.push_back("seed must be between 0 and 2147483647");
    auto sized = image_size_for(request, family);
    if (!sized.problem.empty() && family.takes(arg_size)) problems.push_back(sized.problem);
    if (!family.known) return problems;
    check_images(request, family, problems);
    check_count(request, family, problems);
    check_understood(request, family, problems);
    check_function(request, family, problems);
    return problems;
}

}  // namespace dashscope
