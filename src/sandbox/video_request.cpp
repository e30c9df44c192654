#include "sandbox/video_request.hpp"

#include "sandbox/models.hpp"
#include "sandbox/video_media.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::int64_t largest_seed = 2'147'483'647;
constexpr double assumed_seconds = 5;  // of films that aren't looked at

boost::system::result<video_family const*, failure> find_family(video_route route, std::string_view model) {
    auto const* family = find_video_family(model);
    if (!family && find_model(model).use == model_use::unknown) return no_such_model();
    bool const older = route == video_route::image_to_video;
    if (family && (family->input == video_input::two_frames) == older) return family;
    return wrong_url();
}

verdict read_prompt(native_body const& body, video_request& into) {
    auto const* prompt = member(body.input, "prompt");
    if (prompt && !prompt->is_string()) return invalid_parameter("Input should be a valid string: input.prompt");
    auto const text = text_member(body.input, "prompt");
    bool const effect = member(body.input, "template") != nullptr;
    if (text.empty() && into.family->prompt_needed && !effect) return invalid_parameter("Field required: input.prompt");
    auto marked = read_markers(text);
    into.prompt = std::move(marked.rest);
    into.asked = std::move(marked.asked);
    return std::nullopt;
}

verdict check_flags(json::object const& parameters) {
    for (auto name : {"prompt_extend", "watermark", "audio"})
        if (auto const* value = member(parameters, name); value && !value->is_bool())
            return invalid_parameter("Input should be a valid boolean: parameters." + std::string(name));
    struct {
        std::string_view name;
        std::string_view allowed;
    } constexpr words[] = {{"shot_type", "single multi"}, {"audio_setting", "auto origin"}};
    for (auto const& each : words)
        if (auto const value = text_member(parameters, each.name); !value.empty() && !is_listed(each.allowed, value))
            return invalid_parameter("Input should be one of " + std::string(each.allowed) + ": parameters." +
                                     std::string(each.name));
    return std::nullopt;
}

verdict read_seed(json::object const& parameters, std::uint64_t made_up, video_request& into) {
    into.seed = static_cast<std::int64_t>(made_up % static_cast<std::uint64_t>(largest_seed));
    auto const* seed = member(parameters, "seed");
    if (!seed) return std::nullopt;
    bool const good = seed->is_int64() && seed->get_int64() >= 0 && seed->get_int64() <= largest_seed;
    if (!good) return invalid_parameter("seed must be an integer between 0 and 2147483647");
    into.seed = seed->get_int64();
    return std::nullopt;
}

verdict read_seconds(json::object const& parameters, video_request& into) {
    auto const& range = into.family->seconds;
    into.seconds = range.usual > 0 ? range.usual : into.input_seconds;
    auto const* duration = member(parameters, "duration");
    if (!duration) return std::nullopt;
    auto const value = duration->is_int64() ? duration->get_int64() : -1;
    bool const good =
        range.only.empty() ? value >= range.least && value <= range.most : is_listed(range.only, std::to_string(value));
    if (!good)
        return invalid_parameter("The duration is not valid: it must be " +
                                 (range.only.empty() ? "an integer between " + std::to_string(range.least) + " and " +
                                                           std::to_string(range.most)
                                                     : "one of " + std::string(range.only)));
    // 0 of the editing models: as long as the input.
    into.seconds = value > 0 ? static_cast<double>(value) : into.input_seconds;
    return std::nullopt;
}

/// `size` of the older families, which the newer ones understand where they have a ratio.
verdict read_size(json::object const& parameters, video_request& into) {
    into.level = into.family->usual_level;
    into.size = film_size(into.level, "16:9", {});
    auto const text = text_member(parameters, "size");
    if (text.empty()) return std::nullopt;
    if (!is_film_size(text, into.family->levels))
        return invalid_parameter("The size is not match the model: " + std::string(text) + " is none of " +
                                 std::string(into.family->levels));
    into.size = *parse_size(text);
    if (!into.family->ratios.empty()) into.ratio = film_ratio(into.size);
    auto const area = static_cast<long long>(into.size.width) * into.size.height;
    into.level = area > 1'500'000 ? "1080P" : area > 600'000 ? "720P" : "480P";
    return std::nullopt;
}

