#include "tools/video_edit.hpp"

#include "dashscope/settings.hpp"
#include "tools/typed_tool.hpp"
#include "tools/video_making.hpp"

#include <boost/describe/class.hpp>

namespace json = boost::json;

namespace tools {

namespace {

struct edit_arguments {
    std::string video;
    std::string prompt;
    std::string model;
    std::vector<std::string> reference_images;
    std::string function;
    std::string mask_image;
    std::string mask_video;
    std::optional<std::int64_t> mask_frame;
    std::string control_condition;
    std::string first_frame;
    std::string last_frame;
    std::string first_clip;
    std::string last_clip;
    std::string resolution;
    std::string ratio;
    std::string size;
    std::optional<std::int64_t> duration;
    std::string audio_setting;
    std::optional<std::int64_t> seed;
    std::string negative_prompt;
    std::optional<bool> prompt_extend;
    std::optional<bool> watermark;
    std::optional<std::int64_t> wait_seconds;
    std::string output;
    std::string file_name;
    bool confirm = false;
    bool dry_run = false;
    json::object parameters;
};
BOOST_DESCRIBE_STRUCT(edit_arguments, (),
                      (video, prompt, model, reference_images, function, mask_image, mask_video, mask_frame,
                       control_condition, first_frame, last_frame, first_clip, last_clip, resolution, ratio, size,
                       duration, audio_setting, seed, negative_prompt, prompt_extend, watermark, wait_seconds, output,
                       file_name, confirm, dry_run, parameters))

constexpr std::string_view function_model = "wanx2.1-vace-plus";

void add_media(dashscope::video_request& to, edit_arguments const& from) {
    add_medium(to, dashscope::role_video, from.video);
    for (auto const& each : from.reference_images) add_medium(to, dashscope::role_reference_image, each);
    add_medium(to, dashscope::role_mask_image, from.mask_image);
    add_medium(to, dashscope::role_mask_video, from.mask_video);
    add_medium(to, dashscope::role_first_frame, from.first_frame);
    add_medium(to, dashscope::role_last_frame, from.last_frame);
    add_medium(to, dashscope::role_first_clip, from.first_clip);
    add_medium(to, dashscope::role_last_clip, from.last_clip);
}

std::string model_for(dashscope::video_request const& request, dashscope::settings const& settings) {
    if (!request.function.empty()) return std::string(function_model);
    return fitting_model(request,
                         {std::string(settings.model_for(dashscope::capability::video_edit)), "wan2.7-videoedit"});
}

dashscope::video_request make_request(edit_arguments const& from, dashscope::settings const& settings) {
    dashscope::video_request to;
    take_common(to, from);
    add_media(to, from);
    to.function = from.function;
    bool masked = !from.mask_image.empty() || !from.mask_video.empty();
    // Nothing else takes a mask.
    if (masked && to.function.empty() && (from.model.empty() || from.model == function_model))
        to.function = "video_edit";
    to.control_condition = from.control_condition;
    to.mask_frame = from.mask_frame;
    to.audio_setting = from.audio_setting;
    to.model = from.model.empty() ? model_for(to, settings) : from.model;
    return to;
}

platform::task<mcp::tool_result> run(services with, edit_arguments given, mcp::request_context& context) {
    return make_video(with, make_request(given, with.settings), "Video editing",
                      delivery_of("video_edit", given), context);
}

}  // namespace

std::unique_ptr<mcp::tool> make_video_edit(services const& with) { return make_tool(with, run); }

}  // namespace tools
