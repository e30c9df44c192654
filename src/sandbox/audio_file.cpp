#include "sandbox/audio_file.hpp"

#include "sandbox/media_facts.hpp"
#include "sandbox/voice_sound.hpp"

#include <algorithm>

namespace sandbox {
namespace {

using namespace std::string_view_literals;

constexpr double longest_ms = 86'400'000;

std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
}

std::uint32_t little(std::string_view bytes, std::size_t at, int count) {
    std::uint32_t value = 0;
    for (int i = count - 1; i >= 0; --i) value = value << 8 | byte_at(bytes, at + static_cast<std::size_t>(i));
    return value;
}

std::uint32_t big(std::string_view bytes, std::size_t at, int count) {
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i) value = value << 8 | byte_at(bytes, at + static_cast<std::size_t>(i));
    return value;
}

void append_little(std::string& to, std::uint32_t value, int count) {
    for (int i = 0; i < count; ++i) to += static_cast<char>(value >> (8 * i) & 0xFFU);
}

void append_chunk(std::string& to, std::string_view name, std::string_view bytes) {
    to += name;
    append_little(to, static_cast<std::uint32_t>(bytes.size()), 4);
    to += bytes;
    if (bytes.size() % 2 == 1) to += '\0';
}

/// The content of the first chunk of that name; a size beyond the end means up to the end.
std::string_view find_chunk(std::string_view file, std::string_view name) {
    for (std::size_t at = 12; at + 8 <= file.size();) {
        auto const size = std::min<std::size_t>(little(file, at + 4, 4), file.size() - at - 8);
        if (file.substr(at, 4) == name) return file.substr(at + 8, size);
        at += 8 + size + size % 2;
    }
    return {};
}

/// Milliseconds; a head that lies promises a day at most.
std::int64_t length_of(double count, double a_second) {
    return static_cast<std::int64_t>(std::clamp(count * 1000 / a_second, 0.0, longest_ms));
}

std::optional<audio_facts> read_wav(std::string_view file) {
    auto const format = find_chunk(file, "fmt ");
    auto const data = find_chunk(file, "data");
    auto const a_second = little(format, 8, 4);
    if (format.size() < 16 || a_second == 0 || data.empty()) return std::nullopt;
    audio_facts facts;
    facts.format = "wav";
    facts.channels = static_cast<int>(little(format, 2, 2));
    facts.rate = static_cast<int>(little(format, 4, 4));
    facts.milliseconds = length_of(static_cast<double>(data.size()), a_second);
    if (little(format, 14, 2) != 16) return facts;
    facts.text = hidden_text(data);
    // A joined file keeps the chunk of one piece at most: the samples know better.
    if (facts.text.empty()) facts.text = find_chunk(file, "sbtx");
    facts.silent = facts.text.empty() && data.find_first_not_of('\0') == std::string_view::npos;
    return facts;
}

/// A frame's length in bytes and samples (ISO/IEC 11172-3); zeros for what is no frame.
struct mp3_frame {
    std::size_t bytes = 0;
    std::uint32_t samples = 0;
    std::uint32_t rate = 0;
    int channels = 2;
};

mp3_frame read_mp3_frame(std::string_view file, std::size_t at) {
    constexpr std::uint32_t rates[] = {44'100, 48'000, 32'000, 0};
    constexpr std::uint32_t first[] = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0};
    constexpr std::uint32_t second[] = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0};
    auto const head = big(file, at, 4);
    auto const version = head >> 19 & 3U;  // 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5
    bool const is_frame = head >> 21 == 0x7FFU && version != 1 && (head >> 17 & 3U) == 1;
    auto const kilobits = (version == 3 ? first : second)[head >> 12 & 15U];
    auto const rate = rates[head >> 10 & 3U] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
    if (!is_frame || kilobits == 0 || rate == 0) return {};
    std::uint32_t const samples = version == 3 ? 1152 : 576;
    return {samples / 8 * kilobits * 1000 / rate + (head >> 9 & 1U), samples, rate, (head >> 6 & 3U) == 3 ? 1 : 2};
}

