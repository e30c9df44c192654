#include "sandbox/corpus.hpp"

#include "sandbox/ranking.hpp"

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

// clang-format off
constexpr passage passages[] = {
    {"file_sandbox_phones", "百炼系列手机产品介绍", "百炼 X1", "百炼 X1 手机配备 6.7 英寸超视网膜屏，256GB 存储，12GB 内存，售价 4599 元至 4999 元。", "catalogue", "phones"},
    {"file_sandbox_phones", "百炼系列手机产品介绍", "星尘 S9 Pro", "星尘 S9 Pro 采用 120Hz 屏下摄像头全面屏，16GB 内存，512GB 存储，售价 5999 元至 6499 元。", "catalogue", "phones"},
    {"file_sandbox_phones", "百炼系列手机产品介绍", "通义 Vivid 7", "通义 Vivid 7 具备 AI 智能摄影功能，6.5 英寸全面屏，8GB 内存，128GB 存储，售价 2999 元至 3299 元。", "catalogue", "phones"},
    {"file_sandbox_leave", "员工休假制度", "年假", "员工入职满一年后享有 10 天带薪年假，满五年后享有 15 天，未休年假可顺延至次年三月底。", "policy", "people"},
    {"file_sandbox_leave", "员工休假制度", "病假", "病假须在当天上午十点前通知主管，三天以上需提供医院证明，病假期间工资按 80% 发放。", "policy", "people"},
    {"file_sandbox_travel", "Travel policy", "Flights", "Flights under six hours are booked in economy class; longer flights may be booked in premium economy with the approval of a manager.", "policy", "travel"},
    {"file_sandbox_travel", "Travel policy", "Hotels", "The hotel allowance is 120 euros a night in Berlin, 180 euros in London and 600 yuan in Shanghai, breakfast included.", "policy", "travel"},
    {"file_sandbox_travel", "Travel policy", "Receipts", "Receipts are uploaded within thirty days after the journey; expenses without a receipt are paid up to 20 euros.", "policy", "travel"},
    {"file_sandbox_espresso", "Espresso machine manual", "Descaling", "Descale the espresso machine every two months: fill the tank with descaler, press Steam and Coffee together for five seconds, and rinse twice.", "manual", "kitchen"},
    {"file_sandbox_espresso", "Espresso machine manual", "Error lamps", "A blinking red lamp means that the water tank is empty; a steady red lamp means that the drip tray is full.", "manual", "kitchen"},
    {"file_sandbox_espresso", "Espresso machine manual", "Warranty", "The warranty of the espresso machine covers twenty-four months from the date of purchase, but not damage by lime.", "manual", "kitchen"},
    {"file_sandbox_solar", "Solar panel guide", "Angle", "In central Europe solar panels yield most at an angle of thirty to thirty-five degrees facing south; snow slides off above forty degrees.", "manual", "energy"},
};
// clang-format on

/// What a filter may name.
std::optional<std::string_view> field_of(passage const& from, std::string_view name) {
    if (name == "doc_id" || name == "docId" || name == "file_id") return from.doc_id;
    if (name == "doc_name" || name == "docName") return from.doc_name;
    if (name == "title") return from.title;
    if (name == "docType" || name == "doc_type") return from.kind;
    if (name == "tags" || name == "tag") return from.tag;
    return std::nullopt;
}

bool holds(std::string_view value, json::value const& wanted) {
    if (wanted.is_string()) return std::string_view(wanted.get_string()) == value;
    if (!wanted.is_array()) return false;
    return std::ranges::any_of(wanted.get_array(), [&](auto const& one) { return holds(value, one); });
}

bool passes(passage const& candidate, json::array const& filters) {
    for (auto const& filter : filters) {
        if (!filter.is_object()) return false;
        for (auto const& [name, wanted] : filter.get_object()) {
            auto const value = field_of(candidate, name);
            if (!value || !holds(*value, wanted)) return false;
        }
    }
    return true;
}

bool among(std::string_view value, std::vector<std::string> const& allowed) {
    return allowed.empty() || std::ranges::find(allowed, value) != allowed.end();
}

std::string indexed_text(passage const& from) {
    return std::string(from.doc_name) + " " + std::string(from.title) + " " + std::string(from.text);
}

/// The first look: plain overlap, as embeddings would place them. Not as sharp as what rerank() does.
std::vector<found_passage> search(retrieval const& wanted) {
    auto const terms = terms_of(wanted.query);
    std::vector<found_passage> found;
    for (auto const& candidate : passages) {
        bool allowed = passes(candidate, wanted.filters) && among(candidate.doc_id, wanted.documents) &&
                       among(candidate.tag, wanted.tags);
        auto const score = allowed ? coverage(terms, terms_of(indexed_text(candidate))) : 0;
        if (score > 0) found.push_back({&candidate, score});
    }
    std::ranges::sort(found, [](found_passage const& left, found_passage const& right) {
        return left.score != right.score ? left.score > right.score : left.what < right.what;
    });
    found.resize(std::min(found.size(), wanted.dense + wanted.sparse));
    return found;
}

std::vector<found_passage> rerank(std::vector<found_passage> const& found, retrieval const& wanted) {
    std::vector<std::string> texts;
    for (auto const& one : found) texts.push_back(indexed_text(*one.what));
    std::vector<found_passage> sorted;
    for (auto const& [index, score] : rank(wanted.query, texts))
        if (score >= wanted.least && sorted.size() < wanted.top) sorted.push_back({found[index].what, score});
    return sorted;
}

}  // namespace

std::vector<found_passage> retrieve(retrieval const& wanted) {
    auto found = search(wanted);
    return wanted.rerank ? rerank(found, wanted) : found;
}

json::object metadata_of(found_passage const& found, std::string_view workspace) {
    auto const& what = *found.what;
    auto const number = std::to_string(found.what - passages);
    return {{"_id",
             std::string(workspace) + "_" + std::string(corpus_index) + "_" + std::string(what.doc_id) + "_" + number},
            {"_score", found.score},
            {"doc_id", what.doc_id},
            {"doc_name", what.doc_name},
            {"title", what.title},
            {"hier_title", what.title},
            {"content", what.text},
            {"docType", what.kind},
            {"tags", json::array{what.tag}},
            {"image_url", json::array{}},
            {"file_path", "https://example.com/sandbox/" + std::string(what.doc_id)},
            {"nid", "nid-" + number},
            {"pipeline_id", corpus_index},
            {"workspace_id", workspace}};
}

}  // namespace sandbox
