#include "dashscope/recognition.hpp"

#include "dashscope/chat_accumulator.hpp"
#include "dashscope/fields.hpp"
#include "dashscope/json_put.hpp"
#include "dashscope/language.hpp"

namespace dashscope {

namespace {

constexpr std::string_view task_path = "/api/v1/services/audio/asr/transcription";
constexpr std::string_view at_once_path = "/api/v1/services/aigc/multimodal-generation/generation";

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

json::object file_list_body(recognition_request const& from) {
    json::object parameters;
    put(parameters, "channel_id", from.channels);
    if (!from.language.empty()) parameters["language_hints"] = {language_code(from.language)};
    put(parameters, "diarization_enabled", from.diarization);
    put(parameters, "speaker_count", from.speakers);
    put(parameters, "vocabulary_id", from.vocabulary_id);
    return {{"model", from.model}, {"input", {{"file_urls", json::value_from(from.files)}}}, {"parameters", parameters}};
}

json::object one_file_body(recognition_request const& from) {
    json::object input{{"file_url", from.files.front()}};
    put(input, "context", from.context);
    json::object parameters;
    put(parameters, "channel_id", from.channels);
    put(parameters, "language", language_code(from.language));
    put(parameters, "enable_itn", from.inverse_normalisation);
    return {{"model", from.model}, {"input", std::move(input)}, {"parameters", std::move(parameters)}};
}

json::object qwen_message_body(recognition_request const& from) {
    json::object options;
    put(options, "language", language_code(from.language));
    put(options, "enable_itn", from.inverse_normalisation);
    json::array messages;
    messages.push_back({{"role", "system"}, {"content", json::array{{{"text", from.context}}}}});
    messages.push_back({{"role", "user"}, {"content", json::array{{{"audio", from.files.front()}}}}});
    json::object parameters;
    put(parameters, "asr_options", std::move(options));
    return {{"model", from.model}, {"input", {{"messages", messages}}}, {"parameters", parameters}};
}

json::object audio_part_body(recognition_request const& from) {
    json::object part{{"type", "input_audio"}, {"input_audio", {{"data", from.files.front()}}}};
    json::array messages;
    messages.push_back({{"role", "user"}, {"content", json::array{std::move(part)}}});
    json::object parameters;
    put(parameters, "format", from.format);
    if (!from.language.empty()) parameters["language_hints"] = {language_code(from.language)};
    put(parameters, "vocabulary_id", from.vocabulary_id);
    return {{"model", from.model}, {"input", {{"messages", messages}}}, {"parameters", parameters}};
}

json::object body_of(recognition_request const& from, recognition_form form) {
    switch (form) {
        case recognition_form::one_file: return one_file_body(from);
        case recognition_form::qwen_message: return qwen_message_body(from);
        case recognition_form::audio_part: return audio_part_body(from);
        case recognition_form::file_list:
        case recognition_form::websocket: break;
    }
    return file_list_body(from);
}

void merge(json::object& into, json::object const& from) {
    for (auto const& [name, value] : from) {
        auto* known = into.if_contains(name);
        if (known && known->is_object() && value.is_object()) merge(known->get_object(), value.get_object());
        else into[name] = value;
    }
}

void read_choice(json::object const& output, recognised& into) {
    auto const* choices = array_at(output, "choices");
    auto const* choice = choices && !choices->empty() ? choices->front().if_object() : nullptr;
    auto const* message = choice ? object_at(*choice, "message") : nullptr;
    if (!message) return;
    if (auto const* content = message->if_contains("content")) into.text = content_text(*content);
    auto const* notes = array_at(*message, "annotations");
    if (!notes) return;
    for (auto const& each : *notes) {
        auto const* note = each.if_object();
        if (!note || string_at(*note, "type") != "audio_info") continue;
        into.language = string_at(*note, "language");
        into.emotion = string_at(*note, "emotion");
    }
}

// `output.text`, or, one level deeper, `output.output.sentence.text`.
void read_text(json::object const& output, recognised& into) {
    into.text = string_at(output, "text");
    if (!into.text.empty()) return;
    auto const* inner = object_at(output, "output");
    auto const* sentence = object_at(inner ? *inner : output, "sentence");
    if (sentence) into.text = string_at(*sentence, "text");
}

transcribed read_one(json::object const& from) {
    transcribed file;
    file.file = string_at(from, "file_url");
    file.transcript_url = string_at(from, "transcription_url");
    file.code = string_at(from, "code");
    file.message = string_at(from, "message");
    return file;
}

}  // namespace

recognition_form form_of_model(std::string_view model) {
    if (has(model, "realtime") || has(model, "-8k-stream")) return recognition_form::websocket;
    if (has(model, "filetrans")) return recognition_form::one_file;
    if (model.starts_with("qwen3-asr") || model.starts_with("qwen-asr")) return recognition_form::qwen_message;
    if (model.starts_with("fun-asr-flash") || (model.starts_with("qwen-audio-") && has(model, "asr")))
        return recognition_form::audio_part;
    return recognition_form::file_list;
}

bool is_task(recognition_form form) {
    return form == recognition_form::file_list || form == recognition_form::one_file;
}

std::vector<std::string> problems_of(recognition_request const& request) {
    std::vector<std::string> problems;
    auto const form = form_of_model(request.model);
    if (form == recognition_form::websocket)
        problems.push_back(request.model + " listens to live audio over a WebSocket: for recordings use fun-asr, "
                                           "paraformer-v2 or qwen3-asr-flash");
    if (request.files.empty()) problems.emplace_back("give `audio`: a local path, URL, data: URI or oss:// reference");
    if (form == recognition_form::file_list && request.files.size() > 100)
        problems.push_back("at most 100 recordings a call; " + std::to_string(request.files.size()) + " given");
    if (form != recognition_form::file_list && request.files.size() > 1)
        problems.push_back(request.model + " takes one recording a call: use fun-asr for many");
    auto const only_lists = [&](bool given, std::string_view name) {
        if (given && form != recognition_form::file_list)
            problems.push_back(request.model + " does not know " + std::string(name) + ": use fun-asr or paraformer-v2");
    };
    only_lists(request.diarization.value_or(false), "diarization");
    only_lists(request.speakers.has_value(), "speakers");
    if (form != recognition_form::audio_part) only_lists(!request.vocabulary_id.empty(), "vocabulary_id");
    if (!is_task(form)) only_lists(!request.channels.empty(), "channels");
    if (form == recognition_form::file_list && !request.context.empty())
        problems.push_back(request.model + " takes no context: use vocabulary_id (vocabulary_manage makes one), or "
                                           "qwen3-asr-flash");
    return problems;
}

recognition_call compose(recognition_request const& request) {
    auto const form = form_of_model(request.model);
    recognition_call call;
    call.async = is_task(form);
    call.path = call.async ? task_path : at_once_path;
    call.body = body_of(request, form);
    auto& parameters = call.body["parameters"].as_object();
    merge(parameters, request.parameters);
    if (parameters.empty()) call.body.erase("parameters");
    return call;
}

recognised read_recognised(json::value const& answer) {
    recognised result;
    auto const* whole = answer.if_object();
    if (!whole) return result;
    result.request_id = string_at(*whole, "request_id");
    if (auto const* usage = object_at(*whole, "usage")) result.usage = *usage;
    auto const* output = object_at(*whole, "output");
    if (!output) return result;
    read_choice(*output, result);
    if (result.text.empty()) read_text(*output, result);
    return result;
}

std::vector<transcribed> read_transcribed(json::object const& output) {
    std::vector<transcribed> files;
    if (auto const* result = object_at(output, "result")) files.push_back(read_one(*result));
    auto const* results = array_at(output, "results");
    if (!results) return files;
    for (auto const& each : *results)
        if (auto const* one = each.if_object()) files.push_back(read_one(*one));
    return files;
}

}  // namespace dashscope
