#include "dashscope/language.hpp"

#include <doctest/doctest.h>

using namespace dashscope;

TEST_CASE("languages by any of their names") {
    struct {
        char const* given;
        char const* name;
        char const* code;
    } const cases[] = {
        {"Chinese", "Chinese", "zh"},
        {"zh", "Chinese", "zh"},
        {"zh-CN", "Chinese", "zh"},
        {"ZH_cn", "Chinese", "zh"},
        {"中文", "Chinese", "zh"},
        {"zh-TW", "Traditional Chinese", "zh_tw"},
        {"zh-Hant", "Traditional Chinese", "zh_tw"},
        {"traditional chinese", "Traditional Chinese", "zh_tw"},
        {"yue", "Cantonese", "yue"},
        {"english", "English", "en"},
        {"en-US", "English", "en"},
        {"Deutsch", "German", "de"},
        {"русский", "Russian", "ru"},
        {"pt_BR", "Portuguese", "pt"},
        // What the table lacks goes through.
        {"Klingon", "Klingon", "Klingon"},
        {"xx", "xx", "xx"},
        {"norwegian-nynorsk", "norwegian-nynorsk", "norwegian-nynorsk"},
        {"auto", "auto", "auto"},
        {"Auto", "auto", "Auto"},
        {"", "", ""},
    };
    for (auto const& each : cases) {
        CAPTURE(each.given);
        CHECK(language_name(each.given) == each.name);
        CHECK(language_code(each.given) == each.code);
    }
}
