#pragma once
// Scales a picture down row by row: each pixel of the result is the mean of those that fall on it. The original never
// stands in memory whole. Private to this layer.

#include <cstdint>
#include <span>
#include <vector>

namespace media {

struct rgb_image {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::vector<std::uint8_t> pixels;  // RGB, rows from the top
};

/// One owner, one thread.
class box_filter {
public:
    /// Neither side of the result is longer than `max_side`; a smaller picture keeps its size.
    box_filter(std::uint32_t width, std::uint32_t height, std::uint32_t max_side);

    /// The next row of the original, RGB. Rows beyond the last are ignored.
    void put(std::span<std::uint8_t const> rgb);
    /// The result. What was not put is black.
    rgb_image take();

private:
    void finish_row();

    std::uint32_t width_;
    std::uint32_t height_;
    rgb_image out_;
    std::uint32_t row_ = 0;       // of the original, the next to come
    std::uint32_t rows_in_ = 0;   // gathered in `sums_`
    std::vector<std::uint32_t> sums_;
    std::vector<std::uint32_t> columns_;  // where each column of the original falls
    std::vector<std::uint32_t> counts_;   // how many fall on each column of the result
};

}  // namespace media
