#include "media/wav.hpp"

#include "media/bytes.hpp"

#include <algorithm>

namespace media {

namespace {

constexpr std::uint64_t unknown_size = 0xFFFFFFFF;
constexpr std::size_t head_size = 44;
constexpr unsigned format_pcm = 1;
constexpr unsigned format_extensible = 0xFFFE;  // the true one begins the sub-format

void put(std::string& out, std::uint64_t value, unsigned count) {
    for (unsigned i = 0; i < count; ++i) out += static_cast<char>(value >> 8 * i & 0xFF);
}

void read_format(std::string_view chunk, wav_facts& into) {
    auto const code = little(chunk, 0, 2) == format_extensible ? little(chunk, 24, 2) : little(chunk, 0, 2);
    into.is_pcm = code == format_pcm;
    into.format.channels = static_cast<std::uint16_t>(little(chunk, 2, 2));
    into.format.rate = little32(chunk, 4);
    into.bytes_per_second = little32(chunk, 8);
    into.format.bits = static_cast<std::uint16_t>(little(chunk, 14, 2));
}

}  // namespace

std::string wav_head(pcm_format format, std::uint64_t data_size) {
    auto const fits = data_size <= unknown_size - head_size;
    std::string out;
    out.reserve(head_size);
    out += "RIFF";
    put(out, fits ? data_size + head_size - 8 : unknown_size, 4);
    out += "WAVEfmt ";
    put(out, 16, 4);
    put(out, format_pcm, 2);
    put(out, format.channels, 2);
    put(out, format.rate, 4);
    put(out, std::uint64_t{format.rate} * format.bytes_per_frame(), 4);
    put(out, format.bytes_per_frame(), 2);
    put(out, format.bits, 2);
    out += "data";
    put(out, fits ? data_size : unknown_size, 4);
    return out;
}

std::string wav_file(pcm_format format, std::string_view samples) {
    auto out = wav_head(format, samples.size());
    out += samples;
    return out;
}

std::optional<wav_facts> read_wav_head(std::string_view head) {
    if (!(head.starts_with("RIFF") || head.starts_with("RF64")) || !has_at(head, 8, "WAVE")) return {};
    wav_facts found;
    std::uint64_t at = 12;
    while (at + 8 <= head.size()) {
        auto const name = part(head, at, 4);
        std::uint64_t const size = little32(head, at + 4);
        if (name == "fmt ") read_format(part(head, at + 8, size), found);
        if (name == "data") {
            found.data_at = at + 8;
            if (size != 0 && size != unknown_size) found.data_size = size;
            if (found.format.rate == 0 || found.format.channels == 0 || found.bytes_per_second == 0) return {};
            return found;
        }
        at += 8 + size + size % 2;  // chunks begin at even places
    }
    return {};
}

std::string_view wav_samples(std::string_view file, wav_facts const& facts) {
    return part(file, facts.data_at, facts.data_size.value_or(file.size()));
}

std::optional<std::string> join_wavs(std::vector<std::string> const& files) {
    std::optional<pcm_format> common;
    std::string samples;
    for (auto const& file : files) {
        auto const facts = read_wav_head(file);
        if (!facts || !facts->is_pcm || facts->format.bits == 0) return {};
        if (common && *common != facts->format) return {};
        common = facts->format;
        auto own = wav_samples(file, *facts);
        // Half a frame would shift every sample behind it.
        own.remove_suffix(own.size() % facts->format.bytes_per_frame());
        samples += own;
    }
    if (!common) return {};
    return wav_file(*common, samples);
}

}  // namespace media
