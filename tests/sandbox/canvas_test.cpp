#include "sandbox/canvas.hpp"

#include "decode.hpp"

#include "sandbox/font.hpp"

#include <doctest/doctest.h>

#include <set>

namespace {

int count(sandbox::canvas const& on, std::uint8_t colour) {
    int found = 0;
    for (int y = 0; y < on.height(); ++y)
        for (int x = 0; x < on.width(); ++x) found += on.at(x, y) == colour ? 1 : 0;
    return found;
}

}  // namespace

TEST_SUITE("sandbox/canvas") {
    TEST_CASE("what lies outside is left out") {
        sandbox::canvas on(4, 3, 0);
        on.fill(-2, -2, 3, 3, 1);
        CHECK(count(on, 1) == 1);
        on.fill(3, 2, 100, 100, 2);
        CHECK(count(on, 2) == 1);
        on.set(-1, 0, 3);
        on.set(0, 3, 3);
        on.fill(5, 0, 2, 2, 3);
        on.disc(100, 100, 5, 3);
        CHECK(count(on, 3) == 0);
        on.disc(1, 1, 50, 4);
        CHECK(count(on, 4) == 12);
    }

    TEST_CASE("a disc is as wide as it is high") {
        sandbox::canvas on(21, 21, 0);
        on.disc(10, 10, 6, 1);
        for (int i = 0; i < 21; ++i)
            for (int k = 0; k < 21; ++k) {
                CHECK(on.at(i, k) == on.at(k, i));
                auto const distance = (i - 10) * (i - 10) + (k - 10) * (k - 10);
                CHECK((on.at(i, k) == 1) == (distance <= 36));
            }
    }

    TEST_CASE("the palette's nearest colour is the colour itself for the cube's") {
        for (std::uint8_t i = 0; i < 216; ++i) CHECK(sandbox::nearest(sandbox::palette()[i]) == i);
        CHECK(sandbox::nearest({250, 3, 128}) == sandbox::nearest({255, 0, 153}));
    }

    TEST_CASE("each character of ASCII has a shape of its own, others show their number") {
        std::set<std::array<std::uint16_t, sandbox::glyph_height>> shapes;
        for (char32_t c = U'!'; c <= U'~'; ++c) shapes.insert(sandbox::glyph_of(c).rows);
        shapes.insert(sandbox::glyph_of(U'月').rows);
        shapes.insert(sandbox::glyph_of(U'日').rows);
        CHECK(shapes.size() == 96);
    }

    TEST_CASE("UTF-8 is taken apart, and what is none is replaced") {
        CHECK(sandbox::characters_of("aé月😀\n") == U"aé月😀 ");
        CHECK(sandbox::characters_of("\xFFx\xC3") == U"\uFFFDx\uFFFD");
        CHECK(sandbox::characters_of("") == U"");
    }

    TEST_CASE("text is as wide as it says") {
        sandbox::canvas on(200, 30, 0);
        CHECK(on.text(3, 4, 2, 1, U"ab月") == 3 + 2 * sandbox::text_width(U"ab月"));
        CHECK(count(on, 1) > 50);
    }

    TEST_CASE("lines break at blanks, long words anywhere, and what is left out shows") {
        auto const width = sandbox::text_width(U"0123456789");
        using lines = std::vector<std::u32string>;
        struct {
            std::u32string_view text;
            std::size_t most;
            lines expected;
        } const cases[] = {
            {U"", 5, {}},
            {U"short", 5, {U"short"}},
            {U"0123456789", 5, {U"0123456789"}},
            {U"two words here", 5, {U"two words", U"here"}},
            {U"0123456789abc", 5, {U"0123456789", U"abc"}},
            {U"one two three four", 1, {U"one two..."}},
            {U"0123456789abc", 1, {U"0123456..."}},
        };
        for (auto const& c : cases) CHECK(sandbox::wrapped(c.text, width, c.most) == c.expected);
        CHECK(sandbox::wrapped(U"abc", 1, 10) == lines{U"a", U"b", U"c"});
    }

    TEST_CASE("libpng reads the same pixels") {
        sandbox::canvas on(37, 11, 200);
        on.disc(10, 5, 4, 17);
        on.text(20, 0, 1, 215, U"@x");
        auto const read = sandbox_test::decode_png(sandbox::to_png(on, {{"Title", "a test"}}));
        REQUIRE(read.width == 37);
        REQUIRE(read.height == 11);
        for (int y = 0; y < 11; ++y)
            for (int x = 0; x < 37; ++x) {
                auto const wanted = sandbox::palette()[on.at(x, y)];
                auto const found = read.at(x, y);
                CHECK((wanted.red == found.red && wanted.green == found.green && wanted.blue == found.blue));
            }
    }

    TEST_CASE("a broken file is refused by the reader, so that the test above says something") {
        auto file = sandbox::to_png(sandbox::canvas(8, 8, 1));
        CHECK(sandbox_test::decode_png(file).width == 8);
        file[file.size() / 2] ^= 1;
        CHECK(sandbox_test::decode_png(file).width == 0);
    }
}
