#pragma once
// Pixels of generated pictures and films, with the few strokes that they need. Indexed colours: a fixed palette of
// 6 by 6 by 6 colours and 40 greys, so that a picture is a byte for each pixel.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

struct rgb {
    std::uint8_t red = 0, green = 0, blue = 0;
};

/// All 256 of them.
std::array<rgb, 256> const& palette();
/// The palette's index that is nearest to a colour.
std::uint8_t nearest(rgb colour);

/// Distinct objects: safe. Shared objects: unsafe.
class canvas {
public:
    canvas(int width, int height, std::uint8_t colour);

    int width() const { return width_; }
    int height() const { return height_; }
    std::uint8_t const* row(int y) const { return pixels_.data() + static_cast<std::size_t>(y) * width_; }
    std::uint8_t at(int x, int y) const { return row(y)[x]; }

    /// What lies outside is left out, here and below.
    void set(int x, int y, std::uint8_t colour);
    void fill(int left, int top, int width, int height, std::uint8_t colour);
    void disc(int x, int y, int radius, std::uint8_t colour);
    /// One line, each dot of the font `scale` pixels wide. Gives the x behind it.
    int text(int left, int top, int scale, std::uint8_t colour, std::u32string_view characters);

private:
    int width_;
    int height_;
    std::vector<std::uint8_t> pixels_;
};

/// Pixels that a line takes at scale 1.
int text_width(std::u32string_view characters);
/// Lines of at most `width` pixels at scale 1, broken at blanks where there are any, at most `most_lines`; what is left
/// out shows as "...".
std::vector<std::u32string> wrapped(std::u32string_view text, int width, std::size_t most_lines);

/// The whole picture as a PNG file with a palette. `comments` become tEXt chunks: keyword and Latin-1 text.
std::string to_png(canvas const& picture, std::vector<std::pair<std::string, std::string>> const& comments = {});

}  // namespace sandbox
