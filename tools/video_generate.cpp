#include "tools/video_generate.hpp"

#include "dashscope/settings.hpp"
#include "tools/typed_tool.hpp"
#include "tools/video_making.hpp"

#include <boost/describe/class.hpp>

namespace json = boost::json;

namespace tools {

namespace {

struct video_arguments {
    std::string prompt;
    std::string model;
    std::string first_frame;
    std::string last_frame;
    std::string first_clip;
    std::vector<std::string> reference_images;
    std::vector<std::string> reference_videos;
    std::vector<std::string> voices;
    std::string audio;
    std::string resolution;
    std::string ratio;
    std::string size;
    std::optional<std::int64_t> duration;
    std::optional<std::int64_t> seed;
    std::string negative_prompt;
    std::optional<bool> prompt_extend;
    std::optional<bool> watermark;
    std::string shot_type;
    std::optional<bool> sound;
    std::string effect;
    std::optional<std::int64_t> wait_seconds;
    std::string output;
    std::string file_name;
    bool confirm = false;
    bool dry_run = false;
    json::object parameters;
};
BOOST_DESCRIBE_STRUCT(video_arguments, (),
                      (prompt, model, first_frame, last_frame, first_clip, reference_images, reference_videos, voices,
                       audio, resolution, ratio, size, duration, seed, negative_prompt, prompt_extend, watermark,
                       shot_type, sound, effect, wait_seconds, output, file_name, confirm, dry_run, parameters))

void add_references(dashscope::video_request& to, video_arguments const& from) {
    auto const count = from.reference_images.size() + from.reference_videos.size();
    if (from.voices.size() > count)
        refuse("video_generate", {"voices belong to references, in their order (pictures first, then videos): " +
                                  std::to_string(from.voices.size()) + " voices for " + std::to_string(count) +
                                  (count == 1 ? " reference" : " references")});
    std::size_t number = 0;
    auto const add = [&](dashscope::media_role role, std::string const& url) {
        auto voice = number < from.voices.size() ? from.voices[number] : std::string();
        to.media.push_back({role, url, std::move(voice)});
        ++number;
    };
    for (auto const& each : from.reference_images) add(dashscope::role_reference_image, each);
    for (auto const& each : from.reference_videos) add(dashscope::role_reference_video, each);
}

void add_media(dashscope::video_request& to, video_arguments const& from) {
    add_medium(to, dashscope::role_first_frame, from.first_frame);
    add_medium(to, dashscope::role_last_frame, from.last_frame);
    add_medium(to, dashscope::role_first_clip, from.first_clip);
    add_references(to, from);
    add_medium(to, dashscope::role_audio, from.audio);
}

/// The configured default for this kind of film, then models that take what it does not (sound, last frames, clips,
/// reference videos, voices, several shots, silence).
std::string model_for(dashscope::video_request const& request, dashscope::settings const& settings) {
    using enum dashscope::capability;
    auto const preferred = [&](dashscope::capability what) { return std::string(settings.model_for(what)); };
    if (request.has(dashscope::role_reference_image) || request.has(dashscope::role_reference_video))
        return fitting_model(request, {preferred(reference_to_video), "wan2.7-r2v", "wan2.6-r2v-flash"});
    bool framed = request.has(dashscope::role_first_frame) || request.has(dashscope::role_last_frame);
    if (framed || request.has(dashscope::role_first_clip))
        return fitting_model(request, {preferred(image_to_video), "wan2.7-i2v", "wan2.6-i2v-flash"});
    return fitting_model(request, {preferred(video), "wan2.7-t2v", "wan2.6-t2v"});
}

dashscope::video_request make_request(video_arguments const& from, dashscope::settings const& settings) {
    dashscope::video_request to;
    take_common(to, from);
    add_media(to, from);
    to.effect = from.effect;
    to.sound = from.sound;
    to.shot_type = from.shot_type;
    to.model = from.model.empty() ? model_for(to, settings) : from.model;
    return to;
}

platform::task<mcp::tool_result> run(services with, video_arguments given, mcp::request_context& context) {
    return make_video(with, make_request(given, with.settings), "Video generation",
                      delivery_of("video_generate", given), context);
}

}  // namespace

std::unique_ptr<mcp::tool> make_video_generate(services const& with) { return make_tool(with, run); }

}  // namespace tools
