#pragma once
// Documents sorted by how well they answer a query (catalogue §3): both routes, told apart by the model.

#include "dashscope/composed_request.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dashscope {

/// A query or a document.
struct rerank_content {
    std::string type;   // "text", "image", "video"
    std::string value;  // a text, or a medium as a request may hold it
};

struct rerank_request {
    std::string model;
    rerank_content query;
    std::vector<rerank_content> documents;
    std::optional<std::int64_t> top_n;
    std::string instruct;
};

/// The model for pictures and films where none is named.
inline constexpr std::string_view media_reranker = "qwen3-vl-rerank";

/// Whether a model takes pictures and films: by its name.
bool reranks_media(std::string_view model);
/// Whether it is asked over the compatible endpoint, where parameters are members of the body itself.
bool reranks_compatibly(std::string_view model);

/// Everything that is wrong with it, one sentence each.
std::vector<std::string> problems_of(rerank_request const& request);

/// Native requests have an object `parameters`, compatible ones none.
composed_request compose(rerank_request const& request);

struct ranked {
    std::size_t index;  // in `documents`
    double score;       // 0 to 1; comparable within one answer only
};

struct ranking {
    std::vector<ranked> list;  // best first
    json::object usage;
    std::string request_id;
};

/// Of either route. Entries whose index is none of `count` documents are left out.
ranking read_ranking(json::value const& answer, std::size_t count);

}  // namespace dashscope
