#pragma once
// Sorting documents by a query, in both APIs.

#include "sandbox/service.hpp"

namespace sandbox {

plan rerank_compatible(exchange const& context);  // POST /compatible-api/v1/reranks
plan rerank_native(exchange const& context);      // POST /api/v1/services/rerank/text-rerank/text-rerank

}  // namespace sandbox
