#pragma once
// From a text to a file of speech: the requests one after the other, and what they bring put together.

#include "dashscope/speech.hpp"
#include "mcp/request_context.hpp"
#include "mcp/tool.hpp"
#include "tools/generation.hpp"

namespace tools {

/// Speaks, joins, saves. What was spoken before a part failed, or before a cancellation, is saved too: it is paid for.
/// Throws tool_error and failure.
platform::task<mcp::tool_result> make_speech(services with, dashscope::speech_request request, delivery how,
                                             mcp::request_context& context);

}  // namespace tools
