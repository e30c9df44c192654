#pragma once
// Speech that can be heard: one sung syllable for each word, with formants that follow its letters and a pitch that
// follows the voice. The text itself rides in the lowest bit of the samples, where it survives cutting and joining.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

struct speaking {
    std::string voice;
    std::size_t rate = 24'000;  // samples a second
    double speed = 1;
    double pitch = 1;
    double volume = 50;  // 0 to 100
};

/// 16-bit PCM, little endian, mono.
std::string speak(std::string_view text, speaking const& how);

/// What was spoken, piece after piece, in 16-bit samples; empty when they are of another origin.
std::string hidden_text(std::string_view samples);

}  // namespace sandbox
