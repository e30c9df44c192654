#include "sandbox/vocabularies.hpp"

#include "sandbox/archive.hpp"
#include "sandbox/native.hpp"
#include "sandbox/random.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::string_view kind = "vocabulary";
constexpr std::size_t most_vocabularies = 10;
constexpr std::size_t most_words = 500;

std::optional<json::object> find(std::string_view id, exchange const& context) {
    auto const bytes = context.kept.of<archive>().get(kind, id);
    if (!bytes) return std::nullopt;
    auto vocabulary = json::parse(*bytes).as_object();
    if (member(vocabulary, "deleted") || text_member(vocabulary, "account") != account_of(context)) return std::nullopt;
    return vocabulary;
}

void keep(json::object const& vocabulary, exchange const& context) {
    context.kept.of<archive>().put(kind, text_member(vocabulary, "id"), json::serialize(vocabulary));
}

std::vector<json::object> all_of(exchange const& context) {
    std::vector<json::object> all;
    for (auto const& id : context.kept.of<archive>().names(kind))
        if (auto vocabulary = find(id, context)) all.push_back(std::move(*vocabulary));
    std::ranges::sort(all, {}, [](auto const& one) { return number_member(one, "serial").value_or(0); });
    return all;
}

plan answer(json::object output, exchange const& context) {
    return native_answer({{"output", std::move(output)}, {"usage", {{"count", 1}}}}, context);
}

plan no_such_vocabulary(exchange const& context) {
    auto error = to_failure(*find_error("BadRequest.ResourceNotExist"));
    return refuse(error, context);
}

verdict check_words(json::object const& input) {
    auto const& words = array_member(input, "vocabulary");
    if (words.empty() || words.size() > most_words) return invalid_parameter("vocabulary must have 1 to 500 elements.");
    for (auto const& word : words) {
        bool const good = word.is_object() && !text_member(word.get_object(), "text").empty();
        auto const weight = good ? number_member(word.get_object(), "weight").value_or(4) : 0;
        if (!good || weight < -6 || weight > 5)
            return invalid_parameter("Each of vocabulary must have text, and weight from 1 to 5 (or -6 to -1).");
    }
    return std::nullopt;
}

verdict check_creation(json::object const& input, exchange const& context) {
    auto const prefix = text_member(input, "prefix");
    if (text_member(input, "target_model").empty()) return invalid_parameter("target_model is required.");
    if (prefix.empty() || prefix.size() > 10 ||
        prefix.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") != std::string_view::npos)
        return invalid_parameter("prefix must have 1 to 10 lower-case letters and digits.");
    if (auto refused = check_words(input)) return refused;
    if (all_of(context).size() < most_vocabularies) return std::nullopt;
    return to_failure(*find_error("Throttling.AllocationQuota"));
}

plan create(json::object const& input, exchange const& context) {
    if (auto refused = check_creation(input, context)) return refuse(*refused, context);
    auto const serial = context.kept.of<archive>().names(kind).size();
    auto const id = "vocab-" + std::string(text_member(input, "prefix")) + "-" +
                    generator(hash(context.asked.body, serial + 1)).hex(32);
    keep({{"id", id},
          {"account", account_of(context)},
          {"target_model", text_member(input, "target_model")},
          {"vocabulary", *member(input, "vocabulary")},
          {"prefix", text_member(input, "prefix")},
          {"serial", serial},
          {"made", time_of(context)},
          {"changed", time_of(context)}},
         context);
    return answer({{"vocabulary_id", id}}, context);
}

json::object listed(json::object const& vocabulary) {
    auto const date = [&](auto name) {
        return beijing_time(static_cast<milliseconds_since_1970>(number_member(vocabulary, name).value_or(0)))
            .substr(0, 19);
    };
    return {{"gmt_create", date("made")},
            {"vocabulary_id", vocabulary.at("id")},
            {"gmt_modified", date("changed")},
            {"status", "OK"}};
}

plan list(json::object const& input, exchange const& context) {
    auto const prefix = text_member(input, "prefix");
    auto const size = static_cast<std::size_t>(std::clamp(number_member(input, "page_size").value_or(10), 1.0, 1000.0));
    auto const first = static_cast<std::size_t>(std::max(number_member(input, "page_index").value_or(0), 0.0)) * size;
    json::array shown;
    std::size_t index = 0;
    for (auto const& vocabulary : all_of(context)) {
        if (!prefix.empty() && text_member(vocabulary, "prefix") != prefix) continue;
        bool const on_page = index >= first && index < first + size;
        if (on_page) shown.push_back(listed(vocabulary));
        ++index;
    }
    return answer({{"vocabulary_list", std::move(shown)}}, context);
}

plan query(json::object const& vocabulary, exchange const& context) {
    auto output = listed(vocabulary);
    output["target_model"] = vocabulary.at("target_model");
    output["vocabulary"] = vocabulary.at("vocabulary");
    return answer(std::move(output), context);
}

plan update(json::object vocabulary, json::object const& input, exchange const& context) {
    if (auto refused = check_words(input)) return refuse(*refused, context);
    vocabulary["vocabulary"] = *member(input, "vocabulary");
    vocabulary["changed"] = time_of(context);
    keep(vocabulary, context);
    return answer({}, context);
}

}  // namespace

plan customize_vocabulary(exchange const& context) {
    auto const body = read_native(context.asked);
    if (!body) return refuse(body.error(), context);
    if (body->model != "speech-biasing") return refuse(no_such_model(), context);
    auto const action = text_member(body->input, "action");
    if (action == "create_vocabulary") return create(body->input, context);
    if (action == "list_vocabulary") return list(body->input, context);
    bool const known = action == "query_vocabulary" || action == "update_vocabulary" || action == "delete_vocabulary";
    if (!known) return refuse(invalid_parameter("action is not supported: " + std::string(action)), context);
    auto vocabulary = find(text_member(body->input, "vocabulary_id"), context);
    if (!vocabulary) return no_such_vocabulary(context);
    if (action == "query_vocabulary") return query(*vocabulary, context);
    if (action == "update_vocabulary") return update(std::move(*vocabulary), body->input, context);
    (*vocabulary)["deleted"] = true;
    keep(*vocabulary, context);
    return answer({}, context);
}

std::vector<std::string> hot_words_of(std::string_view id, std::string_view model, exchange const& context) {
    auto const vocabulary = find(id, context);
    if (!vocabulary || text_member(*vocabulary, "target_model") != model) return {};
    std::vector<std::string> words;
    for (auto const& word : array_member(*vocabulary, "vocabulary"))
        words.emplace_back(text_member(word.get_object(), "text"));
    return words;
}

}  // namespace sandbox
