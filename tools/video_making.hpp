#pragma once
// From a wish for a film to a tool's result: what video_generate and video_edit share.

#include "dashscope/video_request.hpp"
#include "tools/generation.hpp"

namespace tools {

/// What both tools let a caller say.
template <class Arguments>
void take_common(dashscope::video_request& to, Arguments const& from) {
    to.prompt = from.prompt;
    to.negative_prompt = from.negative_prompt;
    to.resolution = from.resolution;
    to.ratio = from.ratio;
    to.size = from.size;
    to.duration = from.duration;
    to.seed = from.seed;
    to.prompt_extend = from.prompt_extend;
    to.watermark = from.watermark;
    to.parameters = from.parameters;
}

/// Checks, uploads, submits, waits, saves. `what` begins sentences: "Video generation". Throws tool_error, failure and
/// media_error.
platform::task<mcp::tool_result> make_video(services with, dashscope::video_request request, std::string what,
                                            delivery how, mcp::request_context& context);

/// Adds a medium where the argument is given.
void add_medium(dashscope::video_request& to, dashscope::media_role role, std::string const& argument);

}  // namespace tools
