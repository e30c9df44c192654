#pragma once
// Audio files: the sandbox's own WAV with its text, and what any file tells of itself.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

/// 16-bit mono samples with a head, and the text in a chunk `sbtx` behind them, which players skip.
std::string make_wav(std::string_view samples, std::size_t rate, std::string_view text);

struct audio_facts {
    std::string format;  // wav, mp3, flac, ogg, mp4
    std::int64_t milliseconds = 0;
    int rate = 0;
    int channels = 1;
    bool silent = false;  // only known of 16-bit WAV
    std::string text;     // of the sandbox's own speech, also when pieces of it were joined
};

/// Nothing for what is no audio file that this reads.
std::optional<audio_facts> read_audio(std::string_view bytes);

}  // namespace sandbox
