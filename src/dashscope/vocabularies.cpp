#include "dashscope/vocabularies.hpp"

#include "dashscope/json_put.hpp"
#include "dashscope/language.hpp"

namespace dashscope {

namespace {

json::object body(json::object input) { return {{"model", "speech-biasing"}, {"input", std::move(input)}}; }

json::array list_of(std::vector<hot_word> const& words) {
    json::array list;
    for (auto const& each : words) {
        json::object word{{"text", each.text}, {"weight", each.weight.value_or(4)}};
        put(word, "lang", language_code(each.language));
        list.push_back(std::move(word));
    }
    return list;
}

}  // namespace

json::object create_vocabulary_body(std::string_view target_model, std::string_view prefix,
                                    std::vector<hot_word> const& words) {
    return body({{"action", "create_vocabulary"},
                 {"target_model", target_model},
                 {"prefix", prefix},
                 {"vocabulary", list_of(words)}});
}

json::object update_vocabulary_body(std::string_view id, std::vector<hot_word> const& words) {
    return body({{"action", "update_vocabulary"}, {"vocabulary_id", id}, {"vocabulary", list_of(words)}});
}

json::object query_vocabulary_body(std::string_view id) {
    return body({{"action", "query_vocabulary"}, {"vocabulary_id", id}});
}

json::object delete_vocabulary_body(std::string_view id) {
    return body({{"action", "delete_vocabulary"}, {"vocabulary_id", id}});
}

json::object list_vocabularies_body(std::string_view prefix, int page, int page_size) {
    json::object input{{"action", "list_vocabulary"}};
    put(input, "prefix", prefix);
    input["page_index"] = page - 1;
    input["page_size"] = page_size;
    return body(std::move(input));
}

}  // namespace dashscope
