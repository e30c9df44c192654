#include "media/box_filter.hpp"

#include <algorithm>

namespace media {

namespace {

std::uint32_t scaled(std::uint32_t side, std::uint32_t longest, std::uint32_t max_side) {
    if (longest <= max_side) return side;
    auto const result = (std::uint64_t{side} * max_side + longest / 2) / longest;
    return static_cast<std::uint32_t>(std::max<std::uint64_t>(result, 1));
}

std::uint32_t place(std::uint32_t at, std::uint32_t from, std::uint32_t to) {
    return static_cast<std::uint32_t>(std::uint64_t{at} * to / from);
}

}  // namespace

box_filter::box_filter(std::uint32_t width, std::uint32_t height, std::uint32_t max_side)
    : width_(width), height_(height) {
    auto const longest = std::max(width, height);
    out_.width = scaled(width, longest, max_side);
    out_.height = scaled(height, longest, max_side);
    out_.pixels.resize(std::size_t{out_.width} * out_.height * 3);
    sums_.resize(std::size_t{out_.width} * 3);
    columns_.resize(width);
    counts_.resize(out_.width);
    for (std::uint32_t x = 0; x < width; ++x) {
        columns_[x] = place(x, width, out_.width);
        ++counts_[columns_[x]];
    }
}

void box_filter::put(std::span<std::uint8_t const> rgb) {
    if (row_ >= height_ || rgb.size() < std::size_t{width_} * 3) return;
    for (std::uint32_t x = 0; x < width_; ++x) {
        auto* sum = &sums_[std::size_t{columns_[x]} * 3];
        auto const* pixel = &rgb[std::size_t{x} * 3];
        for (int channel = 0; channel < 3; ++channel) sum[channel] += pixel[channel];
    }
    ++rows_in_;
    bool const last = row_ + 1 == height_;
    if (last || place(row_ + 1, height_, out_.height) != place(row_, height_, out_.height)) finish_row();
    ++row_;
}

void box_filter::finish_row() {
    auto* to = &out_.pixels[std::size_t{place(row_, height_, out_.height)} * out_.width * 3];
    for (std::uint32_t x = 0; x < out_.width; ++x) {
        auto const count = counts_[x] * rows_in_;
        for (int channel = 0; channel < 3; ++channel)
            to[x * 3 + channel] = static_cast<std::uint8_t>((sums_[x * 3 + channel] + count / 2) / count);
    }
    std::ranges::fill(sums_, 0);
    rows_in_ = 0;
}

rgb_image box_filter::take() { return std::move(out_); }

}  // namespace media
