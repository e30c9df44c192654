#include "dashscope/translation.hpp"

#include "dashscope/json_put.hpp"
#include "dashscope/language.hpp"

namespace dashscope {

namespace {

json::array pairs(std::vector<translation_pair> const& from) {
    json::array list;
    for (auto const& each : from) list.push_back({{"source", each.source}, {"target", each.target}});
    return list;
}

}  // namespace

chat_request make_chat(translation_request const& from) {
    chat_request to;
    to.model = from.model;
    to.prompt = from.text;
    auto& options = to.translation_options;
    options["source_lang"] = from.source_language.empty() ? "auto" : language_name(from.source_language);
    options["target_lang"] = language_name(from.target_language);
    put(options, "terms", pairs(from.terms));
    put(options, "tm_list", pairs(from.memories));
    put(options, "domains", from.domain);
    to.parameters = from.parameters;
    return to;
}

}  // namespace dashscope
