#include "tools/app_handles.hpp"

#include "mcp/tool.hpp"
#include "tools/task_handle.hpp"

namespace tools {

namespace {

/// Keeps them apart from tasks, which are sealed by the same hand, and from one another.
struct handle_kind {
    std::string_view mark;
    std::chrono::hours good;
    std::string_view advice;  // for one that does not open
};

// A session file lives for a week.
constexpr handle_kind of_applications{
    "app:", std::chrono::hours(8 * 24),
    "Give it whole, as the result of app_call named it, or leave it out to begin anew."};
// Lists give new handles of what has outlived its old ones.
constexpr handle_kind of_memories{"memory:", std::chrono::hours(400 * 24),
                                  "Give it whole, as memory_add, memory_search or memory_manage (app_create, app_list) "
                                  "names it; DashScope's own ids are not taken here."};

std::string make(handle_kind const& kind, services const& with, mcp::request_context const& context,
                 std::string_view id) {
    auto const& handles = handles_of(with);
    if (handles.plain() || id.empty()) return std::string(id);
    return handles.make_for(std::string(kind.mark) + std::string(id), context.principal(), kind.good);
}

std::string open(handle_kind const& kind, services const& with, mcp::request_context const& context,
                 std::string_view handle, std::string_view argument) {
    auto const& handles = handles_of(with);
    if (handles.plain() || handle.empty()) return std::string(handle);
    std::string opened;
    try {
        opened = handles.open(handle, context.principal());
    } catch (mcp::tool_error const&) {
        // Its words are about tasks.
    }
    if (opened.starts_with(kind.mark)) return opened.substr(kind.mark.size());
    throw mcp::tool_error(std::string(argument) + ": this is none that this server gave to you, or it has expired. " +
                          std::string(kind.advice));
}

}  // namespace

std::string app_handle(services const& with, mcp::request_context const& context, std::string_view id) {
    return make(of_applications, with, context, id);
}

std::string opened_app_handle(services const& with, mcp::request_context const& context, std::string_view handle,
                              std::string_view argument) {
    return open(of_applications, with, context, handle, argument);
}

std::string memory_handle(services const& with, mcp::request_context const& context, std::string_view id) {
    return make(of_memories, with, context, id);
}

std::string opened_memory_handle(services const& with, mcp::request_context const& context, std::string_view handle,
                                 std::string_view argument) {
    return open(of_memories, with, context, handle, argument);
}

}  // namespace tools
