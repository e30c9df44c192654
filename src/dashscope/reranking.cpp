#include "dashscope/reranking.hpp"

#include "dashscope/fields.hpp"
#include "dashscope/json_put.hpp"

#include <algorithm>

namespace dashscope {

namespace {

constexpr std::string_view compatible_path = "/compatible-api/v1/reranks";
constexpr std::string_view native_path = "/api/v1/services/rerank/text-rerank/text-rerank";
constexpr std::size_t most_documents = 500;

bool is_text(rerank_content const& content) {
    return content.type == "text";
}

// Text models take strings, the others objects that say what they hold.
json::value written(rerank_content const& content, bool as_object) {
    if (!as_object) return json::value(content.value);
    return json::object{{content.type, content.value}};
}

json::array written(std::vector<rerank_content> const& documents, bool as_objects) {
    json::array list;
    for (auto const& each : documents) list.push_back(written(each, as_objects));
    return list;
}

json::array const* results_of(json::object const& answer) {
    auto const* output = object_at(answer, "output");
    return array_at(output ? *output : answer, "results");
}

}  // namespace

bool reranks_media(std::string_view model) {
    return model.find("-vl-") != std::string_view::npos;
}

bool reranks_compatibly(std::string_view model) {
    return !reranks_media(model) && !model.starts_with("gte-");
}

std::vector<std::string> problems_of(rerank_request const& request) {
    std::vector<std::string> problems;
    if (request.query.value.empty()) problems.emplace_back("give `query`: what the documents are compared with");
    if (request.documents.empty())
        problems.emplace_back("give `documents`, `images` or `videos`: what shall be sorted");
    if (request.documents.size() > most_documents)
        problems.push_back("at most " + std::to_string(most_documents) + " documents a call; you gave " +
                           std::to_string(request.documents.size()));
    bool const texts_only = is_text(request.query) && std::ranges::all_of(request.documents, is_text);
    if (!texts_only && !reranks_media(request.model))
        problems.push_back("model " + request.model + " takes texts only; for pictures and films " +
                           std::string(media_reranker));
    if (std::ranges::any_of(request.documents, [](auto const& each) { return each.value.empty(); }))
        problems.emplace_back("an empty document can't be compared: leave it out");
    return problems;
}

composed_request compose(rerank_request const& request) {
    bool const media = reranks_media(request.model);
    json::object input{{"query", written(request.query, media)}, {"documents", written(request.documents, media)}};
    json::object parameters;
    put(parameters, "top_n", request.top_n);
    put(parameters, "instruct", request.instruct);
    composed_request made;
    made.body["model"] = request.model;
    if (reranks_compatibly(request.model)) {
        made.path = compatible_path;
        for (auto* part : {&input, &parameters})
            for (auto& [name, value] : *part) made.body[name] = std::move(value);
        return made;
    }
    made.path = native_path;
    made.body["input"] = std::move(input);
    made.body["parameters"] = std::move(parameters);
    return made;
}

ranking read_ranking(json::value const& answer, std::size_t count) {
    ranking made;
    auto const* whole = answer.if_object();
    if (!whole) return made;
    made.request_id = first_string(*whole, {"request_id", "id"});
    if (auto const* usage = object_at(*whole, "usage")) made.usage = *usage;
    auto const* results = results_of(*whole);
    if (!results) return made;
    for (auto const& each : *results) {
        auto const* entry = each.if_object();
        auto const* index = entry ? entry->if_contains("index") : nullptr;
        auto const* score = entry ? entry->if_contains("relevance_score") : nullptr;
        if (!index || !index->is_int64() || !score || !score->is_number()) continue;
        auto const at = index->get_int64();
        if (at < 0 || static_cast<std::size_t>(at) >= count) continue;
        made.list.push_back({static_cast<std::size_t>(at), score->to_number<double>()});
    }
    std::ranges::sort(made.list, [](ranked const& left, ranked const& right) {
        return left.score != right.score ? left.score > right.score : left.index < right.index;
    });
    return made;
}

}  // namespace dashscope
