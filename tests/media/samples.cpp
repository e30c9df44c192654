#include "samples.hpp"

#include "media/wav.hpp"

#include <bit>

namespace test {

using namespace std::string_literals;

std::string be(std::uint64_t value, unsigned bytes) {
    std::string out;
    for (unsigned i = bytes; i > 0; --i) out += static_cast<char>(value >> 8 * (i - 1) & 0xFF);
    return out;
}

std::string le(std::uint64_t value, unsigned bytes) {
    auto const out = be(value, bytes);
    return {out.rbegin(), out.rend()};
}

std::string zeros(std::size_t count) {
    return std::string(count, '\0');
}

std::string box(std::string_view type, std::string_view content) {
    return be(content.size() + 8, 4) + std::string(type) + std::string(content);
}

std::string png(std::uint32_t width, std::uint32_t height) {
    return "\x89PNG\r\n\x1A\n"s + be(13, 4) + "IHDR" + be(width, 4) + be(height, 4) + "\x08\x02\0\0\0"s + zeros(4);
}

std::string jpeg(std::uint16_t width, std::uint16_t height) {
    auto const app = "\xFF\xE0"s + be(16, 2) + "JFIF\0"s + zeros(9);
    auto const huffman = "\xFF\xFF\xC4"s + be(4, 2) + zeros(2);  // filled, and no frame header
    auto const frame = "\xFF\xC2"s + be(17, 2) + "\x08" + be(height, 2) + be(width, 2) + zeros(10);
    return "\xFF\xD8"s + app + huffman + frame + "\xFF\xDA"s + zeros(20);
}

std::string tiff(bool little, std::uint32_t width, std::uint32_t height) {
    auto const number = little ? le : be;
    auto const entry = [&](unsigned tag, unsigned type, std::uint32_t value) {
        return number(tag, 2) + number(type, 2) + number(1, 4) +
               (type == 3 ? number(value, 2) + zeros(2) : number(value, 4));
    };
    return (little ? "II*\0"s : "MM\0*"s) + number(8, 4) + number(2, 2) + entry(256, 3, width) + entry(257, 4, height);
}

std::string bmp(std::int32_t width, std::int32_t height) {
    return "BM"s + zeros(12) + le(40, 4) + le(static_cast<std::uint32_t>(width), 4) +
           le(static_cast<std::uint32_t>(height), 4) + zeros(28);
}

std::string video_track(std::uint32_t width, std::uint32_t height) {
    auto const tkhd = box("tkhd", zeros(76) + be(width << 16, 4) + be(height << 16, 4));
    return box("trak", tkhd + box("mdia", box("hdlr", zeros(8) + "vide" + zeros(13))));
}

std::string sound_track() {
    return box("trak", box("tkhd", zeros(84)) + box("mdia", box("hdlr", zeros(8) + "soun" + zeros(13))));
}

std::string mp4(std::string_view brand, std::string_view tracks, std::uint32_t duration, std::uint32_t timescale) {
    auto const mvhd = box("mvhd", zeros(12) + be(timescale, 4) + be(duration, 4) + zeros(80));
    return box("ftyp", std::string(brand) + zeros(4) + "isom") + box("free", "") +
           box("moov", mvhd + std::string(tracks)) + box("mdat", zeros(50));
}

std::string heic(std::string_view brand, std::string_view compatible) {
    auto const tile = box("ispe", zeros(4) + be(512, 4) + be(512, 4));
    auto const image = box("ispe", zeros(4) + be(4032, 4) + be(3024, 4));
    auto const properties = box("iprp", box("ipco", tile + image + tile));
    return box("ftyp", std::string(brand) + zeros(4) + std::string(compatible)) + box("meta", zeros(4) + properties);
}

// MPEG 1 layer III, 128 kbit/s, 44.1 kHz, stereo: 417 bytes; 100 frames are told.
std::string mp3_frame() {
    return "\xFF\xFB\x90\x40"s + zeros(32) + "Xing"s + be(1, 4) + be(100, 4) + zeros(417 - 48);
}

namespace {

std::string element(std::uint64_t id, unsigned id_bytes, std::string_view content) {
    return be(id, id_bytes) + be(content.size() | 0x1000'0000, 4) + std::string(content);
}

}  // namespace

std::string webm(std::string_view type, bool with_video) {
    auto const info = element(
        0x1549A966, 4,
        element(0x2AD7B1, 3, be(1'000'000, 3)) + element(0x4489, 2, be(std::bit_cast<std::uint64_t>(1500.0), 8)));
    auto const size = element(0xE0, 1, element(0xB0, 1, be(640, 2)) + element(0xBA, 1, be(360, 2)));
    auto const video = element(0xAE, 1, element(0x83, 1, be(1, 1)) + size);
    auto const sound = element(0xAE, 1, element(0x83, 1, be(2, 1)));
    auto const tracks = element(0x1654AE6B, 4, (with_video ? video : std::string()) + sound);
    // The segment of a live recording has no length.
    return element(0x1A45DFA3, 4, element(0x4282, 2, type)) + be(0x18538067, 4) + "\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s +
           info + tracks;
}

std::string asf(bool with_video) {
    auto const video_type = "\xC0\xEF\x19\xBC\x4D\x5B\xCF\x11\xA8\xFD\x00\x80\x5F\x5C\x44\x2B"s;
    auto const audio_type = "\x40\x9E\x69\xF8\x4D\x5B\xCF\x11\xA8\xFD\x00\x80\x5F\x5C\x44\x2B"s;
    auto const object = [](std::string const& id, std::string const& content) {
        return id + le(content.size() + 24, 8) + content;
    };
    auto const stream = [&](std::string const& type) {
        return object("\x91\x07\xDC\xB7\xB7\xA9\xCF\x11\x8E\xE6\x00\xC0\x0C\x20\x53\x65"s,
                      type + zeros(38) + le(320, 4) + le(240, 4));
    };
    auto const file = object("\xA1\xDC\xAB\x8C\x47\xA9\xCF\x11\x8E\xE4\x00\xC0\x0C\x20\x53\x65"s,
                             zeros(16 + 8 + 8 + 8) + le(80'000'000, 8) + zeros(8) + le(3000, 8));
    auto const inner = file + stream(audio_type) + (with_video ? stream(video_type) : std::string());
    return "\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9\x00\xAA\x00\x62\xCE\x6C"s + le(inner.size() + 30, 8) + zeros(6) +
           inner;
}

std::string flv() {
    auto const value = [](std::string_view name, double number) {
        return be(name.size(), 2) + std::string(name) + '\0' + be(std::bit_cast<std::uint64_t>(number), 8);
    };
    auto const script =
        "\x02\0\x0AonMetaData\x08\0\0\0\x03"s + value("duration", 12.5) + value("width", 854) + value("height", 480);
    return "FLV\x01\x05"s + be(9, 4) + zeros(4) + "\x12"s + be(script.size(), 3) + zeros(7) + script;
}

std::string avi() {
    auto const header = le(40'000, 4) + zeros(12) + le(50, 4) + zeros(12) + le(720, 4) + le(576, 4);
    return "RIFF"s + le(1000, 4) + "AVI LIST" + le(100, 4) + "hdrlavih" + le(56, 4) + header;
}

std::vector<sample> all_samples() {
    return {
        {"png", png(640, 480)},
        {"jpeg", jpeg(1024, 768)},
        {"gif", "GIF89a"s + le(32, 2) + le(16, 2) + zeros(3)},
        {"webp", "RIFF"s + le(30, 4) + "WEBPVP8X" + le(10, 4) + zeros(4) + le(99, 3) + le(49, 3)},
        {"bmp", bmp(10, -20)},
        {"tiff", tiff(true, 300, 200)},
        {"heic", heic("heic", "mif1")},
        {"wav", media::wav_file({24'000, 1, 16}, zeros(48'000))},
        {"mp3", mp3_frame() + mp3_frame()},
        {"flac", "fLaC\0\0\0\x22"s + zeros(10) + be((44'100ull << 44) | (441'000ull), 8) + zeros(16)},
        {"opus", "OggS"s + zeros(22) + "\x01\x13OpusHead"s + zeros(11)},
        {"aac", "\xFF\xF1\x50\x80\x01\x1F\xFC"s + zeros(1) + "\xFF\xF1\x50\x80\x01\x1F\xFC"s},
        {"amr", "#!AMR\n"s + zeros(32)},
        {"m4a", mp4("M4A ", sound_track())},
        {"mp4", mp4("isom", video_track(1280, 720) + sound_track())},
        {"webm", webm("webm", true)},
        {"asf", asf(true)},
        {"flv", flv()},
        {"avi", avi()},
        {"pdf", "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"s},
        {"docx", "PK\x03\x04"s + zeros(26) + "[Content_Types].xml" + "PK\x03\x04"s + zeros(26) + "word/document.xml"},
        {"doc", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s + zeros(600) + "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"s},
        {"json", "{\"a\": [1, 2.5e3, true, null, \"\\\"\"]}"},
        {"text", "Guten Tag, 你好.\n"},
    };
}

}  // namespace test
