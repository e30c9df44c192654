#pragma once
// POST /compatible-mode/v1/chat/completions

#include "sandbox/service.hpp"

namespace sandbox {

plan chat(exchange const& context);

}  // namespace sandbox
