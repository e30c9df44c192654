#include "dashscope/model_list.hpp"

#include "dashscope/fields.hpp"
#include "dashscope/model_table.hpp"
#include "net/message.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <map>

namespace dashscope {

namespace {

constexpr std::size_t page_size = 100;

struct capability_row {
    std::string_view word;
    std::array<std::string_view, 3> codes;
};

// The catalogue's codes. Embedding and reranking share one, translation has none: names tell them apart.
constexpr capability_row rows[] = {
    {"text", {"TG"}},
    {"reasoning", {"Reasoning"}},
    {"vision", {"VU"}},
    {"omni", {"Multimodal-Omni", "Realtime-Omni"}},
    {"image", {"IG"}},
    {"video", {"VG"}},
    {"speech", {"TTS", "Realtime-Text-to-Speech"}},
    {"speech_recognition", {"ASR", "Realtime-ASR"}},
    {"translation", {"Realtime-Audio-Translate"}},
    {"embedding", {"TR", "ME"}},
    {"rerank", {"TR"}},
};

constexpr auto words = [] {
    std::array<std::string_view, std::size(rows)> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = rows[i].word;
    return all;
}();

std::vector<std::string> owned(std::vector<std::string_view> const& from) {
    return {from.begin(), from.end()};
}

std::vector<std::string> in_lower_case(std::vector<std::string> list) {
    for (auto& each : list) each = net::lower_case(each);
    return list;
}

std::string number_text(double value) {
    auto text = std::to_string(value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

listed_model from_table(model_facts const& from) {
    listed_model to;
    to.model = from.model;
    to.name = from.name;
    to.provider = from.provider;
    to.capabilities = owned(from.capabilities);
    to.input = in_lower_case(owned(from.input));
    to.output = in_lower_case(owned(from.output));
    to.features = owned(from.features);
    to.context = from.context;
    to.max_input = from.max_input;
    to.max_output = from.max_output;
    for (auto const& price : from.prices)
        to.prices.push_back({std::string(price.type), number_text(price.yuan), std::string(price.unit), {}});
    return to;
}

std::vector<std::string> strings_at(json::object const& from, std::string_view name) {
    std::vector<std::string> list;
    auto const* array = array_at(from, name);
    if (!array) return list;
    for (auto const& each : *array)
        if (auto const* text = each.if_string()) list.emplace_back(*text);
    return list;
}

std::int64_t number_at(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value && value->is_int64() ? value->get_int64() : 0;
}

// The units that the service writes, in the table's words.
std::string unit_text(std::string_view unit) {
    static constexpr std::pair<std::string_view, std::string_view> known[] = {{"每百万tokens", "1M tokens"},
                                                                              {"每秒", "second"},
                                                                              {"每万字符", "10k characters"},
                                                                              {"每张", "image"},
                                                                              {"每次", "call"},
                                                                              {"每千tokens", "1k tokens"}};
    for (auto const& [theirs, ours] : known)
        if (unit == theirs) return std::string(ours);
    return std::string(unit);
}

std::string text_or_number(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    if (!value) return {};
    return value->is_number() ? json::serialize(*value) : std::string(string_at(from, name));
}

void add_price(std::vector<listed_price>& to, json::object const& from, std::string_view range) {
    listed_price price;
    price.type = string_at(from, "type");
    price.yuan = text_or_number(from, "price");
    price.unit = unit_text(first_string(from, {"price_unit", "unit"}));
    if (range != "Default") price.range = range;
    // What holds at certain hours only is no list price.
    auto const band = string_at(from, "time_band");
    if (!price.type.empty() && !price.yuan.empty() && (band.empty() || band == "standard"))
        to.push_back(std::move(price));
}

// Either a list of prices, or one of ranges that each have a list.
std::vector<listed_price> prices_of(json::object const& from) {
    std::vector<listed_price> made;
    auto const* list = array_at(from, "prices");
    if (!list) return made;
    for (auto const& each : *list) {
        auto const* entry = each.if_object();
        if (!entry) continue;
        auto const* nested = array_at(*entry, "prices");
        if (!nested) add_price(made, *entry, {});
        for (std::size_t i = 0; nested && i < nested->size(); ++i)
            if (auto const* price = (*nested)[i].if_object()) add_price(made, *price, string_at(*entry, "range_name"));
    }
    return made;
}

listed_model read_model(json::object const& from) {
    listed_model to;
    to.model = first_string(from, {"model", "id"});
    to.name = string_at(from, "name");
    to.provider = first_string(from, {"provider", "owned_by"});
    to.capabilities = strings_at(from, "capabilities");
    to.features = strings_at(from, "features");
    if (auto const* modalities = object_at(from, "inference_metadata")) {
        to.input = in_lower_case(strings_at(*modalities, "request_modality"));
        to.output = in_lower_case(strings_at(*modalities, "response_modality"));
    }
    if (auto const* limits = object_at(from, "model_info")) {
        to.context = number_at(*limits, "context_window");
        to.max_input = number_at(*limits, "max_input_tokens");
        to.max_output = number_at(*limits, "max_output_tokens");
    }
    to.prices = prices_of(from);
    return to;
}

json::array const* list_in(json::object const& answer) {
    if (auto const* data = array_at(answer, "data")) return data;
    auto const* output = object_at(answer, "output");
    return output ? array_at(*output, "models") : nullptr;
}

template <class T>
void fill(T& to, T const& from) {
    if (to == T()) to = from;
}

bool is_reranker(listed_model const& model) {
    return model.model.find("rerank") != std::string::npos;
}

}  // namespace

std::vector<listed_model> table_models() {
    std::vector<listed_model> list;
    for (auto const& each : all_models()) list.push_back(from_table(each));
    return list;
}

std::string native_models_path(std::size_t page) {
    return "/api/v1/models?page_no=" + std::to_string(page) + "&page_size=" + std::to_string(page_size);
}

model_page read_models(json::value const& answer) {
    model_page page;
    auto const* whole = answer.if_object();
    auto const* list = whole ? list_in(*whole) : nullptr;
    if (!list) return page;
    for (auto const& each : *list) {
        auto const* entry = each.if_object();
        if (!entry) continue;
        auto model = read_model(*entry);
        if (!model.model.empty()) page.models.push_back(std::move(model));
    }
    auto const* output = object_at(*whole, "output");
    auto const total = output ? number_at(*output, "total") : 0;
    page.total = std::max(page.models.size(), static_cast<std::size_t>(std::max<std::int64_t>(total, 0)));
    return page;
}

void add_known_facts(std::vector<listed_model>& models) {
    std::map<std::string_view, model_facts> table;
    for (auto& each : all_models()) table.emplace(each.model, std::move(each));
    for (auto& model : models) {
        auto const found = table.find(model.model);
        if (found == table.end()) continue;
        auto const known = from_table(found->second);
        fill(model.name, known.name);
        if (model.provider.empty() || model.provider == "system") model.provider = known.provider;
        fill(model.capabilities, known.capabilities);
        fill(model.input, known.input);
        fill(model.output, known.output);
        fill(model.features, known.features);
        fill(model.context, known.context);
        fill(model.max_input, known.max_input);
        fill(model.max_output, known.max_output);
        if (model.prices.empty()) model.prices = known.prices;
    }
}

std::span<std::string_view const> capability_words() {
    return words;
}

bool has_capability(listed_model const& model, std::string_view word) {
    if (word.empty()) return true;
    if (word == "rerank") return is_reranker(model);
    if (word == "embedding" && is_reranker(model)) return false;
    if (word == "translation" && model.model.find("-mt-") != std::string::npos) return true;
    auto const row = std::ranges::find(rows, word, &capability_row::word);
    if (row == std::end(rows)) return false;
    return std::ranges::any_of(row->codes, [&](std::string_view code) {
        return !code.empty() && std::ranges::find(model.capabilities, code) != model.capabilities.end();
    });
}

bool mentions(listed_model const& model, std::string_view query) {
    auto text = model.model + " " + model.name + " " + model.provider;
    for (auto const& feature : model.features) text += " " + feature;
    text = net::lower_case(text);
    auto rest = net::lower_case(query);
    for (std::size_t begin = 0; (begin = rest.find_first_not_of(" \t\n,", begin)) != std::string::npos;) {
        auto const end = std::min(rest.find_first_of(" \t\n,", begin), rest.size());
        if (text.find(rest.substr(begin, end - begin)) == std::string::npos) return false;
        begin = end;
    }
    return true;
}

}  // namespace dashscope
