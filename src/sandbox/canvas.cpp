#include "sandbox/canvas.hpp"

#include "sandbox/font.hpp"

#include <algorithm>

namespace sandbox {
namespace {

constexpr int cube_steps = 6;
constexpr int cube_step = 51;
constexpr int cube_size = cube_steps * cube_steps * cube_steps;
constexpr int greys = 256 - cube_size;

std::array<rgb, 256> make_palette() {
    std::array<rgb, 256> colours;
    for (int i = 0; i < cube_size; ++i)
        colours[static_cast<std::size_t>(i)] = {static_cast<std::uint8_t>(i / 36 * cube_step),
                                                static_cast<std::uint8_t>(i / 6 % 6 * cube_step),
                                                static_cast<std::uint8_t>(i % 6 * cube_step)};
    for (int i = 0; i < greys; ++i) {
        auto const level = static_cast<std::uint8_t>(i * 255 / (greys - 1));
        colours[static_cast<std::size_t>(cube_size + i)] = {level, level, level};
    }
    return colours;
}

/// The end of the longest beginning that fits, at a blank if one is in it.
std::size_t fitting(std::u32string_view text, int width) {
    int used = 0;
    std::size_t end = 0;
    std::size_t blank = 0;
    for (; end < text.size(); ++end) {
        used += glyph_of(text[end]).width;
        if (used > width) break;
        if (text[end] == U' ') blank = end;
    }
    if (end == text.size() || blank == 0) return std::max<std::size_t>(end, 1);
    return text[end] == U' ' ? end : blank;
}

}  // namespace

std::array<rgb, 256> const& palette() {
    static auto const colours = make_palette();
    return colours;
}

std::uint8_t nearest(rgb colour) {
    auto const step = [](int level) { return (level + cube_step / 2) / cube_step; };
    return static_cast<std::uint8_t>(step(colour.red) * 36 + step(colour.green) * 6 + step(colour.blue));
}

canvas::canvas(int width, int height, std::uint8_t colour)
    : width_(width),
      height_(height),
      pixels_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), colour) {}

void canvas::set(int x, int y, std::uint8_t colour) {
    if (x < 0 || y < 0 || x >= width_ || y >= height_) return;
    pixels_[static_cast<std::size_t>(y) * width_ + x] = colour;
}

void canvas::fill(int left, int top, int width, int height, std::uint8_t colour) {
    auto const right = std::min(left + width, width_);
    auto const bottom = std::min(top + height, height_);
    left = std::max(left, 0);
    if (left >= right) return;
    for (int y = std::max(top, 0); y < bottom; ++y)
        std::fill_n(pixels_.begin() + static_cast<std::ptrdiff_t>(y) * width_ + left, right - left, colour);
}

void canvas::disc(int x, int y, int radius, std::uint8_t colour) {
    int half = 0;
    for (int dy = -radius; dy <= radius; ++dy) {
        while (half * half + dy * dy <= radius * radius) ++half;
        while (half > 0 && half * half + dy * dy > radius * radius) --half;
        fill(x - half, y + dy, 2 * half + 1, 1, colour);
    }
}

int canvas::text(int left, int top, int scale, std::uint8_t colour, std::u32string_view characters) {
    for (char32_t character : characters) {
        auto const shape = glyph_of(character);
        for (int y = 0; y < glyph_height; ++y)
            for (int x = 0; x < shape.width; ++x)
                if ((shape.rows[static_cast<std::size_t>(y)] >> x & 1) != 0)
                    fill(left + x * scale, top + y * scale, scale, scale, colour);
        left += shape.width * scale;
    }
    return left;
}

int text_width(std::u32string_view characters) {
    int width = 0;
    for (char32_t character : characters) width += glyph_of(character).width;
    return width;
}

std::vector<std::u32string> wrapped(std::u32string_view text, int width, std::size_t most_lines) {
    std::vector<std::u32string> lines;
    while (!text.empty() && lines.size() < most_lines) {
        auto const end = fitting(text, width);
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
        text.remove_prefix(std::min(text.size(), text.find_first_not_of(U' ')));
    }
    if (text.empty() || lines.empty()) return lines;
    auto& last = lines.back();
    while (!last.empty() && text_width(last + U"...") > width) last.pop_back();
    last += U"...";
    return lines;
}

}  // namespace sandbox
