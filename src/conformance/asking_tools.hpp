#pragma once
// Fixtures that ask the client while they run: elicitation, sampling, roots; one round or several; tools and a prompt.

#include "mcp/prompt_registry.hpp"
#include "mcp/registry.hpp"

namespace conformance {

void add_asking_tools(mcp::registry& to);
void add_asking_prompts(mcp::prompt_registry& to);

}  // namespace conformance
