#pragma once
// POST /api/v1/services/audio/asr/transcription: recordings as tasks.

#include "sandbox/service.hpp"

namespace sandbox {

plan transcribe(exchange const& context);

}  // namespace sandbox
