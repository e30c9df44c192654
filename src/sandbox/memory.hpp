#pragma once
// Long-term memory: /api/v2/apps/memory/…

#include "sandbox/service.hpp"

namespace sandbox {

plan add_memory(exchange const& context);       // POST …/add
plan search_memories(exchange const& context);  // POST …/memory_nodes/search
plan list_memories(exchange const& context);    // GET …/memory_nodes
plan get_memory(exchange const& context);       // GET …/memory_nodes/*
plan update_memory(exchange const& context);    // PATCH …/memory_nodes/*, and PUT as the first CLI sent it
plan delete_memory(exchange const& context);    // DELETE …/memory_nodes/*

}  // namespace sandbox
