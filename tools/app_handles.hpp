#pragma once
// What callers know sessions of applications, files in them, and memories by: DashScope's ids over stdio, sealed ones
// over HTTP, where many principals share one key (design.md, "Whose is it?").

#include "mcp/request_context.hpp"
#include "tools/services.hpp"

#include <string>
#include <string_view>

namespace tools {

std::string app_handle(services const& with, mcp::request_context const& context, std::string_view id);

/// The id behind a handle. `argument` is the name that texts use. Throws tool_error for one that was not given to this
/// caller.
std::string opened_app_handle(services const& with, mcp::request_context const& context, std::string_view handle,
                              std::string_view argument);

/// The same of memories, of both kinds: a memory that applications use, and one entry of the memory library.
std::string memory_handle(services const& with, mcp::request_context const& context, std::string_view id);
std::string opened_memory_handle(services const& with, mcp::request_context const& context, std::string_view handle,
                                 std::string_view argument);

}  // namespace tools
