#pragma once
// POST /api/v1/services/aigc/multimodal-generation/generation: one path, and the model decides which capability
// answers.

#include "sandbox/service.hpp"

namespace sandbox {

plan multimodal_generation(exchange const& context);

}  // namespace sandbox
