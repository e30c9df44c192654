#pragma once
// Long-term memories that applications use, named by `memory_id` in their calls (catalogue §9.2). Signed with an
// AccessKey pair. Not the memory library of memory.hpp.

#include "dashscope/openapi.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dashscope {

enum class app_memory_action { create, list, get, update, remove, add_node, list_nodes, update_node, remove_node };

struct app_memory_wish {
    app_memory_action action = app_memory_action::list;
    std::string workspace;
    std::string memory_id;
    std::string node_id;
    std::string text;  // a memory's description, a node's content
    std::optional<std::int64_t> max_results;
    std::string next_token;
};

struct app_memory_request {
    std::string method;
    openapi_request request;
};
app_memory_request make_app_memory_request(app_memory_wish const& wish);

/// A memory, or a node of one.
struct app_memory_entry {
    std::string id;
    std::string text;
};

struct app_memory_page {
    std::vector<app_memory_entry> entries;
    std::optional<std::int64_t> total;
    std::string next_token;  // of the next page; empty: this was the last
    std::string request_id;
};
/// Of a list, or of one: created, read.
app_memory_page read_app_memories(json::value const& answer);

}  // namespace dashscope
