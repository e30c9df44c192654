#include "dashscope/app_memory.hpp"

#include "dashscope/fields.hpp"

namespace dashscope {

namespace {

struct row {
    app_memory_action action;
    std::string_view name;
    std::string_view method;
    std::string_view text_name;  // of the query's parameter; empty: it has none
    bool one_memory;
    bool nodes;
    bool one_node;
};

using enum app_memory_action;

constexpr row rows[] = {
    {create, "CreateMemory", "POST", "description", false, false, false},
    {list, "ListMemories", "GET", "", false, false, false},
    {get, "GetMemory", "GET", "", true, false, false},
    {update, "UpdateMemory", "PUT", "description", true, false, false},
    {remove, "DeleteMemory", "DELETE", "", true, false, false},
    {add_node, "CreateMemoryNode", "POST", "content", true, true, false},
    {list_nodes, "ListMemoryNodes", "GET", "", true, true, false},
    {update_node, "UpdateMemoryNode", "PUT", "content", true, true, true},
    {remove_node, "DeleteMemoryNode", "DELETE", "", true, true, true},
};

row const& row_of(app_memory_action action) {
    return rows[static_cast<std::size_t>(action)];
}

std::string path_of(row const& what, app_memory_wish const& wish) {
    auto path = openapi_path({wish.workspace, "memories"});
    if (what.one_memory) path += openapi_path({wish.memory_id});
    if (what.nodes) path += "/memoryNodes";
    if (what.one_node) path += openapi_path({wish.node_id});
    return path;
}

void add_entry(app_memory_page& page, json::object const& from) {
    app_memory_entry entry{std::string(first_string(from, {"memoryNodeId", "memoryId"})),
                           std::string(first_string(from, {"content", "description"}))};
    if (!entry.id.empty()) page.entries.push_back(std::move(entry));
}

}  // namespace

app_memory_request make_app_memory_request(app_memory_wish const& wish) {
    auto const& what = row_of(wish.action);
    openapi_request request{std::string(what.name), path_of(what, wish)};
    auto const put = [&](std::string_view name, std::string const& value) {
        if (!name.empty() && !value.empty()) request.query.emplace_back(name, value);
    };
    put(what.text_name, wish.text);
    if (wish.max_results) put("maxResults", std::to_string(*wish.max_results));
    put("nextToken", wish.next_token);
    return {std::string(what.method), std::move(request)};
}

app_memory_page read_app_memories(json::value const& answer) {
    app_memory_page page;
    auto const* whole = answer.if_object();
    if (!whole) return page;
    page.request_id = first_string(*whole, {"requestId", "RequestId"});
    page.next_token = string_at(*whole, "nextToken");
    if (auto const* total = whole->if_contains("totalCount"); total && total->is_int64())
        page.total = total->get_int64();
    add_entry(page, *whole);
    for (auto const* name : {"memories", "memoryNodes"})
        if (auto const* entries = array_at(*whole, name))
            for (auto const& each : *entries)
                if (auto const* entry = each.if_object()) add_entry(page, *entry);
    return page;
}

}  // namespace dashscope
