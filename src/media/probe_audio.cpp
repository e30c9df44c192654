#include "media/bytes.hpp"
#include "media/probes.hpp"

namespace media {

using namespace std::string_view_literals;

namespace {

// The bytes of an ID3v2 tag, which may come before any MPEG audio (and before FLAC, against its rules).
std::uint64_t tag_size(std::string_view head) {
    if (!head.starts_with("ID3") || head.size() < 10) return 0;
    std::uint64_t size = 0;
    for (unsigned i = 6; i < 10; ++i) size = size << 7 | (byte_at(head, i) & 0x7F);
    bool const has_footer = byte_at(head, 5) & 0x10;
    return size + (has_footer ? 20 : 10);
}

struct mpeg_frame {
    bool is_version_1 = false;
    bool is_mono = false;
    unsigned rate = 0;
    unsigned samples = 0;
    std::uint64_t bytes = 0;
};

// Layer III alone: the others are out of use.
std::optional<mpeg_frame> read_mpeg_frame(std::string_view in) {
    if (in.size() < 4 || byte_at(in, 0) != 0xFF || (byte_at(in, 1) & 0xE6) != 0xE2) return {};
    constexpr unsigned rates_1[] = {44'100, 48'000, 32'000};
    constexpr unsigned kbits_1[] = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    constexpr unsigned kbits_2[] = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
    unsigned const version = byte_at(in, 1) >> 3 & 3;  // 0: 2.5, 2: 2, 3: 1
    unsigned const kbits = byte_at(in, 2) >> 4;
    unsigned const rate = byte_at(in, 2) >> 2 & 3;
    if (version == 1 || kbits == 0 || kbits == 15 || rate == 3) return {};
    mpeg_frame frame;
    frame.is_version_1 = version == 3;
    frame.is_mono = byte_at(in, 3) >> 6 == 3;
    frame.rate = rates_1[rate] / (version == 3 ? 1 : version == 2 ? 2 : 4);
    frame.samples = frame.is_version_1 ? 1152 : 576;
    auto const bits = (frame.is_version_1 ? kbits_1[kbits] : kbits_2[kbits]) * 1000u;
    frame.bytes = frame.samples / 8 * bits / frame.rate + (byte_at(in, 2) >> 1 & 1);
    return frame;
}

// Encoders write the number of frames into the first one, which is silent.
std::uint64_t counted_frames(std::string_view first, mpeg_frame const& frame) {
    std::uint64_t const side = frame.is_version_1 ? (frame.is_mono ? 17 : 32) : (frame.is_mono ? 9 : 17);
    auto const at = 4 + side;
    bool const tagged = has_at(first, at, "Xing") || has_at(first, at, "Info");
    if (tagged && (byte_at(first, at + 7) & 1)) return big32(first, at + 8);
    if (has_at(first, 36, "VBRI")) return big32(first, 36 + 14);
    return 0;
}

probe_result mp3(std::string_view body) {
    auto const frame = read_mpeg_frame(body);
    if (!frame) return {};
    // Eleven bits happen by chance: the next frame must be there, too, where the head reaches so far.
    if (body.size() >= frame->bytes + 4 && !read_mpeg_frame(part(body, frame->bytes))) return {};
    auto found = facts_of(kind::audio, "audio/mpeg", "mp3");
    set_duration(found, static_cast<double>(counted_frames(body, *frame)) * frame->samples, frame->rate);
    return found;
}

bool is_adts(std::string_view in) {
    return byte_at(in, 0) == 0xFF && (byte_at(in, 1) & 0xF6) == 0xF0;
}

probe_result aac(std::string_view body) {
    if (body.starts_with("ADIF")) return facts_of(kind::audio, "audio/aac", "aac");
    if (body.size() < 7 || !is_adts(body)) return {};
    auto const size = big(body, 3, 3) >> 5 & 0x1FFF;
    if (size < 7 || (body.size() >= size + 2 && !is_adts(part(body, size)))) return {};
    return facts_of(kind::audio, "audio/aac", "aac");
}

probe_result flac(std::string_view body) {
    if (!body.starts_with("fLaC")) return {};
    auto found = facts_of(kind::audio, "audio/flac", "flac");
    // STREAMINFO: 20 bits of rate, 3 of channels, 5 of sample size, 36 of samples.
    auto const numbers = big(body, 18, 8);
    set_duration(found, static_cast<double>(numbers & 0xF'FFFF'FFFF), static_cast<double>(numbers >> 44));
    return found;
}

probe_result ogg(std::string_view head) {
    if (!head.starts_with("OggS")) return {};
    auto const packet = part(head, 27 + std::uint64_t{byte_at(head, 26)});
    if (packet.starts_with("OpusHead")) return facts_of(kind::audio, "audio/ogg", "opus");
    if (packet.starts_with("\x80theora"sv)) return facts_of(kind::video, "video/ogg", "ogv");
    return facts_of(kind::audio, "audio/ogg", "ogg");
}

}  // namespace

probe_result probe_audio(std::string_view head) {
    if (head.starts_with("#!AMR-WB\n")) return facts_of(kind::audio, "audio/amr-wb", "amr");
    if (head.starts_with("#!AMR\n")) return facts_of(kind::audio, "audio/amr", "amr");
    if (head.starts_with("FORM") && (has_at(head, 8, "AIFF") || has_at(head, 8, "AIFC")))
        return facts_of(kind::audio, "audio/aiff", "aiff");
    if (auto found = ogg(head)) return found;
    auto const tag = tag_size(head);
    auto const body = part(head, tag);
    for (auto const read : {flac, aac, mp3})
        if (auto found = read(body)) return found;
    // A tag with a large cover: what follows lies behind the head.
    if (tag > 0 && body.empty()) return facts_of(kind::audio, "audio/mpeg", "mp3");
    return {};
}

}  // namespace media
