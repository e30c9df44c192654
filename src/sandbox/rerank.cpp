#include "sandbox/rerank.hpp"

#include "sandbox/behaviour.hpp"
#include "sandbox/native.hpp"
#include "sandbox/ranking.hpp"
#include "sandbox/tokens.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::size_t most_documents = 500;

struct rerank_request {
    std::string query;
    wishes asked;
    json::array documents;  // as they came
    std::vector<std::string> texts;
    std::size_t top = 0;
};

/// A document is a text, or an object with a text, an image or a video.
std::string text_of_document(json::value const& document) {
    if (document.is_string()) return std::string(document.get_string());
    if (!document.is_object()) return {};
    for (auto name : {"text", "image", "video"})
        if (auto const text = text_member(document.get_object(), name); !text.empty()) return std::string(text);
    return {};
}

boost::system::result<rerank_request, failure> read_rerank(json::object const& input, json::object const& parameters) {
    rerank_request result;
    auto const* query = member(input, "query");
    auto marked = read_markers(query ? text_of_document(*query) : std::string{});
    if (!query || text_of_document(*query).empty()) return invalid_parameter("query must not be empty.");
    result.query = std::move(marked.rest);
    result.asked = std::move(marked.asked);
    result.documents = array_member(input, "documents");
    if (result.documents.empty() || result.documents.size() > most_documents)
        return invalid_parameter("documents must have 1 to 500 elements.");
    for (auto const& document : result.documents) {
        result.texts.push_back(text_of_document(document));
        if (result.texts.back().empty()) return invalid_parameter("A document must not be empty.");
    }
    auto const top = number_member(parameters, "top_n");
    if (top && *top < 1) return invalid_parameter("top_n must be at least 1.");
    result.top = std::min(result.texts.size(), static_cast<std::size_t>(top.value_or(most_documents)));
    return result;
}

json::array results_of(rerank_request const& wanted, bool with_documents) {
    json::array results;
    for (auto const& [index, score] : rank(wanted.query, wanted.texts)) {
        if (results.size() == wanted.top) break;
        json::object result{{"index", index}, {"relevance_score", score}};
        auto const& document = wanted.documents[index];
        if (with_documents) result["document"] = document.is_string() ? json::object{{"text", document}} : document;
        results.push_back(std::move(result));
    }
    return results;
}

std::size_t tokens_of(rerank_request const& wanted) {
    auto sum = count_tokens(wanted.query);
    for (auto const& text : wanted.texts) sum += count_tokens(text);
    return sum;
}

bool reranks(std::string_view model) {
    return model.find("rerank") != std::string_view::npos;
}

}  // namespace

plan rerank_compatible(exchange const& context) {
    auto const body = read_object(context.asked);
    if (!body) return refuse(body.error(), context);
    auto const model = text_member(*body, "model");
    if (!reranks(model)) return refuse(to_failure(*find_error("ModelNotFound")), context);
    auto const wanted = read_rerank(*body, *body);
    if (!wanted) return refuse(wanted.error(), context);
    json::object answer{{"object", "list"},
                        {"results", results_of(*wanted, bool_member(*body, "return_documents").value_or(false))},
                        {"model", model},
                        {"id", context.request_id},
                        {"usage", {{"total_tokens", tokens_of(*wanted)}}}};
    return behave(json_plan(200, json::serialize(answer)), wanted->asked, context);
}

plan rerank_native(exchange const& context) {
    auto const body = read_native(context.asked);
    if (!body) return refuse(body.error(), context);
    if (!reranks(body->model)) return refuse(no_such_model(), context);
    auto const wanted = read_rerank(body->input, body->parameters);
    if (!wanted) return refuse(wanted.error(), context);
    bool const with_documents = bool_member(body->parameters, "return_documents").value_or(false);
    return behave(native_answer({{"output", {{"results", results_of(*wanted, with_documents)}}},
                                 {"usage", {{"total_tokens", tokens_of(*wanted)}}}},
                                context),
                  wanted->asked, context);
}

}  // namespace sandbox
