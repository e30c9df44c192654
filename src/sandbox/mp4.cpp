#include "sandbox/mp4.hpp"

#include <initializer_list>
#include <string_view>

namespace sandbox {
namespace {

constexpr std::uint32_t timescale = 1000;

std::string number16(std::uint32_t value) {
    return {static_cast<char>(value >> 8 & 0xFFU), static_cast<char>(value & 0xFFU)};
}

std::string number32(std::uint32_t value) {
    return number16(value >> 16) + number16(value & 0xFFFFU);
}

std::string numbers(std::initializer_list<std::uint32_t> values) {
    std::string text;
    for (auto value : values) text += number32(value);
    return text;
}

std::string box(std::string_view type, std::string const& content) {
    return number32(static_cast<std::uint32_t>(content.size() + 8)) + std::string(type) + content;
}

/// With a version of 0 and `flags`.
std::string full_box(std::string_view type, std::uint32_t flags, std::string const& content) {
    return box(type, number32(flags) + content);
}

std::string identity_matrix() {
    return numbers({0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000});
}

std::uint32_t count(video_track const& track) {
    return static_cast<std::uint32_t>(track.samples.size());
}

std::uint32_t duration(video_track const& track) {
    return count(track) * timescale / track.pictures_a_second;
}

std::string movie_header(video_track const& track) {
    return full_box("mvhd", 0,
                    numbers({0, 0, timescale, duration(track), 0x10000}) + number16(0x100) + std::string(10, '\0') +
                        identity_matrix() + std::string(24, '\0') + number32(2));
}

std::string track_header(video_track const& track) {
    return full_box("tkhd", 3,
                    numbers({0, 0, 1, 0, duration(track), 0, 0, 0, 0}) + identity_matrix() +
                        number32(static_cast<std::uint32_t>(track.width) << 16) +
                        number32(static_cast<std::uint32_t>(track.height) << 16));
}

std::string media_header(video_track const& track) {
    constexpr std::uint32_t undetermined = 0x55C4;  // the language "und"
    return full_box("mdhd", 0, numbers({0, 0, timescale, duration(track)}) + number16(undetermined) + number16(0));
}

std::string handler() {
    return full_box("hdlr", 0, number32(0) + "vide" + std::string(12, '\0') + "sandbox" + '\0');
}

std::string decoder_configuration(video_track const& track) {
    auto const& sps = track.sequence_parameters;
    auto const& pps = track.picture_parameters;
    std::string content{1, sps[1], sps[2], sps[3], static_cast<char>(0xFF), static_cast<char>(0xE1)};
    content += number16(static_cast<std::uint32_t>(sps.size())) + sps + '\1';
    content += number16(static_cast<std::uint32_t>(pps.size())) + pps;
    return box("avcC", content);
}

std::string sample_description(video_track const& track) {
    constexpr std::uint32_t resolution = 0x480000;  // 72 dots an inch
    std::string entry(6, '\0');
    entry += number16(1) + std::string(16, '\0');
    entry += number16(static_cast<std::uint32_t>(track.width)) + number16(static_cast<std::uint32_t>(track.height));
    entry += numbers({resolution, resolution, 0}) + number16(1) + std::string(32, '\0');
    entry += number16(24) + number16(0xFFFF) + decoder_configuration(track);
    return full_box("stsd", 0, number32(1) + box("avc1", entry));
}

std::string sample_sizes(video_track const& track) {
    std::string content = numbers({0, count(track)});
    for (auto const& sample : track.samples) content += number32(static_cast<std::uint32_t>(sample.size()));
    return full_box("stsz", 0, content);
}

std::string whole_samples(video_track const& track) {
    std::string content = number32(static_cast<std::uint32_t>(track.whole_ones.size()));
    for (auto number : track.whole_ones) content += number32(number);
    return full_box("stss", 0, content);
}

/// All samples are one chunk that begins at `offset` of the file.
std::string sample_table(video_track const& track, std::uint32_t offset) {
    return box("stbl", sample_description(track) +
                           full_box("stts", 0, numbers({1, count(track), timescale / track.pictures_a_second})) +
                           whole_samples(track) + full_box("stsc", 0, numbers({1, 1, count(track), 1})) +
                           sample_sizes(track) + full_box("stco", 0, numbers({1, offset})));
}

std::string movie(video_track const& track, std::uint32_t offset) {
    auto const data_here = full_box("dref", 0, number32(1) + full_box("url ", 1, {}));
    auto const information =
        box("minf", full_box("vmhd", 1, std::string(8, '\0')) + box("dinf", data_here) + sample_table(track, offset));
    auto const media = box("mdia", media_header(track) + handler() + information);
    return box("moov", movie_header(track) + box("trak", track_header(track) + media));
}

}  // namespace

std::string to_mp4(video_track const& track) {
    auto file = box("ftyp", "isom" + number32(0x200) + "isomiso2avc1mp41");
    constexpr std::uint32_t box_head = 8;
    // The index names where the samples begin, which its own length decides.
    auto const offset = static_cast<std::uint32_t>(file.size() + movie(track, 0).size()) + box_head;
    file += movie(track, offset);
    std::size_t length = box_head;
    for (auto const& sample : track.samples) length += sample.size();
    file.reserve(file.size() + length);
    file += number32(static_cast<std::uint32_t>(length)) + "mdat";
    for (auto const& sample : track.samples) file += sample;
    return file;
}

}  // namespace sandbox
