// What a model would refuse, told before anything is sent.

#include "dashscope/speech.hpp"

#include <algorithm>

namespace dashscope {

namespace {

using problem_texts = std::vector<std::string>;

bool is_cosyvoice_voice(std::string_view voice) {
    return voice.starts_with("long") || voice.starts_with("loong") || voice.starts_with("cosyvoice-");
}

void check_voice(speech_request const& request, speech_family const& family, problem_texts& problems) {
    auto const& voice = request.voice;
    if (voice.empty() && family.default_voice.empty())
        problems.push_back(request.model + " has no voice of its own: give `voice`, the id of one that was cloned or "
                                           "designed for it (voice_manage) or one of its list");
    if (family.route == speech_route::qwen && is_cosyvoice_voice(voice))
        problems.push_back("voice " + voice + " belongs to a CosyVoice model: name that as `model` (such as "
                           "cosyvoice-v3-flash), or take a voice such as Cherry, Ethan, Serena or Jennifer");
}

void check_qwen(speech_request const& request, speech_family const& family, problem_texts& problems) {
    std::string given;
    auto const add = [&](bool is, std::string_view name) {
        if (is) given += (given.empty() ? "" : ", ") + std::string(name);
    };
    add(request.sample_rate.has_value(), "sample_rate");
    add(request.bit_rate.has_value(), "bit_rate");
    add(request.volume.has_value(), "volume");
    add(request.rate.has_value(), "rate");
    add(request.pitch.has_value(), "pitch");
    add(request.seed.has_value(), "seed");
    add(request.ssml.has_value(), "ssml");
    if (!given.empty())
        problems.push_back(request.model + " does not take " + given +
                           ": leave them out, or use a CosyVoice model (cosyvoice-v3-flash; Beijing only)");
    if (!request.format.empty() && request.format != "wav")
        problems.push_back(request.model + " speaks WAV only: leave `format` out, or use a CosyVoice model "
                                           "(cosyvoice-v3-flash; Beijing only) for " + request.format);
    if (!request.instructions.empty() && !family.instructed)
        problems.push_back(request.model + " takes no instructions: use qwen3-tts-instruct-flash, or leave them out");
}

void check_cosyvoice(speech_request const& request, speech_family const& family, problem_texts& problems) {
    static constexpr std::int64_t rates[] = {8000, 16000, 22050, 24000, 44100, 48000};
    if (request.sample_rate && std::ranges::find(rates, *request.sample_rate) == std::end(rates))
        problems.push_back("sample_rate must be one of 8000, 16000, 22050, 24000, 44100, 48000");
    if (request.bit_rate && request.format != "opus")
        problems.push_back("bit_rate counts for format opus only");
    if (!request.instructions.empty() && !family.instructed)
        problems.push_back(request.model + " takes no instructions: use cosyvoice-v3-flash, or leave them out");
    if (measure(request.instructions, text_unit::characters) > 100)
        problems.push_back("instructions may have 100 characters with " + request.model);
}

}  // namespace

std::vector<std::string> problems_of(speech_request const& request) {
    problem_texts problems;
    auto const& family = find_speech_family(request.model);
    if (split_text(request.text, {600}).empty()) problems.emplace_back("text is blank: give the words to speak");
    check_voice(request, family, problems);
    if (family.route == speech_route::qwen) check_qwen(request, family, problems);
    else check_cosyvoice(request, family, problems);
    return problems;
}

}  // namespace dashscope
