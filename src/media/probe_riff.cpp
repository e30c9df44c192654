#include "media/bytes.hpp"
#include "media/probes.hpp"
#include "media/wav.hpp"

namespace media {

using namespace std::string_view_literals;

namespace {

facts wave(std::string_view head) {
    auto found = facts_of(kind::audio, "audio/wav", "wav");
    auto const read = read_wav_head(head);
    if (read && read->data_size) set_duration(found, static_cast<double>(*read->data_size), read->bytes_per_second);
    return found;
}

facts avi(std::string_view head) {
    auto found = facts_of(kind::video, "video/x-msvideo", "avi");
    if (!has_at(head, 12, "LIST") || !has_at(head, 20, "hdrl") || !has_at(head, 24, "avih")) return found;
    constexpr std::uint64_t content = 32;
    set_size(found, little32(head, content + 32), little32(head, content + 36));
    double const frame_us = little32(head, content);
    set_duration(found, frame_us * little32(head, content + 16), 1'000'000);
    return found;
}

facts webp(std::string_view head) {
    auto found = facts_of(kind::image, "image/webp", "webp");
    constexpr std::uint64_t content = 20;
    if (has_at(head, 12, "VP8X")) {
        set_size(found, little(head, content + 4, 3) + 1, little(head, content + 7, 3) + 1);
    } else if (has_at(head, 12, "VP8L") && has_at(head, content, "\x2F")) {
        auto const bits = little32(head, content + 1);
        set_size(found, (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
    } else if (has_at(head, 12, "VP8 ") && has_at(head, content + 3, "\x9D\x01\x2A")) {
        set_size(found, little(head, content + 6, 2) & 0x3FFF, little(head, content + 8, 2) & 0x3FFF);
    }
    return found;
}

}  // namespace

probe_result probe_riff(std::string_view head) {
    if (!head.starts_with("RIFF") && !head.starts_with("RF64")) return {};
    if (has_at(head, 8, "WAVE")) return wave(head);
    if (has_at(head, 8, "AVI ")) return avi(head);
    if (has_at(head, 8, "WEBP")) return webp(head);
    return {};
}

}  // namespace media
