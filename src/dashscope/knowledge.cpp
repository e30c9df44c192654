#include "dashscope/knowledge.hpp"

#include "dashscope/fields.hpp"
#include "dashscope/json_put.hpp"
#include "dashscope/region.hpp"
#include "net/url.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>

namespace dashscope {

namespace {

constexpr std::string_view usual_reranker = "qwen3-rerank-hybrid";  // the one that has modes
constexpr std::string_view usual_rewriter = "conv-rewrite-qwen-1.8b";

// Boost.JSON writes 0.5 as 5E-1, which a query's reader may not take.
std::string number_text(double value) {
    char text[40];
    auto const [end, error] = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed);
    return error == std::errc() ? std::string(text, end) : std::to_string(value);
}

bool has_reranker(knowledge_query const& wish) {
    return !wish.rerank_model.empty() || !wish.rerank_mode.empty() || !wish.rerank_instruct.empty();
}

struct reranker_names {
    std::string_view model, mode, instruct;
};

json::array reranker(knowledge_query const& wish, reranker_names names) {
    json::object one{{names.model, wish.rerank_model.empty() ? usual_reranker : std::string_view(wish.rerank_model)}};
    put(one, names.mode, wish.rerank_mode);
    put(one, names.instruct, wish.rerank_instruct);
    return {std::move(one)};
}

std::string joined(std::vector<std::string> const& list) {
    std::string text;
    for (auto const& each : list) text += (text.empty() ? "" : ",") + each;
    return text;
}

/// Query parameters as the OpenAPI writes them: numbers and booleans as words, lists and objects as JSON.
class parameters {
public:
    void put(std::string_view name, std::string text) {
        if (!text.empty()) list_.emplace_back(name, std::move(text));
    }
    void put(std::string_view name, std::optional<std::int64_t> value) {
        if (value) put(name, std::to_string(*value));
    }
    void put(std::string_view name, std::optional<double> value) {
        if (value) put(name, number_text(*value));
    }
    void put(std::string_view name, std::optional<bool> value) {
        if (value) put(name, std::string(*value ? "true" : "false"));
    }
    void put(std::string_view name, json::array const& list) {
        if (!list.empty()) put(name, json::serialize(list));
    }
    void put(std::string_view name, json::object const& object) {
        if (!object.empty()) put(name, json::serialize(object));
    }
    /// Replaces what is there.
    void set(std::string_view name, json::value const& value) {
        std::erase_if(list_, [&](auto const& entry) { return entry.first == name; });
        if (value.is_string()) return put(name, std::string(value.get_string()));
        if (value.is_double()) return put(name, std::optional(value.get_double()));
        if (!value.is_null()) put(name, json::serialize(value));
    }
    text_pairs take() { return std::move(list_); }

private:
    text_pairs list_;
};

json::object metadata_of(json::object const& node) {
    for (auto const* name : {"Metadata", "metadata"}) {
        if (auto const* object = object_at(node, name)) return *object;
        boost::system::error_code error;
        auto parsed = json::parse(string_at(node, name), error);
        if (!error && parsed.is_object()) return std::move(parsed.get_object());
    }
    return {};
}

std::optional<double> score_of(json::object const& node) {
    for (auto const* name : {"Score", "score"})
        if (auto const* value = node.if_contains(name); value && value->is_number()) return value->to_number<double>();
    return std::nullopt;
}

// Names of the members in use, as callers know them.
class names_in_use {
public:
    template <class T>
    void add(std::string_view name, std::optional<T> const& member) {
        if (member) list_.emplace_back(name);
    }
    template <class T>
    void add(std::string_view name, T const& member) {
        if (!member.empty()) list_.emplace_back(name);
    }
    std::vector<std::string> take() { return std::move(list_); }

private:
    std::vector<std::string> list_;
};

std::vector<std::string> images_of(json::object const& metadata) {
    std::vector<std::string> urls;
    if (auto const* list = array_at(metadata, "image_url"))
        for (auto const& each : *list)
            if (each.is_string()) urls.emplace_back(each.get_string());
    return urls;
}

knowledge_passage passage_of(json::object const& node) {
    knowledge_passage made;
    made.metadata = metadata_of(node);
    made.text = first_string(node, {"Text", "text"});
    if (made.text.empty()) made.text = string_at(made.metadata, "content");
    made.score = score_of(node);
    made.title = first_string(made.metadata, {"hier_title", "title"});
    made.document = first_string(made.metadata, {"doc_name", "doc_id"});
    made.images = images_of(made.metadata);
    return made;
}

json::array const* nodes_in(json::object const& answer) {
    for (auto const* data : {"Data", "data"}) {
        auto const* inner = object_at(answer, data);
        for (auto const* nodes : {"Nodes", "nodes"})
            if (auto const* list = inner ? array_at(*inner, nodes) : nullptr) return list;
    }
    return nullptr;
}

}  // namespace

