#pragma once
// The user's consent to what costs much, where the operator wants it (--confirm-above).

#include "dashscope/image_request.hpp"
#include "dashscope/speech.hpp"
#include "dashscope/video_request.hpp"
#include "mcp/request_context.hpp"
#include "tools/services.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace tools {

/// What a paid job is expected to use, in the words of DashScope's usage; what can't be told beforehand is left out,
/// and its price is then unknown.
boost::json::object expected_usage(dashscope::image_request const& request);
boost::json::object expected_usage(dashscope::video_request const& request);
boost::json::object expected_usage(dashscope::speech_request const& request);

/// Returns at once unless the operator named an amount; then for what costs at most that, or when the user agrees
/// (need_consent). An unknown price counts as above. Ask before anything is uploaded. Throws tool_error.
platform::task<void> need_cost_consent(services with, mcp::request_context& context, bool confirmed, std::string what,
                                       std::string model, boost::json::object expected);

}  // namespace tools
