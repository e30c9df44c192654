#include "tools/omni.hpp"

#include "dashscope/pcm_stream.hpp"
#include "dashscope/settings.hpp"
#include "media/wav.hpp"
#include "tools/chat_call.hpp"
#include "tools/chat_result.hpp"
#include "tools/multimodal.hpp"
#include "tools/output.hpp"
#include "tools/typed_tool.hpp"

#include <boost/describe/class.hpp>

namespace json = boost::json;

namespace tools {

namespace {

struct omni_arguments {
    std::string prompt;
    json::array messages;
    std::vector<std::string> images;
    std::vector<std::string> audio;
    std::vector<std::string> videos;
    std::vector<std::string> frames;
    std::optional<double> fps;
    bool speech = true;
    std::string voice;
    std::string system;
    std::string model;
    std::optional<std::int64_t> max_tokens;
    std::optional<double> temperature;
    std::optional<std::int64_t> seed;
    std::string output;
    std::string file_name;
    bool dry_run = false;
    json::object parameters;
};
BOOST_DESCRIBE_STRUCT(omni_arguments, (),
                      (prompt, messages, images, audio, videos, frames, fps, speech, voice, system, model, max_tokens,
                       temperature, seed, output, file_name, dry_run, parameters))

// 24 kHz, 16 bit, one channel, whatever the request's `format` says (catalogue §3).
constexpr media::pcm_format spoken{};

std::string_view default_voice(std::string_view model) {
    return model.starts_with("qwen3-omni") || model.starts_with("qwen-omni") || model.starts_with("qwen2.5-omni")
               ? "Cherry"
               : "Tina";
}

dashscope::multimodal_input input_of(omni_arguments const& from) {
    dashscope::multimodal_input to;
    to.images = from.images;
    to.audio = from.audio;
    to.videos = from.videos;
    to.frames = from.frames;
    to.fps = from.fps;
    to.text = from.prompt;
    if (to.text.empty() && !to.has_media() && from.messages.empty())
        throw mcp::tool_error(
            "Invalid arguments for omni:\n- give `prompt` (a text), `audio`, `images`, `videos` or "
            "`frames`, or `messages` (a conversation)");
    return to;
}

dashscope::chat_request make_request(omni_arguments const& from, dashscope::settings const& settings) {
    dashscope::chat_request to;
    to.model = from.model.empty() ? std::string(settings.model_for(dashscope::capability::omni)) : from.model;
    to.system = from.system;
    to.messages = from.messages;
    to.max_tokens = from.max_tokens;
    to.temperature = from.temperature;
    to.seed = from.seed;
    to.modalities = {"text"};
    if (from.speech) {
        to.modalities.emplace_back("audio");
        auto const voice = from.voice.empty() ? std::string(default_voice(to.model)) : from.voice;
        to.audio = {{"voice", voice}, {"format", "wav"}};
    }
    to.parameters = from.parameters;
    return to;
}

made_media speech_file(dashscope::pcm_stream& heard, std::string const& voice, bool broke_off) {
    auto note = voice.empty() ? std::string() : "voice " + voice;
    if (heard.broken() || broke_off)
        note += (note.empty() ? "" : ", ") + std::string("cut short: the stream broke off");
    made_media speech;
    speech.bytes = media::wav_file(spoken, heard.take_samples());
    speech.expected_type = "audio/";
    speech.extension = "wav";
    speech.note = std::move(note);
    return speech;
}

platform::task<mcp::tool_result> run(services with, omni_arguments given, mcp::request_context& context) {
    auto request = make_request(given, with.settings);
    auto input = input_of(given);
    co_await resolve_inputs(with, input, request.model, given.dry_run);
    if (!input.text.empty() || input.has_media()) request.messages.push_back(dashscope::user_message(input));
    if (given.dry_run) co_return dry_run_result(with, plan_chat(with, request));

    auto const* spoken_by = request.audio.if_contains("voice");
    auto const voice = spoken_by ? std::string(spoken_by->as_string()) : std::string();
    dashscope::pcm_stream heard;
    auto const listen = [&heard](std::string_view piece) { heard.add(piece); };
    auto const answer = co_await ask_model(with, std::move(request), context, listen);

    auto result = chat_tool_result(answer.result, answer.broke_off);
    // The file is told in blocks of text: a structure that lacked it would hide it from hosts that show only that.
    result.structured.reset();
    if (heard.empty()) {
        if (!voice.empty() && answer.broke_off.empty())
            result.add_text("No speech came with this answer; " + answer.result.model + " may not speak in this case.");
        co_return result;
    }
    std::vector<made_media> files;
    files.push_back(speech_file(heard, voice, !answer.broke_off.empty()));
    auto stem = given.file_name.empty() ? std::string("omni") : given.file_name;
    co_await with.out.add(result, std::move(files), std::move(stem), parse_output_mode(given.output), context);
    co_return result;
}

}  // namespace

std::unique_ptr<mcp::tool> make_omni(services const& with) {
    return make_tool(with, run);
}

}  // namespace tools
