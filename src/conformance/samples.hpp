#pragma once
// What the suite's fixtures show: the smallest picture and the smallest sound.

#include <string_view>

namespace conformance {

/// One red pixel, Base64 of a PNG file.
extern std::string_view const red_pixel;
/// One sample of silence, Base64 of a WAV file.
extern std::string_view const silence;

}  // namespace conformance
