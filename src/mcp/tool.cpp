#include "mcp/tool.hpp"

namespace mcp {

tool_result& tool_result::add_text(std::string_view text) {
    content.push_back({{"type", "text"}, {"text", text}});
    return *this;
}

}  // namespace mcp
