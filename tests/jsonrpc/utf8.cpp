#include "jsonrpc/utf8.hpp"

#include <doctest/doctest.h>

using namespace jsonrpc;

TEST_CASE("UTF-8 by RFC 3629") {
    struct {
        std::string text;
        std::size_t valid;  // bytes of the valid prefix
        std::string repaired;
    } const cases[] = {
        {"", 0, ""},
        {"plain ascii of more than eight bytes", 36, "plain ascii of more than eight bytes"},
        {"\xC3\xA9", 2, "\xC3\xA9"},
        {"\xE6\x97\xA5", 3, "\xE6\x97\xA5"},
        {"\xF0\x9F\x98\x80", 4, "\xF0\x9F\x98\x80"},
        {"\xF4\x8F\xBF\xBF", 4, "\xF4\x8F\xBF\xBF"},
        {"abcdefgh\xFF", 8, "abcdefgh\xEF\xBF\xBD"},
        {"a\x80z", 1, "a\xEF\xBF\xBDz"},
        {"a\xC3", 1, "a\xEF\xBF\xBD"},
        {"\xC0\xAF", 0, "\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"\xE0\x80\xAF", 0, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"\xED\xA0\x80", 0, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"\xF4\x90\x80\x80", 0, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        // A sequence that breaks off is one mistake, however long it was (Unicode §3.9, U+FFFD substitution).
        {"\xE6\x97z", 0, "\xEF\xBF\xBDz"},
        {"\xF0\x9F\x98", 0, "\xEF\xBF\xBD"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.text);
        CHECK(valid_utf8_prefix(each.text) == each.valid);
        CHECK(is_utf8(each.text) == (each.valid == each.text.size()));
        CHECK(repair_utf8(each.text) == each.repaired);
        CHECK(is_utf8(repair_utf8(each.text)));
    }
}

TEST_CASE("halves of surrogate pairs that stand alone are replaced, pairs and other escapes stay") {
    struct {
        char const* json;
        char const* mended;
    } const cases[] = {
        {R"("plain")", R"("plain")"},
        {R"("\ud83d\ude00")", R"("\ud83d\ude00")"},
        {R"("\ud83d")", R"("\ufffd")"},
        {R"("\ude00")", R"("\ufffd")"},
        {R"("\ude00\ud83d")", R"("\ufffd\ufffd")"},
        {R"("\ud83d\ud83d\ude00")", R"("\ufffd\ud83d\ude00")"},
        {R"("\ud83dx")", R"("\ufffdx")"},
        {R"("\\ud83d")", R"("\\ud83d")"},
        {R"("\\\ud83d")", R"("\\\ufffd")"},
        {R"("\uD83D\n\u0041")", R"("\ufffd\n\u0041")"},
        {R"("\u12)", R"("\u12)"},
        {"\"\\", "\"\\"},
    };
    for (auto const& each : cases) {
        CAPTURE(std::string(each.json));
        CHECK(mend_surrogates(each.json) == each.mended);
    }
}

TEST_CASE("an excerpt is cut between characters") {
    CHECK(excerpt("short", 10) == "short");
    CHECK(excerpt("0123456789ab", 10) == "0123456789…");
    CHECK(excerpt("日本語", 4) == "日…");
}
