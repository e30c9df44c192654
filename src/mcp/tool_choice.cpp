#include "mcp/tool_choice.hpp"

#include "jsonrpc/service.hpp"
#include "mcp/registry.hpp"
#include "platform/ascii.hpp"

#include <algorithm>

namespace mcp {

namespace {

bool holds(std::vector<std::string> const& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

bool is_wanted(tool_choice const& choice, registered_tool const& tool, bool otherwise) {
    if (choice.toolsets.empty() && choice.tools.empty()) return otherwise;
    if (holds(choice.tools, tool.name) || holds(choice.toolsets, "all")) return true;
    if (tool.by_default && holds(choice.toolsets, "default")) return true;
    return !tool.toolset.empty() && holds(choice.toolsets, tool.toolset);
}

std::vector<std::string> names_in(jsonrpc::field_source const& fields, std::string_view header) {
    auto const value = fields.field(header);
    if (!value) return {};
    auto names = split_names(*value);
    // Present but empty asks for nothing, which is not the same as not asking.
    if (names.empty()) names.emplace_back();
    return names;
}

bool is_on(std::string_view value) {
    auto const words = split_names(value);
    return words.size() == 1 && (words[0] == "true" || words[0] == "1" || words[0] == "yes" || words[0] == "on");
}

}  // namespace

bool tool_choice::takes(registered_tool const& tool, bool otherwise) const {
    if (holds(excluded, tool.name) || (read_only && !tool.read_only)) return false;
    return is_wanted(*this, tool, otherwise);
}

std::vector<std::string> split_names(std::string_view text) {
    std::vector<std::string> names;
    while (!text.empty()) {
        auto const comma = std::min(text.find(','), text.size());
        std::string name;
        for (char const c : text.substr(0, comma))
            if (c != ' ' && c != '\t') name += platform::to_lower(c);
        if (!name.empty()) names.push_back(std::move(name));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return names;
}

tool_choice choice_in_headers(jsonrpc::field_source const& fields) {
    tool_choice choice;
    choice.toolsets = names_in(fields, "x-mcp-toolsets");
    choice.tools = names_in(fields, "x-mcp-tools");
    choice.excluded = names_in(fields, "x-mcp-exclude-tools");
    if (auto const value = fields.field("x-mcp-readonly")) choice.read_only = is_on(*value);
    return choice;
}

}  // namespace mcp
