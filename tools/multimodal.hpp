#pragma once
// Media of a question to a model that sees or hears.

#include "dashscope/content.hpp"
#include "tools/services.hpp"

#include "platform/task.hpp"

namespace tools {

/// Checks every medium of `input` and puts it into the form that a request for `model` may hold. Throws tool_error,
/// media_error and failure.
platform::task<void> resolve_inputs(services with, dashscope::multimodal_input& input, std::string model, bool dry_run);

}  // namespace tools
