#pragma once
// Fixture prompts.

#include "mcp/prompt_registry.hpp"

namespace conformance {

void add_prompts(mcp::prompt_registry& to);
/// One more, which comes and goes.
void add_extra_prompt(mcp::prompt_registry& to);

}  // namespace conformance
