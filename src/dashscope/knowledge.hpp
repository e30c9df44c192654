#pragma once
// Retrieval from a knowledge base: signed with an AccessKey pair (catalogue §11.1), or by API key (§11.3); by API key
// also from a retrieval service, which searches the knowledge bases that were put together in the console.

#include "dashscope/openapi.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dashscope {

inline constexpr std::string_view knowledge_key_path = "/api/v1/indices/rag/index/retrieve";
inline constexpr std::string_view knowledge_service_path = "/api/v1/indices/knowledge/search";

/// Empty and absent members are left to the knowledge base's own settings.
struct knowledge_query {
    std::string index_id;
    std::string agent_id;  // of a retrieval service, in place of the index
    std::string query;
    std::vector<std::string> images;  // public URLs
    json::array history;              // [{role, content}]: what was said before
    std::optional<std::int64_t> dense_top_k;
    std::optional<std::int64_t> sparse_top_k;
    std::optional<bool> reranking;
    std::string rerank_model;
    std::string rerank_mode;  // qa, similar, custom
    std::string rerank_instruct;
    std::optional<double> min_score;
    std::optional<std::int64_t> top_n;
    std::optional<bool> rewrite;
    std::string rewrite_model;
    json::array filters;
    std::optional<bool> save_history;
    json::object extra;
    json::object parameters;  // further ones, under their names on the wire
};

/// What can't be asked by either route.
std::vector<std::string> problems_of(knowledge_query const& wish);
/// The parameters in use that only the signed route has.
std::vector<std::string> signed_only(knowledge_query const& wish);
/// The parameters in use that a retrieval service has settled for itself.
std::vector<std::string> settled_by_service(knowledge_query const& wish);

/// All in the query, an empty body.
openapi_request make_retrieve(knowledge_query const& wish, std::string_view workspace);
/// The body of the API-key route.
json::object make_key_retrieve(knowledge_query const& wish);
/// The body for a retrieval service.
json::object make_service_search(knowledge_query const& wish);
/// Where retrieval services are: at the workspace's own host. Any base but Beijing's usual one is taken as it is;
/// nothing where that host can't be named for want of the workspace.
std::optional<net::origin> knowledge_service_origin(net::origin const& base, std::string_view workspace);

struct knowledge_passage {
    std::string text;
    std::optional<double> score;
    std::string title;
    std::string document;  // its name, else its id
    std::vector<std::string> images;
    json::object metadata;  // all of it
};

struct knowledge_found {
    std::vector<knowledge_passage> passages;
    std::string request_id;
};

/// Of any route.
knowledge_found read_knowledge(json::value const& answer);

}  // namespace dashscope
