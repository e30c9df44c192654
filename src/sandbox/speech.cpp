#include "sandbox/speech.hpp"

#include "sandbox/audio_file.hpp"
#include "sandbox/behaviour.hpp"
#include "sandbox/results.hpp"
#include "sandbox/speech_request.hpp"
#include "sandbox/speech_text.hpp"
#include "sandbox/tokens.hpp"
#include "sandbox/tone.hpp"
#include "sandbox/voice_sound.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::int64_t a_day = 24LL * 3600;
constexpr std::size_t qwen_rate = 24'000;
constexpr std::size_t piece_bytes = 9600;  // a fifth of a second at 24 kHz

using checked = boost::system::result<speech_request, failure>;

json::object description_of(speech_request const& wanted) {
    return {{"kind", "speech"},          {"text", wanted.text},        {"format", wanted.format},
            {"voice", wanted.how.voice}, {"rate", wanted.how.rate},    {"speed", wanted.how.speed},
            {"pitch", wanted.how.pitch}, {"volume", wanted.how.volume}};
}

/// There is no encoder here: what was asked for as MP3 or Opus comes as WAV, and is called so.
std::string_view extension_of(speech_request const& wanted) {
    return wanted.format == "pcm" ? "pcm" : "wav";
}

json::object audio_object(std::string data, std::string url, exchange const& context) {
    return {{"data", std::move(data)},
            {"url", std::move(url)},
            {"id", "audio_" + context.request_id},
            {"expires_at", context.unix_time() + a_day}};
}

std::string link_to(speech_request const& wanted, exchange const& context) {
    auto const reference = keep_result(description_of(wanted), "speech", extension_of(wanted), context);
    return link_of(reference, context.unix_time() + a_day, context);
}

json::object usage_of(speech_request const& wanted) {
    if (!wanted.model.starts_with("qwen-tts")) return {{"characters", count_characters(wanted.text)}};
    auto const spoken = static_cast<std::size_t>(length_of(speak_text(wanted.text)) / 20);
    auto const heard = count_tokens(wanted.text);
    return {{"input_tokens", heard},
            {"output_tokens", spoken},
            {"total_tokens", heard + spoken},
            {"input_tokens_details", {{"text_tokens", heard}}},
            {"output_tokens_details", {{"audio_tokens", spoken}, {"text_tokens", 0}}}};
}

/// Writes the frames of a native stream.
class speech_stream {
public:
    speech_stream(speech_request const& wanted, exchange const& context, plan& into)
        : wanted_(wanted), context_(context), into_(into) {}

    void send(json::object output) {
        json::object body{
            {"output", std::move(output)}, {"usage", usage_of(wanted_)}, {"request_id", context_.request_id}};
        into_.pieces.push_back(
            {"id:" + std::to_string(++id_) + "\nevent:result\n:HTTP_STATUS/200\ndata:" + json::serialize(body) + "\n\n",
             {}});
    }

    json::object output(std::string data, std::string url, std::string_view finish_reason) const {
        return {{"finish_reason", finish_reason}, {"audio", audio_object(std::move(data), std::move(url), context_)}};
    }

private:
    speech_request const& wanted_;
    exchange const& context_;
    plan& into_;
    std::size_t id_ = 0;
};

plan stream_qwen(speech_request const& wanted, exchange const& context) {
    auto answer = stream_plan();
    speech_stream out(wanted, context, answer);
    auto const samples = speak(wanted.text, wanted.how);
    for (std::size_t at = 0; at < samples.size(); at += piece_bytes)
        out.send(out.output(base64(samples.substr(at, piece_bytes)), "", "null"));
    out.send(out.output("", link_to(wanted, context), "stop"));
    return answer;
}

json::object sentence_object(spoken_sentence const& sentence, std::size_t index) {
    json::array words;
    for (auto const& word : sentence.words)
        words.push_back(json::object{{"text", word.text}, {"begin_time", word.begin}, {"end_time", word.end}});
    return {{"index", index}, {"words", std::move(words)}};
}

plan stream_cosy(speech_request const& wanted, exchange const& context) {
    auto answer = stream_plan();
    speech_stream out(wanted, context, answer);
    auto const sentences = speak_text(wanted.text);
    auto file = render_speech(description_of(wanted)).bytes;
    auto const share = sentences.empty() ? 0 : (file.size() / sentences.size() + 2) / 2 * 2;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        auto const frame = [&](std::string_view type, std::string data) {
            auto output = out.output(std::move(data), "", "null");
            output["type"] = type;
            output["original_text"] = sentences[i].text();
            output["sentence"] = sentence_object(sentences[i], i);
            out.send(std::move(output));
        };
        frame("sentence-begin", "");
        auto const part = file.substr(std::min(i * share, file.size()), share);
        for (std::size_t at = 0; at < part.size(); at += piece_bytes)
            frame("sentence-synthesis", base64(part.substr(at, piece_bytes)));
        frame("sentence-end", "");
    }
    out.send(out.output("", link_to(wanted, context), "stop"));
    return answer;
}

plan whole(speech_request const& wanted, exchange const& context) {
    json::object output{{"finish_reason", "stop"}, {"audio", audio_object("", link_to(wanted, context), context)}};
    if (wanted.model.starts_with("qwen")) {
        output["text"] = nullptr;
        output["choices"] = nullptr;
    }
    return native_answer({{"output", std::move(output)}, {"usage", usage_of(wanted)}}, context);
}

plan answer_speech(checked const& wanted, plan (*stream)(speech_request const&, exchange const&),
                   exchange const& context) {
    if (!wanted) return refuse(wanted.error(), context);
    bool const streams = enabled(context, "x-dashscope-sse");
    return behave(streams ? stream(*wanted, context) : whole(*wanted, context), wanted->asked, context);
}

}  // namespace

plan synthesize_qwen(exchange const& context) {
    auto const body = read_native(context.asked);
    if (!body) return refuse(body.error(), context);
    if (body->model.find("realtime") != std::string::npos) return refuse(wrong_url(), context);
    if (enabled(context, "x-dashscope-async")) return refuse(only_synchronous(), context);
    return answer_speech(read_qwen_speech(*body, context), stream_qwen, context);
}

plan synthesize_cosy(exchange const& context) {
    auto const body = read_native(context.asked);
    if (!body) return refuse(body.error(), context);
    if (enabled(context, "x-dashscope-async")) return refuse(only_synchronous(), context);
    bool const ours = body->model.starts_with("cosyvoice-") || body->model.starts_with("qwen-audio-3.0-tts");
    if (!ours) return refuse(body->model.find("tts") != std::string::npos ? wrong_url() : no_such_model(), context);
    return answer_speech(read_cosy_speech(*body, context), stream_cosy, context);
}

plan dead_synthesis(exchange const& context) {
    return refuse(wrong_url(), context);
}

speech_file render_speech(json::object const& description) {
    speaking how;
    how.voice = text_member(description, "voice");
    how.rate = static_cast<std::size_t>(number_member(description, "rate").value_or(qwen_rate));
    how.speed = number_member(description, "speed").value_or(1);
    how.pitch = number_member(description, "pitch").value_or(1);
    how.volume = number_member(description, "volume").value_or(50);
    auto const text = text_member(description, "text");
    auto samples = speak(text, how);
    if (text_member(description, "format") == "pcm") return {"application/octet-stream", std::move(samples)};
    return {"audio/wav", make_wav(samples, how.rate, text)};
}

}  // namespace sandbox
