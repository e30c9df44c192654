#include "sandbox/recognition.hpp"

#include "sandbox/behaviour.hpp"
#include "sandbox/listening.hpp"
#include "sandbox/speech_text.hpp"

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::int64_t longest_short_ms = 300'000;
constexpr std::size_t largest_short = 10UL * 1024 * 1024;

using heard = boost::system::result<heard_speech, failure>;

heard hear(std::string_view reference, listening const& how, exchange const& context) {
    auto const found = listen_to(reference, context);
    if (!found) return found.error();
    if (found->facts.silent) return to_failure(*find_error("Audio.AudioSilentError"));
    if (found->bytes > largest_short) return to_failure(*find_error("Audio.FileSizeExceed"));
    if (found->facts.milliseconds > longest_short_ms) return to_failure(*find_error("Audio.DurationLimitError"));
    return heard_speech{heard_text(*found, how), language_of(found->facts.text),
                        (found->facts.milliseconds + 999) / 1000};
}

/// The recording in a content part of any of the three forms; empty for other parts.
std::string_view audio_of(json::value const& value) {
    if (!value.is_object()) return {};
    auto const& content = value.get_object();
    auto const native = text_member(content, "audio");
    if (!native.empty()) return native;
    auto const openai = text_member(object_member(content, "input_audio"), "data");
    return openai.empty() ? text_member(object_member(content, "audio_url"), "url") : openai;
}

struct spoken_input {
    std::string reference;
    std::string text;  // of all text parts: context, and markers
};

spoken_input input_of(json::array const& messages) {
    spoken_input result;
    for (auto const& message : messages) {
        auto const* content = message.is_object() ? member(message.get_object(), "content") : nullptr;
        if (!content) continue;
        result.text += text_of(*content) + "\n";
        if (!content->is_array()) continue;
        for (auto const& each : content->get_array())
            if (auto const audio = audio_of(each); !audio.empty()) result.reference = audio;
    }
    result.text += names_in(result.reference);
    return result;
}

json::array annotations_of(heard_speech const& what) {
    return {json::object{{"type", "audio_info"}, {"language", what.language}, {"emotion", "neutral"}}};
}

plan qwen_answer(heard_speech const& what, exchange const& context) {
    json::object message{{"role", "assistant"},
                         {"content", json::array{json::object{{"text", what.text}}}},
                         {"annotations", annotations_of(what)}};
    json::object output{
        {"choices", json::array{json::object{{"finish_reason", "stop"}, {"message", std::move(message)}}}}};
    return native_answer({{"output", std::move(output)}, {"usage", {{"seconds", what.seconds}}}}, context);
}

plan fun_answer(heard_speech const& what, exchange const& context) {
    json::object output{{"text", what.text}, {"sentence", {{"text", what.text}, {"end_time", what.seconds * 1000}}}};
    return native_answer({{"output", std::move(output)}, {"usage", {{"duration", what.seconds}}}}, context);
}

}  // namespace

plan recognize_now(exchange const& context) {
    auto const body = read_native(context.asked);
    if (!body) return refuse(body.error(), context);
    if (body->model.find("filetrans") != std::string::npos) return refuse(wrong_url(), context);
    if (enabled(context, "x-dashscope-async")) return refuse(only_synchronous(), context);
    auto const input = input_of(array_member(body->input, "messages"));
    if (input.reference.empty())
        return refuse(rejected_by_engine("The audio is empty: input.messages must hold a recording."), context);
    auto const how = read_listening(*body, context);
    if (!how) return refuse(how.error(), context);
    auto const what = hear(input.reference, *how, context);
    if (!what) return refuse(what.error(), context);
    auto answer = body->model.starts_with("qwen3-asr") ? qwen_answer(*what, context) : fun_answer(*what, context);
    return behave(std::move(answer), read_markers(input.text).asked, context);
}

std::optional<heard> hear_chat(json::object const& body, exchange const& context) {
    auto const input = input_of(array_member(body, "messages"));
    if (input.reference.empty()) return std::nullopt;
    return hear(input.reference, {}, context);
}

}  // namespace sandbox
