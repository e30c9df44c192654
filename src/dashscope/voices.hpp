#pragma once
// Voices of one's own: cloned from a recording or designed from a description (catalogue §7.3).

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dashscope {

namespace json = boost::json;

inline constexpr std::string_view voice_path = "/api/v1/services/audio/tts/customization";

/// The three services behind one endpoint; a voice belongs to the one that made it.
enum class voice_service { qwen_clone, qwen_design, cosyvoice };
std::string_view name_of(voice_service service);  // "qwen_clone", "qwen_design", "cosyvoice"
std::optional<voice_service> parse_voice_service(std::string_view text);
/// The model that a request for the service names, and that uploads are bound to.
std::string_view model_of(voice_service service);
/// Told by a voice's id or a target model's name; nothing when they don't tell.
std::optional<voice_service> service_of_voice(std::string_view voice);
std::optional<voice_service> service_of_model(std::string_view target_model, bool design);

/// The speech model that a new voice is for when none is named.
std::string_view default_target(voice_service service);

struct new_voice {
    voice_service service;
    std::string target_model;
    std::string name;          // becomes part of the id
    std::string audio;         // cloning: a URL, oss:// or (Qwen) a data URI
    std::string transcript;    // Qwen cloning: what the recording says
    std::string voice_prompt;  // design: what the voice is like
    std::string preview_text;  // design: what it says first
    std::string language;
    json::object parameters;   // merged into `input`
};

/// Longest name a service takes.
std::size_t longest_name(voice_service service);

std::vector<std::string> problems_of(new_voice const& wish);
json::object create_body(new_voice const& wish);
/// `page` counts from 1.
json::object list_body(voice_service service, std::string_view prefix, int page, int page_size);
json::object delete_body(voice_service service, std::string_view voice);
/// Nothing for Qwen's clones, which can only be listed.
std::optional<json::object> query_body(voice_service service, std::string_view voice);

struct voice_facts {
    std::string voice;
    std::string target_model;
    std::string status;    // OK, DEPLOYING, UNDEPLOYED; empty where it is not told
    std::string language;
    std::string created;
};

struct made_voice {
    voice_facts facts;
    std::string preview;         // base64 of a design's first words
    std::string preview_format;  // "wav", "mp3"
    bool fallback = false;       // the recording was not good enough
    std::string fallback_reason;
};

made_voice read_made_voice(json::value const& answer);
std::vector<voice_facts> read_voices(json::value const& answer);
/// The members of a query's answer, as sent.
json::object read_output(json::value const& answer);

}  // namespace dashscope
