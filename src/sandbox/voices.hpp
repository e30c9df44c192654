#pragma once
// Cloning and designing voices.

#include "sandbox/service.hpp"

namespace sandbox {

plan customize_voice(exchange const& context);  // POST /api/v1/services/audio/tts/customization

}  // namespace sandbox
