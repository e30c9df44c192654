#include "sandbox/knowledge.hpp"

#include "sandbox/behaviour.hpp"
#include "sandbox/corpus.hpp"
#include "sandbox/native.hpp"
#include "sandbox/openapi.hpp"
#include "sandbox/quirks.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::string_view workspace_of_keys = "ws-sandbox";
constexpr std::string_view service_id = "aid-sandbox";
constexpr std::string_view rerankers[] = {"gte-rerank-hybrid", "gte-rerank", "gte-rerank-v2", "qwen3-rerank-hybrid",
                                          "qwen3-rerank"};

/// Words of a refusal; empty: none.
using complaint = std::string;

complaint check_rerankers(json::array const& given) {
    for (auto const& one : given) {
        if (!one.is_object()) return "Rerank must be a list of objects.";
        auto const& body = one.get_object();
        auto either = [&](auto first, auto second) {
            auto const text = text_member(body, first);
            return text.empty() ? text_member(body, second) : text;
        };
        auto const model = either("ModelName", "model_name");
        if (!model.empty() && std::ranges::find(rerankers, model) == std::end(rerankers))
            return "Rerank model [" + std::string(model) + "] is not supported.";
        auto const mode = either("RerankMode", "rerank_mode");
        if (!mode.empty() && mode != "qa" && mode != "similar" && mode != "custom")
            return "RerankMode must be qa, similar or custom.";
        if (mode == "custom" && either("RerankInstruct", "rerank_instruct").empty())
            return "RerankInstruct is required when RerankMode is custom.";
    }
    return {};
}

complaint check_limits(retrieval const& wanted) {
    if (wanted.dense > 100 || wanted.sparse > 100)
        return "DenseSimilarityTopK and SparseSimilarityTopK must be 0 to 100.";
    if (wanted.top < 1 || wanted.top > 20) return "RerankTopN must be 1 to 20.";
    if (wanted.least < 0.01 || wanted.least > 1) return "RerankMinScore must be 0.01 to 1.";
    return {};
}

complaint check_index(std::string_view index) {
    if (index.empty()) return "IndexId can not be empty.";
    if (index != corpus_index) return "Index [" + std::string(index) + "] does not exist in this workspace.";
    return {};
}

/// A parameter of the query that holds JSON; an empty array when it is absent, nothing when it is no array.
std::optional<json::array> json_field(form const& query, std::string_view name) {
    auto const text = form_field(query, name);
    if (!text || text->empty()) return json::array{};
    boost::system::error_code error;
    auto parsed = json::parse(*text, error);
    if (error || !parsed.is_array()) return std::nullopt;
    return std::move(parsed.get_array());
}

bool flag(form const& query, std::string_view name, bool usual) {
    auto const text = form_field(query, name);
    return text && !text->empty() ? net::equal_ignoring_case(*text, "true") : usual;
}

std::size_t count(form const& query, std::string_view name, long long usual) {
    auto const value = form_number(query, name, usual, 0, 1000);
    return static_cast<std::size_t>(value.value_or(1000));  // beyond every limit: refused by check_limits
}