std::optional<audio_facts> read_mp3(std::string_view file) {
    std::size_t at = 0;
    if (file.starts_with("ID3"))
        at = 10 + (byte_at(file, 6) << 21 | byte_at(file, 7) << 14 | byte_at(file, 8) << 7 | byte_at(file, 9));
    audio_facts facts;
    facts.format = "mp3";
    double seconds = 0;
    while (at + 4 <= file.size()) {
        auto const frame = read_mp3_frame(file, at);
        if (frame.bytes == 0) break;
        seconds += static_cast<double>(frame.samples) / frame.rate;
        facts.rate = static_cast<int>(frame.rate);
        facts.channels = frame.channels;
        at += frame.bytes;
    }
    if (facts.rate == 0) return std::nullopt;
    facts.milliseconds = length_of(seconds, 1);
    return facts;
}

/// STREAMINFO is always the first block (RFC 9639).
std::optional<audio_facts> read_flac(std::string_view file) {
    audio_facts facts;
    facts.format = "flac";
    facts.rate = static_cast<int>(big(file, 18, 3) >> 4);
    facts.channels = static_cast<int>((byte_at(file, 20) >> 1 & 7U) + 1);
    auto const samples = static_cast<std::int64_t>(byte_at(file, 21) & 15U) << 32 | big(file, 22, 4);
    if (facts.rate == 0) return std::nullopt;
    facts.milliseconds = length_of(static_cast<double>(samples), facts.rate);
    return facts;
}

/// The position on the last page, in samples; Opus always counts at 48 kHz (RFC 7845).
std::optional<audio_facts> read_ogg(std::string_view file) {
    audio_facts facts;
    facts.format = "ogg";
    auto const opus = file.find("OpusHead");
    auto const vorbis = file.find("\x01vorbis");
    facts.rate = opus != std::string_view::npos     ? 48'000
                 : vorbis != std::string_view::npos ? static_cast<int>(little(file, vorbis + 12, 4))
                                                    : 0;
    auto const last = file.rfind("OggS");
    if (facts.rate <= 0 || last == std::string_view::npos) return std::nullopt;
    auto const samples = static_cast<std::int64_t>(little(file, last + 10, 4)) << 32 | little(file, last + 6, 4);
    facts.milliseconds = length_of(static_cast<double>(samples), facts.rate);
    return facts;
}

std::optional<audio_facts> read_film(std::string_view file) {
    auto const found = facts_of(file);
    if (!found.is_video || found.seconds <= 0) return std::nullopt;
    audio_facts facts;
    facts.format = "mp4";
    facts.rate = 48'000;
    facts.milliseconds = length_of(found.seconds, 1);
    return facts;
}

}  // namespace

std::string make_wav(std::string_view samples, std::size_t rate, std::string_view text) {
    std::string format;
    append_little(format, 1, 2);  // integers
    append_little(format, 1, 2);  // mono
    append_little(format, static_cast<std::uint32_t>(rate), 4);
    append_little(format, static_cast<std::uint32_t>(rate * 2), 4);
    append_little(format, 2, 2);
    append_little(format, 16, 2);
    std::string chunks = "WAVE";
    append_chunk(chunks, "fmt ", format);
    append_chunk(chunks, "data", samples);
    append_chunk(chunks, "sbtx", text);
    std::string file;
    append_chunk(file, "RIFF", chunks);
    return file;
}

std::optional<audio_facts> read_audio(std::string_view bytes) {
    if (bytes.starts_with("RIFF"sv) && bytes.size() > 12 && bytes.substr(8, 4) == "WAVE") return read_wav(bytes);
    if (bytes.starts_with("fLaC"sv)) return read_flac(bytes);
    if (bytes.starts_with("OggS"sv)) return read_ogg(bytes);
    if (bytes.starts_with("ID3"sv) || (byte_at(bytes, 0) == 0xFF && byte_at(bytes, 1) >= 0xE0)) return read_mp3(bytes);
    return read_film(bytes);
}

}  // namespace sandbox
