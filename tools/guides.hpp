#pragma once
// Guides for each capability as resources: `dashscope://guides/NAME`, from guides/NAME.md.

#include "mcp/resource.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace tools {

/// What stands at the beginning of a guide: `# Title`, an empty line, one line of description. Throws
/// std::invalid_argument for a text that begins otherwise.
struct guide_head {
    std::string title;
    std::string description;
};
guide_head read_guide_head(std::string_view text);

std::shared_ptr<mcp::resource_source const> make_guides();

}  // namespace tools