verdict read_resolution(json::object const& parameters, pixel_size input, video_request& into) {
    auto const& family = *into.family;
    auto const level = text_member(parameters, "resolution");
    if (!level.empty() && !is_listed(family.levels, level))
        return invalid_parameter("The resolution is not valid: " + std::string(level) + " is none of " +
                                 std::string(family.levels));
    into.level = level.empty() ? family.usual_level : level;
    auto const ratio = text_member(parameters, "ratio");
    if (!ratio.empty() && !family.ratios.empty() && !is_listed(family.ratios, ratio))
        return invalid_parameter("The ratio is not valid: " + std::string(ratio) + " is none of " +
                                 std::string(family.ratios));
    if (!family.ratios.empty()) into.ratio = ratio;
    bool const own = into.ratio.empty() && !family.ratios.empty() && input.width == 0;
    if (own) into.ratio = "16:9";
    into.size = film_size(into.level, into.ratio, input);
    return std::nullopt;
}

/// The size that a film takes over: a first frame's, an edited film's.
pixel_size leading_size(std::vector<video_medium> const& media) {
    for (auto const& each : media)
        if (is_listed("first_frame img_url first_frame_url first_clip video", each.type))
            return {each.found.facts.width, each.found.facts.height};
    return {};
}

double seconds_of(std::vector<video_medium> const& media) {
    double seconds = 0;
    for (auto const& each : media)
        if (is_listed("first_clip reference_video video video_url first_clip_url last_clip_url", each.type) ||
            each.found.facts.is_video)
            seconds += each.found.facts.seconds > 0 ? each.found.facts.seconds : assumed_seconds;
    return seconds;
}

void add_facts(native_body const& body, std::vector<video_medium> const& media, video_request& into) {
    for (auto const& each : media) into.facts.push_back(each.type + ": " + each.found.text);
    for (auto name : {"function", "template"})
        if (auto const text = text_member(body.input, name); !text.empty())
            into.facts.push_back(std::string(name) + ": " + std::string(text));
    for (auto name : {"shot_type", "audio_setting", "control_condition"})
        if (auto const text = text_member(body.parameters, name); !text.empty())
            into.facts.push_back(std::string(name) + ": " + std::string(text));
    if (auto const without = text_member(body.input, "negative_prompt"); !without.empty())
        into.facts.push_back("without: " + std::string(without));
}

verdict read_parameters(native_body const& body, pixel_size input, std::uint64_t seed, video_request& into) {
    auto const& parameters = body.parameters;
    if (auto refused = check_flags(parameters)) return refused;
    into.extends_prompt = bool_member(parameters, "prompt_extend").value_or(true);
    if (auto refused = read_seed(parameters, seed, into)) return refused;
    if (auto refused = read_seconds(parameters, into)) return refused;
    bool const older = !into.family->ratios.empty() && member(parameters, "size") && !member(parameters, "resolution");
    if (into.family->sized || older) return read_size(parameters, into);
    return read_resolution(parameters, input, into);
}

}  // namespace

boost::system::result<video_request, failure> read_video_request(video_route route, exchange const& context) {
    auto const body = read_native(context.asked);
    if (!body) return body.error();
    auto const family = find_family(route, body->model);
    if (!family) return family.error();
    if (!enabled(context, "x-dashscope-async")) return only_asynchronous();
    video_request request;
    request.model = body->model;
    request.family = *family;
    if (auto refused = read_prompt(*body, request)) return *refused;
    auto const media = read_video_media(*request.family, *body, context);
    if (!media) return media.error();
    request.input_seconds = seconds_of(*media);
    if (auto refused = read_parameters(*body, leading_size(*media), context.seed, request)) return *refused;
    add_facts(*body, *media, request);
    return request;
}

}  // namespace sandbox
