#pragma once
// The notifications that say that something has changed, in the form of both eras.

#include <string>
#include <string_view>

namespace mcp {

enum class changed_list { tools, prompts, resources };

/// `subscription` is the id of a modern subscription as JSON text, which each of its messages names; empty for a legacy
/// session.
std::string list_changed(changed_list which, std::string_view subscription = {});
std::string resource_updated(std::string_view uri, std::string_view subscription = {});

}  // namespace mcp
