#pragma once
// Speech of the omni models: a tone as long as its text. Raw 16-bit PCM, 24 kHz, mono, in base64, as DashScope streams
// it even where `format` says wav.

#include <string>
#include <string_view>

namespace sandbox {

std::string base64(std::string_view bytes);
std::string spoken(std::string_view text);

}  // namespace sandbox
