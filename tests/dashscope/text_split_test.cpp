#include "dashscope/text_split.hpp"

#include <doctest/doctest.h>

using namespace dashscope;
using parts = std::vector<std::string>;

TEST_CASE("texts are cut behind sentences, clauses, words, and last between characters") {
    struct {
        char const* text;
        std::size_t most;
        parts expected;
    } const cases[] = {
        {"", 10, {}},
        {" \n\t　 ", 10, {}},
        {"short", 10, {"short"}},
        {"  short  ", 10, {"short"}},
        {"One. Two. Three.", 10, {"One. Two.", "Three."}},
        {"One! Two? Three.", 10, {"One! Two?", "Three."}},
        {"Yes. No, but why not then", 12, {"Yes.", "No,", "but why not", "then"}},
        {"一二三。四五六！七八九？十", 8, {"一二三。四五六！", "七八九？十"}},
        {"一二三，四五六七八。九", 6, {"一二三，", "四五六七八。", "九"}},
        {"一二三四五六七八", 3, {"一二三", "四五六", "七八"}},
        {"unbreakable", 4, {"unbr", "eaka", "ble"}},
        {"one two three", 8, {"one two", "three"}},
        // Closing quotes stay with their sentence.
        {"“走吧。”他说。然后走了。", 8, {"“走吧。”他说。", "然后走了。"}},
        {"He said \"go.\" Then left.", 14, {"He said \"go.\"", "Then left."}},
        // A stop within a number, a name or a word ends nothing.
        {"It costs 3.14 euro today", 12, {"It costs", "3.14 euro", "today"}},
        {"By J. Smith of A.B. House", 12, {"By J. Smith", "of A.B.", "House"}},
        {"see example.com now", 15, {"see", "example.com now"}},
        // A line is a sentence, whatever it ends with.
        {"Title\nText goes on here", 10, {"Title", "Text goes", "on here"}},
        {"a\n\n\nb", 2, {"a", "b"}},
        {"first line\r\nsecond line", 12, {"first line", "second line"}},
    };
    for (auto const& each : cases) {
        CAPTURE(each.text);
        CHECK(split_text(each.text, {each.most}) == each.expected);
    }
}

TEST_CASE("nothing but blanks is lost, and no part is too long") {
    std::string text;
    for (int i = 0; i < 400; ++i)
        text += i % 7 == 0 ? "这是第一句话，很长很长。" : i % 5 == 0 ? "A sentence of words, here. " : "😀word ";
    auto const without_blanks = [](std::string_view from) {
        std::string kept;
        for (char const c : from)
            if (c != ' ' && c != '\n') kept += c;
        return kept;
    };
    for (auto unit : {text_unit::characters, text_unit::tokens})
        for (std::size_t most : {1u, 2u, 5u, 17u, 100u, 600u, 100000u}) {
            CAPTURE(most);
            std::string joined;
            for (auto const& part : split_text(text, {most, unit})) {
                CHECK(measure(part, unit) <= most);
                CHECK_FALSE(part.empty());
                joined += part;
            }
            CHECK(without_blanks(joined) == without_blanks(text));
        }
}

TEST_CASE("bytes that are no UTF-8 end nothing") {
    for (std::string text : {std::string("\xff\xfe\x80"), std::string("ab\xe4\xb8"), std::string("\xf0\x9f"),
                             std::string("a\0b", 3)}) {
        std::string joined;
        for (auto const& part : split_text(text, {1})) joined += part;
        CHECK(joined == text);
    }
}

TEST_CASE("tokens are estimated from above") {
    CHECK(measure("", text_unit::tokens) == 0);
    CHECK(measure("word", text_unit::tokens) == 2);
    CHECK(measure("2026", text_unit::tokens) == 4);
    CHECK(measure("你好", text_unit::tokens) == 2);
    CHECK(measure("你好", text_unit::characters) == 2);
    CHECK(measure("a b", text_unit::tokens) == 1);
}
