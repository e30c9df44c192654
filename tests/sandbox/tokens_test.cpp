#include "sandbox/tokens.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

std::string joined(auto const& parts) {
    std::string text;
    for (auto const& part : parts) text += part;
    return text;
}

}  // namespace

TEST_SUITE("sandbox/tokens") {
    TEST_CASE("tokens join to the text") {
        for (std::string_view text : {"", " ", "   ", "Hello, world!", "a  b", "extraordinarily long", "你好，世界",
                                      "mixed 中文 text 🙂!", "line\nbreak\t.", "\xff\xfe broken \xe4\xbd"}) {
            CAPTURE(text);
            CHECK(joined(sandbox::split_tokens(text)) == text);
        }
    }

    TEST_CASE("counts are plausible") {
        struct {
            std::string_view text;
            std::size_t count;
        } const cases[] = {
            {"", 0}, {"Hello", 1}, {"Hello world", 2}, {"Hello, world!", 4}, {"你好", 2}, {"internationalization", 3}};
        for (auto const& c : cases) {
            CAPTURE(c.text);
            CHECK(sandbox::count_tokens(c.text) == c.count);
        }
    }

    TEST_CASE("a border never lies within a character") {
        for (auto token : sandbox::split_tokens("日本 é🙂"))
            CHECK((static_cast<unsigned char>(token.front()) & 0xC0U) != 0x80U);
    }

    TEST_CASE("cutting gives the wanted number of pieces") {
        std::string text = "one two three four five six seven";
        for (std::size_t count : {1U, 2U, 3U, 7U}) {
            auto pieces = sandbox::cut(text, count);
            CHECK(pieces.size() == count);
            CHECK(joined(pieces) == text);
            for (auto const& piece : pieces) CHECK(!piece.empty());
        }
        CHECK(sandbox::cut(text, 100).size() == 7);
        CHECK(sandbox::cut(text, 0).size() == 3);
        CHECK(sandbox::cut("", 0).empty());
    }
}
