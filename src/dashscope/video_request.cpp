#include "dashscope/video_request.hpp"

#include "dashscope/json_put.hpp"
#include "dashscope/video_size.hpp"

#include <algorithm>

namespace dashscope {

namespace {

bool is_reference(video_medium const& medium) {
    return medium.role == role_reference_image || medium.role == role_reference_video;
}

json::array references(video_request const& request) {
    json::array urls;
    for (auto const& each : request.media)
        if (is_reference(each)) urls.emplace_back(each.url);
    return urls;
}

std::string_view media_type(media_role role) {
    switch (role) {
        case role_audio:
            return "driving_audio";
        case role_reference_image:
            return "reference_image";
        case role_reference_video:
            return "reference_video";
        default:
            return argument_of(role);
    }
}

/// Sound for a film from text alone is `audio_url`; beside pictures it is one of the media.
bool is_apart(video_medium const& medium, video_request const& request) {
    return medium.role == role_audio && request.count(role_audio) == request.media.size();
}

void put_media(json::object& input, video_request const& request, video_family const& family) {
    json::array media, voices;
    for (auto const& each : request.media) {
        if (is_apart(each, request)) {
            input["audio_url"] = each.url;
            continue;
        }
        json::object entry{{"type", media_type(each.role)}, {"url", each.url}};
        if (!each.voice.empty() && !family.voices_apart) entry["reference_voice"] = each.voice;
        if (!each.voice.empty() && family.voices_apart)
            voices.push_back(json::object{{"type", "reference_audio"}, {"url", each.voice}});
        media.push_back(std::move(entry));
    }
    for (auto& each : voices) media.push_back(std::move(each));
    put(input, "media", std::move(media));
}

void put_function(json::object& input, video_request const& request) {
    input["function"] = request.function;
    for (auto role : {role_first_frame, role_last_frame, role_first_clip, role_last_clip, role_video, role_mask_image,
                      role_mask_video})
        put(input, std::string(argument_of(role)) + "_url", request.url_of(role));
    put(input, "mask_frame_id", request.mask_frame);
    put(input, "ref_images_url", references(request));
}

json::object input_of(video_request const& request, video_family const& family) {
    json::object input;
    put(input, "prompt", request.prompt);
    put(input, "negative_prompt", request.negative_prompt);
    put(input, "template", request.effect);
    switch (family.shape) {
        case video_shape::media:
            put_media(input, request, family);
            break;
        case video_shape::image:
            put(input, "img_url", request.url_of(role_first_frame));
            put(input, "audio_url", request.url_of(role_audio));
            break;
        case video_shape::frames:
            put(input, "first_frame_url", request.url_of(role_first_frame));
            put(input, "last_frame_url", request.url_of(role_last_frame));
            break;
        case video_shape::reference_urls:
            input["reference_urls"] = references(request);
            break;
        case video_shape::functions:
            put_function(input, request);
            break;
    }
    return input;
}

/// Each reference picture is a thing unless said otherwise; with more than one the API wants to be told.
void put_reference_kinds(json::object& parameters, video_request const& request) {
    auto count = request.count(role_reference_image);
    if (request.function != "image_reference" || count < 2 || request.parameters.contains("obj_or_bg")) return;
    parameters["obj_or_bg"] = json::array(count, "obj");
}

json::object parameters_of(video_request const& request, video_family const& family) {
    json::object parameters;
    auto sized = film_size_for(request, family);
    put(parameters, "size", sized.size);
    put(parameters, "resolution", sized.resolution);
    put(parameters, "ratio", sized.ratio);
    bool fixed = family.duration.least > 0 && family.duration.least == family.duration.most;
    if (!fixed) put(parameters, "duration", request.duration);
    put(parameters, "prompt_extend", request.prompt_extend);
    put(parameters, "shot_type", request.shot_type);
    put(parameters, "audio", request.sound);
    put(parameters, "audio_setting", request.audio_setting);
    put(parameters, "control_condition", request.control_condition);
    put_reference_kinds(parameters, request);
    put(parameters, "watermark", request.watermark);
    put(parameters, "seed", request.seed);
    return parameters;
}

}  // namespace

std::size_t video_request::count(media_role role) const {
    return static_cast<std::size_t>(
        std::count_if(media.begin(), media.end(), [&](auto const& each) { return each.role == role; }));
}

std::string video_request::url_of(media_role role) const {
    for (auto const& each : media)
        if (each.role == role) return each.url;
    return {};
}

composed_request compose(video_request const& request) {
    auto const& family = find_video_family(request.model);
    composed_request made;
    made.path = std::string(family.path());
    made.async = true;
    made.body["model"] = request.model;
    made.body["input"] = input_of(request, family);
    made.body["parameters"] = parameters_of(request, family);
    return made;
}

media_rules video_input_rules(std::string_view model, media_role role) {
    auto const& family = find_video_family(model);
    constexpr unsigned videos = role_first_clip | role_last_clip | role_reference_video | role_video | role_mask_video;
    constexpr unsigned sounds = role_audio | role_voice;
    if (role & videos) return rules_for(family.video, argument_of(role));
    if (role & sounds) return rules_for(family.audio, argument_of(role));
    return rules_for(family.image, argument_of(role));
}

}  // namespace dashscope
