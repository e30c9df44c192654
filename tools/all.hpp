#pragma once
// The list of tools, in the order in which they are published.

#include "tools/services.hpp"

namespace mcp {
class registry;
}

namespace tools {

void add_all(mcp::registry& to, services const& with);

/// What `initialize` and `server/discover` tell a model about this server; under 2 KB, essentials first.
std::string_view instructions();

}  // namespace tools
