#pragma once
// A page of tasks in words.

#include "dashscope/tasks.hpp"
#include "tools/task_handle.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace tools {

/// A time as a caller gives it, as DashScope wants it (YYYYMMDDhhmmss, Beijing time): "20261121093000", or
/// "2026-11-21", "2026-11-21 09:30", "2026-11-21T09:30:00". Throws mcp::tool_error for anything else; `name` is the
/// argument's.
std::string task_time(std::string_view text, std::string_view name);

/// From DashScope's answer.
std::string task_list_text(boost::json::object const& page);
/// From what this server has submitted for a principal.
std::string task_list_text(std::vector<submitted_task> const& tasks);

}  // namespace tools
