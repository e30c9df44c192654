#pragma once
// From a wish for pictures to a tool's result: what image_generate and image_edit share.

#include "dashscope/image_request.hpp"
#include "dashscope/image_result.hpp"
#include "tools/generation.hpp"

namespace tools {

/// Checks, uploads, submits, waits, saves. `what` begins sentences: "Image generation". Throws tool_error, failure and
/// media_error.
platform::task<mcp::tool_result> make_images(services with, dashscope::image_request request, std::string what,
                                             delivery how, mcp::request_context& context);

}  // namespace tools
