#pragma once
// Hot words of speech recognition.

#include "sandbox/service.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

plan customize_vocabulary(exchange const& context);  // POST /api/v1/services/audio/asr/customization

/// The words of a vocabulary; none when it is unknown or made for another model, which DashScope ignores silently.
std::vector<std::string> hot_words_of(std::string_view vocabulary, std::string_view model, exchange const& context);

}  // namespace sandbox
