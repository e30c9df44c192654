#include "sandbox/speech_request.hpp"

#include "sandbox/speech_text.hpp"
#include "sandbox/tokens.hpp"
#include "sandbox/voice_store.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::size_t longest_qwen_text = 600;
constexpr std::size_t longest_older_text = 512;  // tokens
constexpr std::size_t longest_cosy_text = 20'000;

constexpr std::string_view languages[] = {"Auto",    "Chinese",  "English", "German", "Italian", "Portuguese",
                                          "Spanish", "Japanese", "Korean",  "French", "Russian"};

using checked = boost::system::result<speech_request, failure>;

verdict check_voice(speech_request const& wanted, exchange const& context) {
    if (has_voice(wanted.model, wanted.how.voice, context)) return std::nullopt;
    bool const named = wanted.model.starts_with("qwen3-tts-flash") || wanted.model.starts_with("qwen-tts");
    if (named)
        return rejected_by_engine("Input should be 'Cherry', 'Serena', 'Ethan' or 'Chelsie': parameters.audio.voice");
    auto error = to_failure(*find_error("BadRequest.VoiceNotFound"));
    error.message = "Voice '" + wanted.how.voice + "' not found.";
    return error;
}

verdict check_qwen_length(speech_request const& wanted) {
    bool const older = wanted.model.starts_with("qwen-tts");
    auto const length = older ? count_tokens(wanted.text) : count_characters(wanted.text);
    auto const most = older ? longest_older_text : longest_qwen_text;
    if (length <= most) return std::nullopt;
    return rejected_by_engine("Range of input length should be [0, " + std::to_string(most) + "]");
}

/// A number of the input within its range; `usual` when it is absent.
verdict read_number(json::object const& input, std::string_view name, double least, double most, double& into) {
    auto const value = number_member(input, name);
    if (member(input, name) && !value) return invalid_parameter("input." + std::string(name) + " must be a number.");
    if (!value) return std::nullopt;
    into = *value;
    if (into >= least && into <= most) return std::nullopt;
    return invalid_parameter("input." + std::string(name) + " must be between " + json::serialize(json::value(least)) +
                             " and " + json::serialize(json::value(most)) + ".");
}

verdict read_cosy_sound(json::object const& input, speech_request& into) {
    if (auto const format = text_member(input, "format"); !format.empty()) into.format = format;
    constexpr std::string_view formats[] = {"mp3", "pcm", "wav", "opus"};
    if (std::ranges::find(formats, into.format) == std::end(formats))
        return invalid_parameter("input.format must be mp3, pcm, wav or opus.");
    constexpr double rates[] = {8000, 16'000, 22'050, 24'000, 44'100, 48'000};
    double rate = 22'050;
    if (auto refused = read_number(input, "sample_rate", 8000, 48'000, rate)) return refused;
    if (std::ranges::find(rates, rate) == std::end(rates))
        return invalid_parameter("input.sample_rate must be 8000, 16000, 22050, 24000, 44100 or 48000.");
    into.how.rate = static_cast<std::size_t>(rate);
    if (auto refused = read_number(input, "volume", 0, 100, into.how.volume)) return refused;
    if (auto refused = read_number(input, "rate", 0.5, 2, into.how.speed)) return refused;
    if (auto refused = read_number(input, "pitch", 0.5, 2, into.how.pitch)) return refused;
    double ignored = 0;
    if (auto refused = read_number(input, "bit_rate", 6, 510, ignored)) return refused;
    if (auto refused = read_number(input, "seed", 0, 65'535, ignored)) return refused;
    if (count_characters(text_member(input, "instruction")) > 100)
        return invalid_parameter("input.instruction must have at most 100 characters.");
    return std::nullopt;
}

}  // namespace

checked read_qwen_speech(native_body const& body, exchange const& context) {
    speech_request result;
    result.model = body.model;
    auto marked = read_markers(text_member(body.input, "text"));
    result.text = std::move(marked.rest);
    result.asked = std::move(marked.asked);
    if (text_member(body.input, "text").empty()) return rejected_by_engine("Field required: input.text");
    result.how.voice = text_member(body.input, "voice");
    if (result.how.voice.empty()) return rejected_by_engine("Field required: input.voice");
    auto const language = text_member(body.input, "language_type");
    if (!language.empty() && std::ranges::find(languages, language) == std::end(languages))
        return rejected_by_engine("Input should be 'Auto', 'Chinese', 'English', …: parameters.language_type");
    if (auto refused = check_voice(result, context)) return *refused;
    if (auto refused = check_qwen_length(result)) return *refused;
    return result;
}

checked read_cosy_speech(native_body const& body, exchange const& context) {
    speech_request result;
    result.model = body.model;
    result.format = "mp3";
    auto marked = read_markers(text_member(body.input, "text"));
    result.asked = std::move(marked.asked);
    bool const ssml = bool_member(body.input, "enable_ssml").value_or(false);
    result.text = ssml ? without_tags(marked.rest) : std::move(marked.rest);
    if (text_member(body.input, "text").empty()) return invalid_parameter("Required parameter input.text is missing.");
    if (count_characters(result.text) > longest_cosy_text)
        return invalid_parameter("input.text must have at most 20000 characters.");
    result.how.voice = text_member(body.input, "voice");
    if (result.how.voice.empty()) return invalid_parameter("Required parameter input.voice is missing.");
    if (auto refused = read_cosy_sound(body.input, result)) return *refused;
    if (auto refused = check_voice(result, context)) return *refused;
    return result;
}

}  // namespace sandbox
