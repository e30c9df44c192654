#pragma once
// What the tools that ask a model over the chat endpoint have in common: chat, vision, omni, translate.

#include "dashscope/chat.hpp"
#include "mcp/request_context.hpp"
#include "tools/job.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace tools {

/// The request as it would be sent, for dry_run.
planned_call plan_chat(services const& with, dashscope::chat_request const& request);

struct chat_answer {
    dashscope::chat_result result;
    std::string broke_off;  // why the answer ends where it ends; empty: it is whole
};

/// Asks; the answer streams as progress, and so does a sign of life while the model thinks. Throws failure where
/// nothing was said.
platform::task<chat_answer> ask_model(services with, dashscope::chat_request request, mcp::request_context& context,
                                      std::function<void(std::string_view)> on_audio = {});

/// `response_format` as the endpoint takes it: "", "text", "json_object" or "json_schema"; a schema implies the latter.
/// Throws tool_error.
boost::json::object response_format(std::string_view format, boost::json::object const& schema);

}  // namespace tools