std::vector<std::string> problems_of(knowledge_query const& wish) {
    std::vector<std::string> problems;
    if (wish.index_id.empty() == wish.agent_id.empty())
        problems.emplace_back("give `index_id`, a knowledge base, or `agent_id`, a retrieval service");
    if (wish.query.empty() && wish.images.empty()) problems.emplace_back("give `query`: what to look for");
    if (wish.dense_top_k.value_or(100) + wish.sparse_top_k.value_or(100) > 200)
        problems.emplace_back("dense_top_k and sparse_top_k may be 200 together (each is 100 when left out)");
    if (wish.rerank_mode == "custom" && wish.rerank_instruct.empty())
        problems.emplace_back("rerank_mode custom needs `rerank_instruct`: by what to sort");
    if (wish.reranking == false && has_reranker(wish))
        problems.emplace_back("rerank false leaves no use for rerank_model, rerank_mode and rerank_instruct");
    for (auto const& image : wish.images)
        if (!net::parse_url(image) || image.find(',') != std::string::npos)
            problems.emplace_back("images must be public http(s) URLs (a comma in one as %2C)");
    return problems;
}

std::vector<std::string> signed_only(knowledge_query const& wish) {
    names_in_use names;
    names.add("images", wish.images);
    names.add("history", wish.history);
    names.add("min_score", wish.min_score);
    names.add("rewrite", wish.rewrite);
    names.add("rewrite_model", wish.rewrite_model);
    names.add("save_history", wish.save_history);
    names.add("extra", wish.extra);
    return names.take();
}

std::vector<std::string> settled_by_service(knowledge_query const& wish) {
    names_in_use names;
    names.add("top_n", wish.top_n);
    names.add("min_score", wish.min_score);
    names.add("filters", wish.filters);
    names.add("dense_top_k", wish.dense_top_k);
    names.add("sparse_top_k", wish.sparse_top_k);
    names.add("rerank", wish.reranking);
    names.add("rerank_model", wish.rerank_model);
    names.add("rerank_mode", wish.rerank_mode);
    names.add("rerank_instruct", wish.rerank_instruct);
    names.add("rewrite", wish.rewrite);
    names.add("rewrite_model", wish.rewrite_model);
    names.add("save_history", wish.save_history);
    names.add("extra", wish.extra);
    return names.take();
}

openapi_request make_retrieve(knowledge_query const& wish, std::string_view workspace) {
    parameters query;
    query.put("IndexId", wish.index_id);
    query.put("Query", wish.query);
    query.put("DenseSimilarityTopK", wish.dense_top_k);
    query.put("SparseSimilarityTopK", wish.sparse_top_k);
    query.put("EnableReranking", wish.reranking);
    if (has_reranker(wish)) query.put("Rerank", reranker(wish, {"ModelName", "RerankMode", "RerankInstruct"}));
    query.put("RerankMinScore", wish.min_score);
    query.put("RerankTopN", wish.top_n);
    bool const rewrites = wish.rewrite.value_or(!wish.rewrite_model.empty());
    query.put("EnableRewrite", rewrites ? std::optional(true) : wish.rewrite);
    if (rewrites)
        query.put("Rewrite", json::array{json::object{{"ModelName", wish.rewrite_model.empty()
                                                                        ? usual_rewriter
                                                                        : std::string_view(wish.rewrite_model)}}});
    query.put("SaveRetrieverHistory", wish.save_history);
    query.put("SearchFilters", wish.filters);
    query.put("QueryHistory", wish.history);
    query.put("Images", joined(wish.images));
    query.put("Extra", wish.extra);
    for (auto const& [name, value] : wish.parameters) query.set(name, value);
    return {"Retrieve", openapi_path({workspace, "index", "retrieve"}), query.take()};
}

json::object make_key_retrieve(knowledge_query const& wish) {
    json::object body{{"index_id", wish.index_id}, {"query", wish.query}, {"search_filters", wish.filters}};
    put(body, "dense_similarity_top_k", wish.dense_top_k);
    put(body, "sparse_similarity_top_k", wish.sparse_top_k);
    put(body, "enable_reranking", wish.reranking);
    put(body, "rerank_top_n", wish.top_n);
    if (has_reranker(wish)) body["rerank"] = reranker(wish, {"model_name", "rerank_mode", "rerank_instruct"});
    for (auto const& [name, value] : wish.parameters) body[name] = value;
    return body;
}

json::object make_service_search(knowledge_query const& wish) {
    json::object body{{"query", wish.query}, {"agent_id", wish.agent_id}};
    if (!wish.images.empty()) body["images"] = json::array(wish.images.begin(), wish.images.end());
    put(body, "query_history", wish.history);
    for (auto const& [name, value] : wish.parameters) body[name] = value;
    return body;
}

std::optional<net::origin> knowledge_service_origin(net::origin const& base, std::string_view workspace) {
    if (base.host != dashscope_host(region::beijing, {})) return base;
    if (workspace.empty()) return std::nullopt;
    auto made = base;
    made.host = std::string(workspace) + "." + std::string(region_name(region::beijing)) + ".maas.aliyuncs.com";
    return made;
}

knowledge_found read_knowledge(json::value const& answer) {
    knowledge_found found;
    auto const* whole = answer.if_object();
    if (!whole) return found;
    found.request_id = first_string(*whole, {"RequestId", "request_id", "requestId"});
    auto const* nodes = nodes_in(*whole);
    if (!nodes) return found;
    for (auto const& each : *nodes)
        if (auto const* node = each.if_object()) found.passages.push_back(passage_of(*node));
    return found;
}

}  // namespace dashscope
