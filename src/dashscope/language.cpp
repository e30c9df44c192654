#include "dashscope/language.hpp"

#include "platform/ascii.hpp"

#include <algorithm>

namespace dashscope {

namespace {

struct language {
    std::string_view code;
    std::string_view name;
    std::string_view own;  // in its own words
};

constexpr language known[] = {
    {"zh", "Chinese", "中文"},           {"zh_tw", "Traditional Chinese", "繁體中文"},
    {"yue", "Cantonese", "粤语"},        {"en", "English", "english"},
    {"ja", "Japanese", "日本語"},        {"ko", "Korean", "한국어"},
    {"fr", "French", "français"},        {"de", "German", "deutsch"},
    {"es", "Spanish", "español"},        {"pt", "Portuguese", "português"},
    {"it", "Italian", "italiano"},       {"ru", "Russian", "русский"},
    {"ar", "Arabic", "العربية"},         {"th", "Thai", "ไทย"},
    {"vi", "Vietnamese", "tiếng việt"},  {"id", "Indonesian", "bahasa indonesia"},
    {"ms", "Malay", "bahasa melayu"},    {"tr", "Turkish", "türkçe"},
    {"nl", "Dutch", "nederlands"},       {"pl", "Polish", "polski"},
    {"uk", "Ukrainian", "українська"},   {"cs", "Czech", "čeština"},
    {"sv", "Swedish", "svenska"},        {"da", "Danish", "dansk"},
    {"fi", "Finnish", "suomi"},          {"nb", "Norwegian Bokmål", "norsk"},
    {"el", "Greek", "ελληνικά"},         {"he", "Hebrew", "עברית"},
    {"hi", "Hindi", "हिन्दी"},             {"bn", "Bengali", "বাংলা"},
    {"hu", "Hungarian", "magyar"},       {"ro", "Romanian", "română"},
    {"bg", "Bulgarian", "български"},    {"tl", "Tagalog", "tagalog"},
};

// ASCII alone: the others are compared as they are written.
std::string plain(std::string_view text) {
    auto result = platform::lower_case(text);
    std::ranges::replace(result, '-', '_');
    return result;
}

bool is_traditional(std::string_view code) {
    return code == "zh_tw" || code == "zh_hk" || code == "zh_hant" || code.starts_with("zh_hant_");
}

language const* find_language(std::string_view given) {
    auto const text = plain(given);
    auto const matches = [&](language const& each) {
        return text == each.code || text == plain(each.name) || text == plain(each.own);
    };
    if (is_traditional(text)) return &known[1];
    auto const* found = std::ranges::find_if(known, matches);
    if (found != std::end(known)) return found;
    // "en_us" is English, wherever it is spoken.
    auto const region = text.find('_');
    if (region == std::string::npos || region > 3) return nullptr;
    found = std::ranges::find(known, std::string_view(text).substr(0, region), &language::code);
    return found == std::end(known) ? nullptr : found;
}

}  // namespace

std::vector<std::string> language_names() {
    std::vector<std::string> names;
    for (auto const& each : known) names.emplace_back(each.name);
    return names;
}

std::string language_name(std::string_view given) {
    auto const* found = find_language(given);
    if (found) return std::string(found->name);
    return plain(given) == "auto" ? "auto" : std::string(given);
}

std::string language_code(std::string_view given) {
    auto const* found = find_language(given);
    if (found) return std::string(found->code);
    return std::string(given);
}

}  // namespace dashscope
