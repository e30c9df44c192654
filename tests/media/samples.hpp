#pragma once
// Minimal files of each format, made here byte by byte.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace test {

std::string be(std::uint64_t value, unsigned bytes);
std::string le(std::uint64_t value, unsigned bytes);
std::string zeros(std::size_t count);

/// Box or chunk: 4 bytes of size with the head, type, content.
std::string box(std::string_view type, std::string_view content);

std::string png(std::uint32_t width, std::uint32_t height);
std::string jpeg(std::uint16_t width, std::uint16_t height);
std::string tiff(bool little, std::uint32_t width, std::uint32_t height);
std::string bmp(std::int32_t width, std::int32_t height);
std::string mp4(std::string_view brand, std::string_view tracks, std::uint32_t duration = 2500,
                std::uint32_t timescale = 1000);
std::string video_track(std::uint32_t width, std::uint32_t height);
std::string sound_track();
std::string heic(std::string_view brand, std::string_view compatible);
std::string mp3_frame();
std::string webm(std::string_view type, bool with_video);
std::string asf(bool with_video);
std::string flv();
std::string avi();

struct sample {
    std::string_view name;
    std::string bytes;
};
/// One of each format.
std::vector<sample> all_samples();

}  // namespace test
