#include "dashscope/speech.hpp"

#include "dashscope/fields.hpp"
#include "dashscope/json_put.hpp"
#include "dashscope/language.hpp"
#include "media/wav.hpp"
#include "net/sse.hpp"
#include "net/url.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace dashscope {

namespace {

constexpr std::string_view qwen_path = "/api/v1/services/aigc/multimodal-generation/generation";
constexpr std::string_view cosyvoice_path = "/api/v1/services/audio/tts/SpeechSynthesizer";
constexpr std::int64_t cosyvoice_rate = 22'050;  // samples a second, where none are asked for

// Less than 512 tokens: they are estimated.
constexpr text_limit tokens{460, text_unit::tokens};
constexpr text_limit characters{600};
// The endpoint documents no limit; longer requests outlast what a listener or a proxy waits for.
constexpr text_limit cosyvoice_characters{1000};

constexpr speech_family families[] = {
    {"qwen-tts", speech_route::qwen, tokens, "Cherry"},
    {"qwen3-tts-vc", speech_route::qwen, characters, ""},
    {"qwen3-tts-vd", speech_route::qwen, characters, ""},
    {"qwen3-tts-instruct", speech_route::qwen, characters, "Cherry", true},
    {"cosyvoice-v3.5", speech_route::cosyvoice, cosyvoice_characters, "", true},
    {"cosyvoice-v3", speech_route::cosyvoice, cosyvoice_characters, "longanyang", true},
    {"cosyvoice-v2", speech_route::cosyvoice, cosyvoice_characters, "longxiaochun_v2"},
    {"cosyvoice", speech_route::cosyvoice, cosyvoice_characters, "", true},
    {"qwen-audio-", speech_route::cosyvoice, cosyvoice_characters, "", true},
    {"qwen3-tts", speech_route::qwen, characters, "Cherry"},
    {"", speech_route::qwen, characters, "Cherry", true},  // newer than this table
};

json::object qwen_input(speech_request const& from) {
    json::object input;
    if (!from.language.empty())
        input["language_type"] = from.language == "auto" ? "Auto" : language_name(from.language);
    put(input, "instructions", from.instructions);
    put(input, "optimize_instructions", from.optimize_instructions);
    return input;
}

json::object cosyvoice_input(speech_request const& from) {
    json::object input;
    put(input, "format", from.format);
    put(input, "sample_rate", from.sample_rate);
    put(input, "volume", from.volume);
    put(input, "rate", from.rate);
    put(input, "pitch", from.pitch);
    put(input, "bit_rate", from.bit_rate);
    put(input, "enable_ssml", from.ssml);
    put(input, "seed", from.seed);
    if (!from.language.empty()) input["language_hints"] = {language_code(from.language)};
    put(input, "instruction", from.instructions);
    return input;
}

}  // namespace

std::span<std::string_view const> documented_voices() {
    static constexpr std::string_view voices[] = {
        "Cherry", "Ethan",      "Serena",        "Chelsie",        "Nofish", "Jennifer",
        "Ryan",   "Katerina",   "Elias",         "Jada",           "Dylan",  "Sunny",
        "li",     "Marcus",     "Roy",           "Peter",          "Rocky",  "Kiki",
        "Eric",   "longanyang", "longanhuan_v3", "longxiaochun_v3"};
    return voices;
}

speech_family const& find_speech_family(std::string_view model) {
    return *std::ranges::find_if(families, [&](auto const& each) { return model.starts_with(each.beginning); });
}

speech_call compose(speech_request const& request) {
    auto const& family = find_speech_family(request.model);
    bool const qwen = family.route == speech_route::qwen;
    json::object input{{"text", request.text}};
    input["voice"] = request.voice.empty() ? std::string(family.default_voice) : request.voice;
    for (auto& [name, value] : qwen ? qwen_input(request) : cosyvoice_input(request)) input[name] = value;
    for (auto const& [name, value] : request.parameters) input[name] = value;
    return {std::string(qwen ? qwen_path : cosyvoice_path), {{"model", request.model}, {"input", std::move(input)}}};
}

std::string format_of(speech_request const& request) {
    if (find_speech_family(request.model).route == speech_route::qwen) return "wav";
    return request.format.empty() ? "mp3" : request.format;
}

std::vector<speech_request> parts_of(speech_request const& request) {
    // Marked-up text would lose its marks.
    if (request.ssml.value_or(false)) return {request};
    auto const& family = find_speech_family(request.model);
    std::vector<speech_request> parts;
    for (auto& text : split_text(request.text, family.limit)) {
        parts.push_back(request);
        parts.back().text = std::move(text);
    }
    if (parts.size() < 2 || family.route == speech_route::qwen || request.format != "wav") return parts;
    for (auto& each : parts) {
        each.format = "pcm";
        each.sample_rate = request.sample_rate.value_or(cosyvoice_rate);
    }
    return parts;
}

void speech_stream::take(net::sse_event const& event) {
    feed(event.data);
}

void speech_stream::feed(std::string_view data) {
    boost::system::error_code failed;
    auto const value = json::parse(data, failed);
    auto const* whole = failed ? nullptr : value.if_object();
    if (!whole) {
        broken_ |= !data.empty() && data != "[DONE]";
        return;
    }
    if (auto id = string_at(*whole, "request_id"); !id.empty()) request_id_ = id;
    if (auto const* usage = object_at(*whole, "usage")) usage_ = *usage;
    auto const* output = object_at(*whole, "output");
    if (!output) return;
    if (string_at(*output, "finish_reason") == "stop") finished_ = true;
    auto const* audio = object_at(*output, "audio");
    if (!audio) return;
    sound_.add(string_at(*audio, "data"));
    if (auto url = string_at(*audio, "url"); !url.empty()) url_ = url;
}

std::string join_speech(speech_request const& request, std::vector<std::string> const& sounds) {
    bool const qwen = find_speech_family(request.model).route == speech_route::qwen;
    media::pcm_format format;
    format.rate = static_cast<std::uint32_t>(qwen ? 24'000 : request.sample_rate.value_or(cosyvoice_rate));
    bool raw = format_of(request) == "wav";
    std::string all;
    for (auto const& each : sounds) {
        std::string_view piece = each;
        // Some endpoints put a head before samples that were asked for without one, or send WAV whatever was asked for.
        if (auto const head = media::read_wav_head(each); head && head->data_at <= piece.size()) {
            piece.remove_prefix(static_cast<std::size_t>(head->data_at));
            format = head->format;
            raw = true;
        }
        all += piece;
    }
    return raw ? media::wav_file(format, all) : all;
}

void add_usage(json::object& total, json::object const& more) {
    for (auto const& [name, value] : more) {
        auto* sum = total.if_contains(name);
        if (sum && sum->is_int64() && value.is_int64())
            sum->get_int64() += value.get_int64();
        else if (sum && sum->is_number() && value.is_number())
            *sum = sum->to_number<double>() + value.to_number<double>();
        else if (sum && sum->is_object() && value.is_object())
            add_usage(sum->get_object(), value.get_object());
        else
            total[name] = value;
    }
}

std::string secure_url(std::string url, net::origin const& base) {
    if (!url.starts_with("http://")) return url;
    auto const parsed = net::parse_url(url);
    if (parsed && parsed->where == base) return url;
    return "https" + url.substr(4);
}

}  // namespace dashscope
