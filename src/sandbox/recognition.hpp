#pragma once
// Speech recognition of short recordings, at once. Files as tasks: transcription.hpp.

#include "sandbox/chat_request.hpp"
#include "sandbox/service.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>

namespace sandbox {

plan transcribe(exchange const& context);     // POST /api/v1/services/audio/asr/transcription, asynchronous
plan recognize_now(exchange const& context);  // by multimodal-generation: qwen3-asr-flash, fun-asr-flash, …

/// What qwen3-asr-flash hears in a chat.
struct heard_speech {
    std::string text;
    std::string language;
    std::int64_t seconds = 0;
};
/// Of the last recording among the messages; nothing where there is none.
std::optional<boost::system::result<heard_speech, failure>> hear_chat(boost::json::object const& body,
                                                                      exchange const& context);

}  // namespace sandbox
