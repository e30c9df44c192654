#include "dashscope/image_request.hpp"

#include "dashscope/image_size.hpp"
#include "dashscope/json_put.hpp"

namespace dashscope {

namespace {

json::object message_input(image_request const& request) {
    json::array content;
    for (auto const& image : request.images) content.push_back(json::object{{"image", image}});
    content.push_back(json::object{{"text", request.prompt}});
    json::object message{{"role", "user"}};
    message["content"] = std::move(content);
    json::object input;
    input["messages"] = json::array{std::move(message)};
    return input;
}

json::object flat_input(image_request const& request) {
    json::object input{{"prompt", request.prompt}};
    put(input, "negative_prompt", request.negative_prompt);
    return input;
}

json::object input_of(image_request const& request, image_shape shape) {
    if (shape == image_shape::messages) return message_input(request);
    auto input = flat_input(request);
    switch (shape) {
        case image_shape::prompt:
            if (!request.images.empty()) input["ref_img"] = request.images.front();
            break;
        case image_shape::images:
            input["images"] = json::value_from(request.images);
            break;
        case image_shape::functions:
            input["function"] = request.function;
            input["base_image_url"] = request.images.front();
            put(input, "mask_image_url", request.mask);
            break;
        case image_shape::messages:
            break;
    }
    return input;
}

/// Where nothing is said some models make, and bill, four pictures.
std::optional<std::int64_t> count_of(image_request const& request, image_family const& family) {
    if (request.n || !family.sends_n || request.parameters.contains("n")) return request.n;
    auto const* mixed = request.parameters.if_contains("enable_interleave");
    // There n is fixed, and max_images counts.
    if (mixed && mixed->is_bool() && mixed->as_bool()) return std::nullopt;
    return 1;
}

json::object parameters_of(image_request const& request, image_family const& family) {
    json::object parameters;
    auto sized = image_size_for(request, family);
    put(parameters, "size", sized.size);
    if (!sized.ratio.empty()) parameters[family.ratio_field] = sized.ratio;
    put(parameters, "n", count_of(request, family));
    if (family.shape == image_shape::messages) put(parameters, "negative_prompt", request.negative_prompt);
    put(parameters, "prompt_extend", request.prompt_extend);
    put(parameters, "watermark", request.watermark);
    put(parameters, "seed", request.seed);
    return parameters;
}

}  // namespace

composed_request compose(image_request const& request) {
    auto const& family = find_image_family(request.model);
    composed_request made;
    made.path = std::string(family.path);
    made.async = family.async();
    made.body["model"] = request.model;
    made.body["input"] = input_of(request, family.shape);
    made.body["parameters"] = parameters_of(request, family);
    return made;
}

media_rules image_input_rules(std::string_view model, std::string_view argument) {
    return rules_for(find_image_family(model).input, argument);
}

}  // namespace dashscope
