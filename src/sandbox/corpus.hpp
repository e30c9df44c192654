#pragma once
// The knowledge base of the sandbox: a few passages in English and Chinese, and how they are found.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

constexpr std::string_view corpus_index = "idx-sandbox";

struct passage {
    std::string_view doc_id;
    std::string_view doc_name;
    std::string_view title;
    std::string_view text;
    std::string_view kind;  // manual, policy, catalogue
    std::string_view tag;
};

struct retrieval {
    std::string query;
    std::size_t dense = 100;
    std::size_t sparse = 100;
    bool rerank = true;
    std::size_t top = 5;  // when reranked
    double least = 0.01;
    boost::json::array filters;          // objects; each of their members must hold
    std::vector<std::string> documents;  // ids; empty: all
    std::vector<std::string> tags;       // any of them; empty: all
};

struct found_passage {
    passage const* what;
    double score;
};

/// Best first; those with nothing in common with the query are left out.
std::vector<found_passage> retrieve(retrieval const& wanted);

boost::json::object metadata_of(found_passage const& found, std::string_view workspace);

}  // namespace sandbox