double number(form const& query, std::string_view name, double usual) {
    auto const text = form_field(query, name);
    if (!text || text->empty()) return usual;
    double value = 0;
    auto const [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    return error == std::errc{} && end == text->data() + text->size() ? value : -1;
}

/// What earlier questions asked, for a query that is rewritten with them.
std::string history_text(json::array const& history) {
    std::string text;
    for (auto const& message : history)
        if (message.is_object() && text_member(message.get_object(), "role") == "user")
            text += std::string(text_member(message.get_object(), "content")) + " ";
    return text;
}

complaint read_query(form const& query, retrieval& into) {
    auto const filters = json_field(query, "SearchFilters");
    auto const reranking = json_field(query, "Rerank");
    auto const rewriting = json_field(query, "Rewrite");
    auto const history = json_field(query, "QueryHistory");
    if (!filters) return "SearchFilters must be a list.";
    if (!reranking) return "Rerank must be a list.";
    if (!rewriting) return "Rewrite must be a list.";
    if (!history) return "QueryHistory must be a list.";
    if (auto refused = check_rerankers(*reranking); !refused.empty()) return refused;
    into.filters = *filters;
    into.dense = count(query, "DenseSimilarityTopK", 100);
    into.sparse = count(query, "SparseSimilarityTopK", 100);
    into.rerank = flag(query, "EnableReranking", true);
    into.top = count(query, "RerankTopN", 5);
    into.least = number(query, "RerankMinScore", 0.01);
    if (flag(query, "EnableRewrite", false)) into.query = history_text(*history) + into.query;
    return check_limits(into);
}

json::array nodes_of(std::vector<found_passage> const& found, std::string_view workspace, bool as_text) {
    json::array nodes;
    for (auto const& one : found) {
        auto metadata = metadata_of(one, workspace);
        json::value shown = as_text ? json::value(json::serialize(metadata)) : json::value(std::move(metadata));
        nodes.push_back(json::object{{"Text", one.what->text}, {"Score", one.score}, {"Metadata", std::move(shown)}});
    }
    return nodes;
}

complaint read_body(json::object const& body, retrieval& into) {
    into.filters = array_member(body, "search_filters");
    auto whole = [&](auto name, double usual) {
        return static_cast<std::size_t>(std::clamp(number_member(body, name).value_or(usual), 0.0, 1000.0));
    };
    into.dense = whole("dense_similarity_top_k", 100);
    into.sparse = whole("sparse_similarity_top_k", 100);
    into.rerank = bool_member(body, "enable_reranking").value_or(true);
    into.top = whole("rerank_top_n", 5);
    into.least = number_member(body, "rerank_min_score").value_or(0.01);
    if (auto refused = check_rerankers(array_member(body, "rerank")); !refused.empty()) return refused;
    return check_limits(into);
}

json::array key_nodes(retrieval const& wanted) {
    json::array nodes;
    for (auto const& one : retrieve(wanted))
        nodes.push_back(json::object{
            {"text", one.what->text}, {"score", one.score}, {"metadata", metadata_of(one, workspace_of_keys)}});
    return nodes;
}

complaint check_service(json::object const& body) {
    auto const agent = text_member(body, "agent_id");
    if (agent.empty()) return "agent_id can not be empty.";
    if (agent != service_id) return "Agent [" + std::string(agent) + "] does not exist or is not published.";
    if (text_member(body, "query").empty() && array_member(body, "images").empty())
        return "query and images can not both be empty.";
    return {};
}

}  // namespace

plan openapi_retrieve(exchange const& context) {
    auto const query = read_form(context.asked.query);
    auto const marked = read_markers(form_field(query, "Query").value_or(""));
    if (auto refused = check_index(form_field(query, "IndexId").value_or("")); !refused.empty())
        return openapi_refusal(refused, context);
    retrieval wanted;
    wanted.query = marked.rest;
    if (auto refused = read_query(query, wanted); !refused.empty()) return openapi_refusal(refused, context);
    bool const as_text = has_quirk("metadata-text", marked.asked, context);
    auto nodes = nodes_of(retrieve(wanted), context.segments.front(), as_text);
    return behave(openapi_answer(json::object{{"Nodes", std::move(nodes)}}, context), marked.asked, context);
}

plan key_retrieve(exchange const& context) {
    auto const body = read_object(context.asked);
    if (!body) return refuse(body.error(), context);
    auto const marked = read_markers(text_member(*body, "query"));
    if (auto refused = check_index(text_member(*body, "index_id")); !refused.empty())
        return refuse(invalid_parameter(refused), context);
    retrieval wanted;
    wanted.query = marked.rest;
    if (auto refused = read_body(*body, wanted); !refused.empty()) return refuse(invalid_parameter(refused), context);
    auto nodes = key_nodes(wanted);
    auto const total = nodes.size();
    return behave(native_answer({{"data", {{"total", total}, {"nodes", std::move(nodes)}}}}, context), marked.asked,
                  context);
}

plan service_search(exchange const& context) {
    auto const body = read_object(context.asked);
    if (!body) return refuse(body.error(), context);
    auto const marked = read_markers(text_member(*body, "query"));
    if (auto refused = check_service(*body); !refused.empty()) return refuse(invalid_parameter(refused), context);
    retrieval wanted;
    // What was said before makes the query clearer; how much comes back is the service's own affair.
    wanted.query = history_text(array_member(*body, "query_history")) + marked.rest;
    auto nodes = key_nodes(wanted);
    auto const total = nodes.size();
    auto answer = native_answer({{"code", "Success"},
                                 {"status_code", 200},
                                 {"success", true},
                                 {"data", {{"total", total}, {"cost_time", 12}, {"nodes", std::move(nodes)}}}},
                                context);
    return behave(std::move(answer), marked.asked, context);
}

}  // namespace sandbox
