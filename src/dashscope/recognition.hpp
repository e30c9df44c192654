#pragma once
// Speech recognition: which of four forms a model is asked in, and what its answers mean (catalogue §8).

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dashscope {

namespace json = boost::json;

enum class recognition_form {
    file_list,     // a task for many files: fun-asr, paraformer, sensevoice
    one_file,      // a task for one file: …-filetrans
    qwen_message,  // at once: qwen3-asr-flash
    audio_part,    // at once: fun-asr-flash, qwen-audio-…-asr-flash
    websocket,     // realtime models: not over HTTP
};

recognition_form form_of_model(std::string_view model);
bool is_task(recognition_form form);

struct recognition_request {
    std::string model;
    std::vector<std::string> files;  // URLs, oss://; at-once forms take data URIs too
    std::string language;
    std::string context;  // names and terms that may occur (Qwen models)
    std::optional<bool> inverse_normalisation;  // "twenty" as 20
    std::optional<bool> diarization;
    std::optional<std::int64_t> speakers;
    std::vector<std::int64_t> channels;
    std::string vocabulary_id;
    std::string format;       // of at-once audio: "mp3"
    json::object parameters;  // merged into `parameters`
};

/// Why the model would not take the request, each with what is allowed.
std::vector<std::string> problems_of(recognition_request const& request);

struct recognition_call {
    std::string path;
    bool async = false;
    json::object body;
};
recognition_call compose(recognition_request const& request);

/// An answer at once.
struct recognised {
    std::string text;
    std::string language;
    std::string emotion;
    json::object usage;
    std::string request_id;
};
recognised read_recognised(json::value const& answer);

/// One file of a task.
struct transcribed {
    std::string file;            // as it was submitted
    std::string transcript_url;  // empty: it failed
    std::string code, message;
};
/// From a task's output, in either form.
std::vector<transcribed> read_transcribed(json::object const& output);

}  // namespace dashscope
