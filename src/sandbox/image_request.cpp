#include "sandbox/image_request.hpp"

#include "sandbox/models.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::int64_t largest_seed = 2'147'483'647;

/// The prompt and the inputs, before either is looked at.
struct raw_input {
    std::string prompt;
    std::vector<json::value> images;
};

using read_input = boost::system::result<raw_input, failure>;

failure field_required(std::string_view name) {
    return invalid_parameter("Field required: " + std::string(name));
}

/// `[{"image":…}, …, {"text":…}]`
read_input read_content(json::array const& content, int least_images) {
    raw_input result;
    std::size_t texts = 0;
    for (auto const& part : content) {
        if (!part.is_object()) return invalid_parameter("The item of content should be a message of a certain modal.");
        auto const& each = part.get_object();
        if (auto const* image = member(each, "image")) {
            result.images.push_back(*image);
        } else if (auto const* text = member(each, "text"); text && text->is_string()) {
            result.prompt = text->get_string();
            ++texts;
        } else {
            return invalid_parameter("The item of content should be a message of a certain modal.");
        }
    }
    if (texts > 1) return invalid_parameter("content only support one text");
    if (texts == 0 || (least_images > 0 && result.images.empty()))
        return invalid_parameter(least_images > 0 ? "lack of image or text" : "lack of text");
    return result;
}

/// `{"messages":[{"role":"user","content":[…]}]}`
read_input read_messages(json::object const& input, int least_images) {
    auto const* messages = member(input, "messages");
    if (!messages || !messages->is_array() || messages->get_array().empty())
        return invalid_parameter("No messages found in input");
    if (messages->get_array().size() != 1) return invalid_parameter("messages length only support 1");
    auto const& message = messages->get_array().front();
    if (!message.is_object()) return invalid_parameter("No messages found in input");
    if (text_member(message.get_object(), "role") != "user")
        return invalid_parameter("The input messages do not contain elements with the role of user.");
    auto const* content = member(message.get_object(), "content");
    if (!content || !content->is_array()) return field_required("input.messages.0.content");
    return read_content(content->get_array(), least_images);
}

/// `{"prompt":…}`
read_input read_prompt(json::object const& input) {
    raw_input result;
    result.prompt = text_member(input, "prompt");
    if (result.prompt.empty()) return field_required("input.prompt");
    return result;
}

/// wan2.5-i2i: `{"prompt":…,"images":[…]}`
read_input read_images(json::object const& input) {
    auto result = read_prompt(input);
    if (!result) return result;
    auto const& images = array_member(input, "images");
    if (images.empty()) return field_required("input.images");
    result->images.assign(images.begin(), images.end());
    return result;
}

/// wanx2.1-imageedit: `{"function":…,"prompt":…,"base_image_url":…,"mask_image_url":…}`
read_input read_function(json::object const& input) {
    constexpr std::string_view functions[] = {"stylization_all",  "stylization_local",
                                              "description_edit", "description_edit_with_mask",
                                              "remove_watermark", "expand",
                                              "super_resolution", "colorization",
                                              "doodle",           "control_cartoon_feature"};
    auto const function = text_member(input, "function");
    if (function.empty()) return field_required("input.function");
    if (std::ranges::find(functions, function) == std::end(functions))
        return invalid_parameter("The function " + std::string(function) + " is not supported.");
    auto result = read_prompt(input);
    if (!result) return result;
    auto const* base = member(input, "base_image_url");
    if (!base) return field_required("input.base_image_url");
    result->images.push_back(*base);
    auto const* mask = member(input, "mask_image_url");
    if (function == "description_edit_with_mask" && !mask) return field_required("input.mask_image_url");
    if (mask) result->images.push_back(*mask);
    return result;
}

read_input read_raw(image_route route, native_body const& body, image_family const& family) {
    auto const& input = body.input;
    // Beside text wan2.6-image needs no picture.
    bool const interleaved = bool_member(body.parameters, "enable_interleave").value_or(false);
    if (route == image_sync || route == image_messages)
        return read_messages(input, interleaved ? 0 : family.least_images);
    if (route == image_prompt) return read_prompt(input);
    return family.prefix == "wanx2.1-imageedit" ? read_function(input) : read_images(input);
}

verdict check_count(image_family const& family, std::size_t count, bool masked) {
    auto const most = static_cast<std::size_t>(family.most_images) + (masked ? 1 : 0);
    if (count <= most) return std::nullopt;
    if (most == 0) return wrong_url();
    return invalid_parameter("the number of images must be between " + std::to_string(family.least_images) + " and " +
                             std::to_string(family.most_images));
}

verdict look_at_inputs(raw_input const& raw, exchange const& context, image_request& into) {
    for (auto const& image : raw.images) {
        auto looked = look_at(image, input_kind::image, context);
        if (!looked) return looked.error();
        into.inputs.push_back(std::move(*looked));
    }
    return std::nullopt;
}

