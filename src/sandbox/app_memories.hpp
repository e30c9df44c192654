#pragma once
// Long-term memories of applications: /*/memories, signed. Not the memory library of memory.hpp.

#include "sandbox/service.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

plan create_app_memory(exchange const& context);  // POST /*/memories?description=
plan list_app_memories(exchange const& context);  // GET /*/memories?maxResults&nextToken
plan get_app_memory(exchange const& context);     // GET /*/memories/*
plan update_app_memory(exchange const& context);  // PUT /*/memories/*?description=
plan delete_app_memory(exchange const& context);  // DELETE /*/memories/*
plan create_app_node(exchange const& context);    // POST /*/memories/*/memoryNodes?content=
plan list_app_nodes(exchange const& context);     // GET /*/memories/*/memoryNodes
plan get_app_node(exchange const& context);       // GET /*/memories/*/memoryNodes/*
plan update_app_node(exchange const& context);    // PUT /*/memories/*/memoryNodes/*?content=
plan delete_app_node(exchange const& context);    // DELETE /*/memories/*/memoryNodes/*

/// What an application recalls under that id; nothing where there is no such memory.
std::optional<std::vector<std::string>> app_memory_contents(std::string_view memory, exchange const& context);
/// What an application extracted from a prompt.
void add_app_memory(std::string_view memory, std::string_view content, exchange const& context);

}  // namespace sandbox
