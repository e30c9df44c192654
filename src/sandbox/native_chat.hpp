#pragma once
// Chats at the native endpoints: the same answers as at the compatible one, asked and written in the native form.

#include "sandbox/service.hpp"

#include <string_view>

namespace sandbox {

plan generate_text(exchange const& context);  // POST …/text-generation/generation
/// For models that see, at …/multimodal-generation/generation.
plan generate_multimodal(exchange const& context);

/// Models that chat about pictures and films. Those of Qwen3.5 and later are asked at both endpoints.
bool sees(std::string_view model);

}  // namespace sandbox
