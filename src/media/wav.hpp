#pragma once
// WAV: a head for raw samples, what a head says, and several files made one.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace media {

/// Integer samples, interleaved, little endian: what DashScope's models speak.
struct pcm_format {
    std::uint32_t rate = 24'000;  // samples a second
    std::uint16_t channels = 1;
    std::uint16_t bits = 16;

    bool operator==(pcm_format const&) const = default;
    std::uint32_t bytes_per_frame() const { return channels * ((bits + 7u) / 8u); }
};

/// The 44 bytes before `data_size` bytes of samples. A stream whose length is not known has 0xFFFFFFFF.
std::string wav_head(pcm_format format, std::uint64_t data_size);

/// Head and samples together.
std::string wav_file(pcm_format format, std::string_view samples);

struct wav_facts {
    pcm_format format;
    bool is_pcm = false;  // integer samples; else compressed or floating point
    std::uint32_t bytes_per_second = 0;
    std::uint64_t data_at = 0;  // where the samples begin
    /// As the head says; nothing when it doesn't know (0 or all ones: written before the end was known).
    std::optional<std::uint64_t> data_size;
};

/// Reads up to the beginning of the `data` chunk; nothing when that or a usable `fmt ` chunk isn't there.
std::optional<wav_facts> read_wav_head(std::string_view head);

/// The samples of a whole file: as long as the head says and the file is.
std::string_view wav_samples(std::string_view file, wav_facts const& facts);

/// One file with the samples of all, one after the other. Nothing when one is no PCM WAV file or their formats differ;
/// nothing for no files either.
std::optional<std::string> join_wavs(std::vector<std::string> const& files);

}  // namespace media
