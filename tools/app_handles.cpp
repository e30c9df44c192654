#include "tools/app_handles.hpp"

#include "mcp/tool.hpp"
#include "tools/task_handle.hpp"

namespace tools {

namespace {

// Keeps them apart from tasks, which are sealed by the same hand.
constexpr std::string_view kind = "app:";

}  // namespace

std::string app_handle(services const& with, mcp::request_context const& context, std::string_view id) {
    auto const& handles = handles_of(with);
    if (handles.plain() || id.empty()) return std::string(id);
    return handles.make(std::string(kind) + std::string(id), context.principal());
}

std::string opened_app_handle(services const& with, mcp::request_context const& context, std::string_view handle,
                              std::string_view argument) {
    auto const& handles = handles_of(with);
    if (handles.plain() || handle.empty()) return std::string(handle);
    std::string opened;
    try {
        opened = handles.open(handle, context.principal());
    } catch (mcp::tool_error const&) {
        // Its words are about tasks.
    }
    if (!opened.starts_with(kind))
        throw mcp::tool_error(std::string(argument) +
                              ": this is none that this server gave to you, or it has expired. Give it whole, as the "
                              "result of app_call named it, or leave it out to begin anew.");
    return opened.substr(kind.size());
}

}  // namespace tools
