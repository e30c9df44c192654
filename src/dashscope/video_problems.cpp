#include "dashscope/video_request.hpp"
#include "dashscope/video_size.hpp"

#include <algorithm>
#include <bit>

namespace dashscope {

namespace {

using problem_texts = std::vector<std::string>;

constexpr media_role roles[] = {
    role_first_frame,     role_last_frame, role_first_clip, role_last_clip,  role_audio, role_reference_image,
    role_reference_video, role_video,      role_mask_image, role_mask_video, role_voice,
};

unsigned given_roles(video_request const& request) {
    unsigned given = 0;
    for (auto const& each : request.media) {
        given |= each.role;
        if (!each.voice.empty()) given |= role_voice;
    }
    return given;
}

std::string names_of(unsigned set, std::string_view between) {
    std::string text;
    for (auto role : roles)
        if (set & role) text += (text.empty() ? "" : std::string(between)) + std::string(argument_of(role));
    return text;
}

/// Which models take what this one does not.
std::string_view instead_of(unsigned refused) {
    if (refused & (role_reference_video | role_voice)) return "use wan2.7-r2v for them";
    if (refused & role_reference_image) return "use happyhorse-1.0-r2v or wan2.7-r2v for them";
    if (refused & (role_mask_image | role_mask_video)) return "use wanx2.1-vace-plus with function video_edit";
    if (refused & role_last_clip) return "use wanx2.1-vace-plus with function video_extension";
    if (refused & (role_first_clip | role_last_frame)) return "use wan2.7-i2v for them";
    if (refused & role_audio) return "use wan2.7-t2v (text alone) or wan2.7-i2v (from pictures) for it";
    if (refused & role_first_frame) return "use happyhorse-1.0-i2v or wan2.7-i2v for it";
    return "use video_edit with happyhorse-1.0-video-edit or wan2.7-videoedit";
}

/// `who` is the model, or the function of a model.
void check_roles(std::string const& who, unsigned given, unsigned taken, unsigned one_of, unsigned all_of,
                 problem_texts& problems) {
    if (auto refused = given & ~taken)
        problems.push_back(who + " does not take " + names_of(refused, ", ") + ": " + std::string(instead_of(refused)));
    if (auto missing = all_of & ~given) problems.push_back(who + " needs " + names_of(missing, " and "));
    if (one_of && !(given & one_of)) problems.push_back(who + " needs " + names_of(one_of, " or "));
}

void check_references(std::string const& who, video_request const& request, std::size_t most, std::size_t most_videos,
                      problem_texts& problems) {
    auto videos = request.count(role_reference_video);
    auto all = videos + request.count(role_reference_image);
    if (all > most)
        problems.push_back(who + " takes at most " + std::to_string(most) + (most == 1 ? " reference" : " references") +
                           "; " + std::to_string(all) + " given");
    else if (videos > most_videos && most_videos > 0)
        problems.push_back(who + " takes at most " + std::to_string(most_videos) + " reference videos; " +
                           std::to_string(videos) + " given");
}

std::string duration_text(duration_range const& range) {
    if (range.least == range.most) return "makes films of " + std::to_string(range.most) + " seconds only";
    auto text = "makes films of " + std::to_string(range.least);
    text += (range.step > 1 ? " or " : " to ") + std::to_string(range.most) + " seconds";
    return text + (range.zero ? " (0: as long as the input)" : "");
}

void check_duration(video_request const& request, video_family const& family, problem_texts& problems) {
    if (!request.duration) return;
    auto range = family.duration;
    // wan2.7-r2v
    if (family.takes(role_voice) && request.has(role_reference_video))
        range.most = std::min<std::int64_t>(range.most, 10);
    auto asked = *request.duration;
    if (asked == 0 && range.zero) return;
    if (asked >= range.least && asked <= range.most && (asked - range.least) % range.step == 0) return;
    problems.push_back(request.model + " " + duration_text(range) + ": duration " + std::to_string(asked) +
                       " is not possible");
}

void check_understood(video_request const& request, video_family const& family, problem_texts& problems) {
    struct row {
        bool given;
        video_argument what;
        std::string_view name;
        std::string_view advice;
    };
    row const rows[] = {
        {!request.negative_prompt.empty(), arg_video_negative_prompt, "negative_prompt",
         "say in the prompt what to avoid"},
        {request.prompt_extend.has_value(), arg_video_prompt_extend, "prompt_extend", "leave it out"},
        {request.duration.has_value(), arg_duration, "duration", "the film is as long as its input"},
        {!request.shot_type.empty(), arg_shot_type, "shot_type",
         "describe the shots in the prompt, or use a wan2.6 model"},
        {request.sound.has_value(), arg_sound, "sound", "only wan2.6-i2v-flash and wan2.6-r2v-flash do"},
        {!request.audio_setting.empty(), arg_audio_setting, "audio_setting", "leave it out"},
        {!request.effect.empty(), arg_template, "template", "use wan2.6-i2v, wanx2.1-i2v-turbo or a kf2v model"},
        {!request.function.empty(), arg_video_function, "function", "use wanx2.1-vace-plus"},
        {!request.control_condition.empty(), arg_video_function, "control_condition", "use wanx2.1-vace-plus"},
        {request.mask_frame.has_value(), arg_video_function, "mask_frame", "use wanx2.1-vace-plus"},
    };
    for (auto const& each : rows)
        if (each.given && !family.takes(each.what))
            problems.push_back(request.model + " does not understand " + std::string(each.name) + ": " +
                               std::string(each.advice));
}

/// Combinations that the documents rule out although each part is taken.
void check_together(video_request const& request, video_family const& family, problem_texts& problems) {
    bool continues = request.has(role_first_clip) && family.shape == video_shape::media;
    if (continues && (request.has(role_first_frame) || request.has(role_audio)))
        problems.push_back("first_clip goes alone or with last_frame, not with first_frame or audio");
    if (family.shape == video_shape::frames && request.effect.empty() && !request.has(role_last_frame))
        problems.push_back(request.model + " needs last_frame (or a template)");
}

std::string function_names() {
    std::string text;
    for (auto const& each : video_functions()) text += (text.empty() ? "" : ", ") + std::string(each.name);
    return text;
}

void check_function(video_request const& request, problem_texts& problems) {
    auto const* function = find_video_function(request.function);
    if (!function) {
        problems.push_back(request.model + " needs function, one of: " + function_names());
        return;
    }
    auto who = "function " + request.function;
    check_roles(who, given_roles(request), function->roles, function->one_of, function->all_of, problems);
    check_references(who, request, function->max_references, 0, problems);
    if (request.has(role_mask_image) && request.has(role_mask_video))
        problems.push_back("give mask_image or mask_video, not both");
    bool sized = !request.size.empty() || !request.ratio.empty() || !request.resolution.empty();
    if (sized && !function->sized) problems.push_back(who + " takes no size: the film has that of its input");
    bool condition = !request.control_condition.empty() || request.parameters.contains("control_condition");
    bool followed = request.function == "video_extension" && request.has(role_video);
    if ((function->condition_needed || followed) && !condition)
        problems.push_back(who + " needs control_condition: posebodyface, " + (followed ? "" : "posebody, scribble ") +
                           "or depth");
}

}  // namespace

std::vector<std::string> problems_of(video_request const& request) {
    problem_texts problems;
    auto const& family = find_video_family(request.model);
    bool prompted = !request.prompt.empty() || !request.effect.empty();
    if (family.prompt_needed && !prompted) problems.push_back("prompt must not be empty for " + request.model);
    if (request.seed && (*request.seed < 0 || *request.seed > 2147483647))
        problems.push_back("seed must be between 0 and 2147483647");
    auto sized = film_size_for(request, family);
    if (!sized.problem.empty()) problems.push_back(sized.problem);
    if (!family.known) {
        if (!prompted && request.media.empty()) problems.push_back("give a prompt, or media to make the film from");
        return problems;
    }
    check_understood(request, family, problems);
    if (family.takes(arg_duration)) check_duration(request, family, problems);
    if (family.shape == video_shape::functions) {
        check_function(request, problems);
        return problems;
    }
    check_roles(request.model, given_roles(request), family.roles, family.one_of, family.all_of, problems);
    if (family.max_references)
        check_references(request.model, request, family.max_references, family.max_reference_videos, problems);
    check_together(request, family, problems);
    return problems;
}

}  // namespace dashscope
