#pragma once
// Speech synthesis: Qwen-TTS and CosyVoice, whole or streamed.

#include "sandbox/service.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace sandbox {

plan synthesize_qwen(exchange const& context);  // by multimodal-generation
plan synthesize_cosy(exchange const& context);  // POST /api/v1/services/audio/tts/SpeechSynthesizer
plan dead_synthesis(exchange const& context);   // POST /api/v1/services/audio/tts/synthesis

/// The file of a kept result of kind `speech`.
struct speech_file {
    std::string content_type;
    std::string bytes;
};
speech_file render_speech(boost::json::object const& description);

}  // namespace sandbox
