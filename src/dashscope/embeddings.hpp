#pragma once
// Vectors of texts and of media (catalogue §3): requests as DashScope takes them, in batches, and their answers.

#include "dashscope/composed_request.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dashscope {

/// One thing that gets a vector.
struct embed_content {
    std::string type;                 // "text", "image", "video", "multi_images"
    std::vector<std::string> values;  // one, but of multi_images several
};

struct embedding_request {
    std::string model;
    std::vector<embed_content> contents;
    std::optional<std::int64_t> dimension;
    std::string output_type;  // "dense", "sparse", "dense&sparse"; empty: dense
    std::string text_type;    // "query" or "document"
    std::string instruct;
};

/// Whether a model takes pictures and films: by its name.
bool embeds_media(std::string_view model);

/// Everything that is wrong with it, one sentence each.
std::vector<std::string> problems_of(embedding_request const& request);

/// The requests of all contents in their order: one takes only so many.
std::vector<composed_request> compose(embedding_request const& request);

struct embedded {
    std::string type;    // as in embed_content
    json::array vector;  // empty: only a sparse one was asked for
    json::array sparse;  // [{index, value, token}]
};

struct embeddings {
    std::vector<embedded> list;  // as the contents
    json::object usage;
    std::string request_id;
};

/// Reads one batch's answer. Vectors are put into the order of their contents; what is missing is empty.
embeddings read_embeddings(json::value const& answer);

/// Puts a further batch behind: the counts of `usage` are added up, and the last request id is kept.
void append(embeddings& to, embeddings more);

}  // namespace dashscope
