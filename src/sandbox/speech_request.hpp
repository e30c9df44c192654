#pragma once
// Requests for speech: their checks and what remains of them.

#include "sandbox/markers.hpp"
#include "sandbox/native.hpp"
#include "sandbox/voice_sound.hpp"

#include <boost/system/result.hpp>

#include <string>

namespace sandbox {

struct speech_request {
    std::string model;
    std::string text;  // without markers and tags
    std::string format = "wav";
    speaking how;
    wishes asked;
};

/// Qwen-TTS: text, voice and language.
boost::system::result<speech_request, failure> read_qwen_speech(native_body const& body, exchange const& context);
/// CosyVoice: all knobs are in `input`.
boost::system::result<speech_request, failure> read_cosy_speech(native_body const& body, exchange const& context);

}  // namespace sandbox
