#pragma once
// From a wish for pictures to a tool's result: what image_generate and image_edit share.

#include "dashscope/image_request.hpp"
#include "dashscope/image_result.hpp"
#include "tools/generation.hpp"

namespace tools {

/// What both tools let a caller say.
template <class Arguments>
void take_common(dashscope::image_request& to, Arguments const& from) {
    to.n = from.n;
    to.size = from.size;
    to.ratio = from.ratio;
    to.seed = from.seed;
    to.negative_prompt = from.negative_prompt;
    to.prompt_extend = from.prompt_extend;
    to.watermark = from.watermark;
    to.parameters = from.parameters;
}

/// Checks, uploads, submits, waits, saves. `what` begins sentences: "Image generation". Throws tool_error, failure and
/// media_error.
platform::task<mcp::tool_result> make_images(services with, dashscope::image_request request, std::string what,
                                             delivery how, mcp::request_context& context);

}  // namespace tools
