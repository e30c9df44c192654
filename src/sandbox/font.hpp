#pragma once
// The bitmap font of generated pictures: ASCII, five by seven. A character that it lacks shows as the hexadecimal
// digits of its number, as some terminals do: no font of Chinese fits into a test tool.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace sandbox {

constexpr int glyph_height = 11;
constexpr int line_height = 13;

struct glyph {
    int width = 0;                                   // with the blank column after it
    std::array<std::uint16_t, glyph_height> rows{};  // bit 0 is the leftmost column
};

glyph glyph_of(char32_t character);

/// UTF-8 taken apart; control characters become blanks, broken sequences U+FFFD.
std::u32string characters_of(std::string_view text);

}  // namespace sandbox
