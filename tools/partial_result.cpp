#include "tools/partial_result.hpp"

#include <string>

namespace json = boost::json;

namespace tools {

namespace {

json::string* first_text(json::array& content) {
    auto* block = content.empty() ? nullptr : content.front().if_object();
    auto* text = block ? block->if_contains("text") : nullptr;
    return text ? text->if_string() : nullptr;
}

}  // namespace

void mark_broken_off(mcp::tool_result& result, std::string_view why) {
    result.is_error = true;
    result.structured.reset();
    auto const beginning = std::string(why) + "\nThe answer broke off. What had come until then:\n";
    auto* text = first_text(result.content);
    if (text) {
        text->insert(0, beginning);
    } else {
        result.add_text(beginning);
    }
}

}  // namespace tools
