#pragma once
// The resources and prompts that stand beside the tools.

#include "platform/task.hpp"
#include "tools/services.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace mcp {
class prompt_registry;
class resource_registry;
}  // namespace mcp

namespace tools {

/// What is saved on this machine, for callers who share it.
struct shared_folder {
    std::filesystem::path path;
    std::uint64_t read_limit = 0;  // bytes of a file that is given whole
};

void add_resources(mcp::resource_registry& to, services const& with, platform::executor executor,
                   std::optional<shared_folder> saved);
void add_prompts(mcp::prompt_registry& to, services const& with);

}  // namespace tools
