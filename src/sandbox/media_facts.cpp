#include "sandbox/media_facts.hpp"

#include <cstdint>

namespace sandbox {
namespace {

using namespace std::string_view_literals;

unsigned byte_at(std::string_view bytes, std::size_t at) {
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
}

int big16(std::string_view bytes, std::size_t at) {
    return static_cast<int>(byte_at(bytes, at) << 8 | byte_at(bytes, at + 1));
}

int big32(std::string_view bytes, std::size_t at) {
    return static_cast<int>((byte_at(bytes, at) & 0x7FU) << 24 | byte_at(bytes, at + 1) << 16 |
                            byte_at(bytes, at + 2) << 8 | byte_at(bytes, at + 3));
}

int little16(std::string_view bytes, std::size_t at) {
    return static_cast<int>(byte_at(bytes, at) | byte_at(bytes, at + 1) << 8);
}

int little24(std::string_view bytes, std::size_t at) {
    return little16(bytes, at) | static_cast<int>(byte_at(bytes, at + 2) << 16);
}

int little32(std::string_view bytes, std::size_t at) {
    return static_cast<int>(static_cast<unsigned>(little24(bytes, at)) | (byte_at(bytes, at + 3) & 0x7FU) << 24);
}

/// Of bitmaps: a negative height means that the first row is the top one.
int magnitude(std::string_view bytes, std::size_t at) {
    auto const value = static_cast<unsigned>(little24(bytes, at)) | byte_at(bytes, at + 3) << 24;
    return static_cast<int>((value >> 31 != 0 ? 0U - value : value) & 0x7FFFFFFFU);
}

media_facts image(std::string_view format, int width, int height) {
    return {std::string(format), width, height, true, false, 0};
}

/// The size stands in a frame header (SOF0 to SOF15, but DHT, JPG and DAC), behind any number of other segments.
media_facts jpeg(std::string_view bytes) {
    for (std::size_t at = 2; at + 9 < bytes.size() && byte_at(bytes, at) == 0xFF;) {
        auto const marker = byte_at(bytes, at + 1);
        if (marker == 0xFF) {
            ++at;
            continue;
        }
        bool const frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (frame) return image("JPEG", big16(bytes, at + 7), big16(bytes, at + 5));
        at += 2 + static_cast<std::size_t>(big16(bytes, at + 2));
    }
    return image("JPEG", 0, 0);
}

/// The three kinds of WebP keep their sizes in three ways (RFC 9649).
media_facts webp(std::string_view bytes) {
    auto const kind = bytes.substr(12, 4);
    if (kind == "VP8X") return image("WEBP", little24(bytes, 24) + 1, little24(bytes, 27) + 1);
    if (kind == "VP8 ") return image("WEBP", little16(bytes, 26) & 0x3FFF, little16(bytes, 28) & 0x3FFF);
    auto const bits = static_cast<unsigned>(little32(bytes, 21));
    if (kind == "VP8L")
        return image("WEBP", static_cast<int>(bits & 0x3FFFU) + 1, static_cast<int>(bits >> 14 & 0x3FFFU) + 1);
    return image("WEBP", 0, 0);
}

/// The content of the first box of a type at this level (ISO/IEC 14496-12); empty when there is none.
std::string_view find_box(std::string_view bytes, std::string_view type) {
    for (std::size_t at = 0; at + 8 <= bytes.size();) {
        auto size = static_cast<std::size_t>(big32(bytes, at));
        if (size < 8 || size > bytes.size() - at) size = bytes.size() - at;  // to the end, or too large to walk over
        if (bytes.substr(at + 4, 4) == type) return bytes.substr(at + 8, size - 8);
        at += size;
    }
    return {};
}

/// Duration over timescale, of a movie header in either version.
double seconds_of(std::string_view header) {
    bool const wide = byte_at(header, 0) == 1;
    auto const scale = big32(header, wide ? 20 : 12);
    auto const duration = wide ? big32(header, 28) : big32(header, 16);
    return scale > 0 ? static_cast<double>(duration) / scale : 0;
}

media_facts mp4(std::string_view bytes) {
    media_facts facts{bytes.substr(8, 2) == "qt" ? "MOV" : "MP4", 0, 0, false, true, 0};
    auto const movie = find_box(bytes, "moov");
    facts.seconds = seconds_of(find_box(movie, "mvhd"));
    auto const track = find_box(find_box(movie, "trak"), "tkhd");
    if (track.size() < 8) return facts;
    facts.width = big16(track, track.size() - 8);  // 16.16 at its end
    facts.height = big16(track, track.size() - 4);
    return facts;
}

}  // namespace

media_facts facts_of(std::string_view bytes) {
    if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return image("PNG", big32(bytes, 16), big32(bytes, 20));
    if (bytes.starts_with("\xFF\xD8\xFF"sv)) return jpeg(bytes);
    if (bytes.starts_with("GIF8"sv)) return image("GIF", little16(bytes, 6), little16(bytes, 8));
    if (bytes.starts_with("BM"sv) && bytes.size() > 26) return image("BMP", little32(bytes, 18), magnitude(bytes, 22));
    if (bytes.starts_with("RIFF"sv) && bytes.size() > 16 && bytes.substr(8, 4) == "WEBP") return webp(bytes);
    if (bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv)) return image("TIFF", 0, 0);
    if (bytes.size() > 12 && bytes.substr(4, 4) == "ftyp") return mp4(bytes);
    if (bytes.starts_with("\x1A\x45\xDF\xA3"sv)) return {"WEBM", 0, 0, false, true, 0};
    if (bytes.starts_with("RIFF"sv) && bytes.size() > 16 && bytes.substr(8, 4) == "AVI ")
        return {"AVI", 0, 0, false, true, 0};
    if (bytes.starts_with("RIFF"sv) && bytes.size() > 16 && bytes.substr(8, 4) == "WAVE")
        return {"WAV", 0, 0, false, false, 0};
    if (bytes.starts_with("ID3"sv) || (byte_at(bytes, 0) == 0xFF && byte_at(bytes, 1) >= 0xE0))
        return {"MP3", 0, 0, false, false, 0};
    return {};
}

std::string describe(media_facts const& facts, std::size_t bytes) {
    auto text = facts.format.empty() ? "unknown format" : facts.format;
    if (facts.width > 0) text += " " + std::to_string(facts.width) + "*" + std::to_string(facts.height);
    return text + ", " + std::to_string(bytes) + " bytes";
}

}  // namespace sandbox
