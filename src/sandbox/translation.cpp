#include "sandbox/translation.hpp"

#include "sandbox/fields.hpp"

namespace json = boost::json;

namespace sandbox {
namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// The pairs of `terms` and `tm_list`.
void apply_pairs(std::string& text, json::array const& pairs) {
    for (auto const& pair : pairs) {
        if (!pair.is_object()) continue;
        auto const source = text_member(pair.get_object(), "source");
        if (!source.empty()) replace_all(text, source, text_member(pair.get_object(), "target"));
    }
}

verdict check_pairs(json::object const& options, std::string_view name) {
    for (auto const& pair : array_member(options, name)) {
        bool const good = pair.is_object() && !text_member(pair.get_object(), "source").empty() &&
                          !text_member(pair.get_object(), "target").empty();
        if (!good)
            return rejected_by_engine("Each of translation_options." + std::string(name) +
                                      " must have source and target.");
    }
    return std::nullopt;
}

}  // namespace

verdict check_translation(json::object const& body) {
    auto const& messages = array_member(body, "messages");
    bool const one = messages.size() == 1 && text_member(messages[0].get_object(), "role") == "user";
    if (!one) return rejected_by_engine("Only one message of role user is supported by this model.");
    if (member(body, "tools")) return rejected_by_engine("tools is not supported by this model.");
    auto const& options = object_member(body, "translation_options");
    if (text_member(options, "target_lang").empty())
        return rejected_by_engine("Field required: translation_options.target_lang");
    if (text_member(options, "source_lang").empty())
        return rejected_by_engine("Field required: translation_options.source_lang");
    if (auto refused = check_pairs(options, "terms")) return refused;
    return check_pairs(options, "tm_list");
}

std::string translated(std::string_view text, json::object const& body) {
    auto const& options = object_member(body, "translation_options");
    std::string result(text);
    apply_pairs(result, array_member(options, "tm_list"));
    apply_pairs(result, array_member(options, "terms"));
    std::string head = "[sandbox] " + std::string(text_member(options, "source_lang")) + " to " +
                       std::string(text_member(options, "target_lang"));
    if (auto const domains = text_member(options, "domains"); !domains.empty())
        head += " (domains: " + std::string(domains) + ")";
    return head + ": " + result;
}

}  // namespace sandbox
