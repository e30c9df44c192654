#pragma once
// The long-term memories that applications use: what memory_manage does with them.

#include "dashscope/app_memory.hpp"
#include "mcp/request_context.hpp"
#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tools {

/// As a caller names what to do: app_create, app_list, app_get, app_add, app_update, app_delete.
struct app_memory_call {
    std::string action;
    std::string id;
    std::string node_id;      // app_update, app_delete: of this entry only
    std::string content;      // of an entry
    std::string description;  // of a memory
    std::string page_token;
    std::string workspace_id;
    bool confirm = false;
    bool dry_run = false;
    boost::json::object parameters;
};

std::vector<std::string> problems_of(app_memory_call const& given);

platform::task<mcp::tool_result> manage_app_memory(services with, app_memory_call given, mcp::request_context& context);

}  // namespace tools
