#pragma once
// Retrieval from a knowledge base by both routes, and from a retrieval service.

#include "sandbox/service.hpp"

namespace sandbox {

plan openapi_retrieve(exchange const& context);  // POST /*/index/retrieve: signed, everything in the query
plan key_retrieve(exchange const& context);      // POST /api/v1/indices/rag/index/retrieve: API key, JSON body
plan service_search(exchange const& context);    // POST /api/v1/indices/knowledge/search: API key, JSON body

}  // namespace sandbox