/// An integer within bounds; the refusal names it.
verdict read_integer(json::object const& from, std::string_view name, std::int64_t least, std::int64_t most,
                     std::int64_t& into) {
    auto const* value = member(from, name);
    if (!value) return std::nullopt;
    bool const good = value->is_int64() && value->get_int64() >= least && value->get_int64() <= most;
    if (!good)
        return invalid_parameter(std::string(name) + " must be an integer between " + std::to_string(least) + " and " +
                                 std::to_string(most));
    into = value->get_int64();
    return std::nullopt;
}

/// How many a model makes at once: twelve for a set of wan2.7, one beside text.
int most_n(image_request const& request, json::object const& parameters) {
    if (request.interleaved) return 1;
    bool const set = bool_member(parameters, "enable_sequential").value_or(false);
    if (set && request.model.starts_with("wan2.7-image")) return 12;
    return request.family->most_n;
}

verdict read_n(json::object const& parameters, image_request& into) {
    auto const most = most_n(into, parameters);
    std::int64_t n = most == 12 ? 12 : std::min(into.family->usual_n, most);
    auto const refused = read_integer(parameters, "n", 1, most, n);
    if (refused && most == 1) return invalid_parameter("num_images_per_prompt must be 1");
    if (refused) return refused;
    into.n = static_cast<int>(n);
    return std::nullopt;
}

verdict check_flags(json::object const& parameters) {
    for (auto name :
         {"prompt_extend", "watermark", "enable_interleave", "enable_sequential", "thinking_mode", "stream"})
        if (auto const* value = member(parameters, name); value && !value->is_bool())
            return invalid_parameter(std::string(name) + " must be a boolean");
    return std::nullopt;
}

verdict read_parameters(json::object const& parameters, image_request& into, std::uint64_t seed) {
    if (auto refused = check_flags(parameters)) return refused;
    into.interleaved =
        bool_member(parameters, "enable_interleave").value_or(false) && into.family->prefix == "wan2.6-image";
    into.extends_prompt = bool_member(parameters, "prompt_extend").value_or(true);
    if (auto refused = read_n(parameters, into)) return refused;
    into.seed = static_cast<std::int64_t>(seed % static_cast<std::uint64_t>(largest_seed));
    if (auto refused = read_integer(parameters, "seed", 0, largest_seed, into.seed)) return refused;
    size_wish wish{text_member(parameters, "size"), {}};
    if (!into.inputs.empty()) wish.last_input = {into.inputs.back().facts.width, into.inputs.back().facts.height};
    auto const size = choose_size(*into.family, wish);
    if (!size) return size.error();
    into.size = *size;
    return std::nullopt;
}

/// What a person wants to see in the picture: that the inputs and parameters have arrived.
void add_facts(native_body const& body, image_request& into) {
    for (std::size_t i = 0; i < into.inputs.size(); ++i)
        into.facts.push_back("input " + std::to_string(i + 1) + ": " + into.inputs[i].text);
    if (auto const function = text_member(body.input, "function"); !function.empty())
        into.facts.push_back("function: " + std::string(function));
    auto negative = text_member(body.parameters, "negative_prompt");
    if (negative.empty()) negative = text_member(body.input, "negative_prompt");
    if (!negative.empty()) into.facts.push_back("without: " + std::string(negative));
    if (bool_member(body.parameters, "watermark").value_or(false)) into.facts.emplace_back("watermark: true");
}

/// The family, if it answers at this endpoint.
boost::system::result<image_family const*, failure> find_family(image_route route, std::string_view model) {
    auto const* family = find_image_family(model);
    if (family && (family->routes & route) != 0) return family;
    if (!family && find_model(model).use == model_use::unknown) return no_such_model();
    return wrong_url();
}

}  // namespace

boost::system::result<image_request, failure> read_image_request(image_route route, exchange const& context) {
    auto body = read_native(context.asked);
    if (!body) return body.error();
    auto const family = find_family(route, body->model);
    if (!family) return family.error();
    bool const asynchronous = enabled(context, "x-dashscope-async");
    if (route == image_sync && asynchronous) return only_synchronous();
    if (route != image_sync && !asynchronous) return only_asynchronous();
    image_request request;
    request.model = body->model;
    request.family = *family;
    auto const raw = read_raw(route, *body, *request.family);
    if (!raw) return raw.error();
    bool const masked = member(body->input, "mask_image_url") != nullptr;
    if (auto refused = check_count(*request.family, raw->images.size(), masked)) return *refused;
    auto marked = read_markers(raw->prompt);
    request.prompt = std::move(marked.rest);
    request.asked = std::move(marked.asked);
    if (request.prompt.empty() && raw->prompt.empty()) return field_required("prompt");
    if (auto refused = look_at_inputs(*raw, context, request)) return *refused;
    if (auto refused = read_parameters(body->parameters, request, context.seed)) return *refused;
    add_facts(*body, request);
    return request;
}

}  // namespace sandbox
