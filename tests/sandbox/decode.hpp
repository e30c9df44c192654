#pragma once
// Reads what the sandbox made with other code than it was made with: libpng, a walk over boxes, a reader of the few
// syntax elements of H.264 that I_PCM and skipped macroblocks need.

#include "sandbox/canvas.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox_test {

struct decoded_picture {
    int width = 0;  // 0: libpng refuses it
    int height = 0;
    std::vector<sandbox::rgb> pixels;

    sandbox::rgb at(int x, int y) const { return pixels[static_cast<std::size_t>(y) * width + x]; }
};
decoded_picture decode_png(std::string_view file);

/// The contents of all boxes by their path: "moov/trak/mdia/mdhd". Throws std::runtime_error for a box that overruns.
std::map<std::string, std::string> boxes(std::string_view file);

std::uint32_t number_at(std::string_view bytes, std::size_t at);

struct decoded_film {
    std::uint32_t width = 0;  // cropped
    std::uint32_t height = 0;
    std::vector<std::vector<std::uint8_t>> luma;  // of each picture, uncropped
    std::uint32_t stride = 0;
};
/// Throws std::runtime_error for anything but what the sandbox writes.
decoded_film decode_film(std::string_view file);

}  // namespace sandbox_test
