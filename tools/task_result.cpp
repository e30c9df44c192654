#include "tools/task_result.hpp"

#include "dashscope/image_result.hpp"
#include "dashscope/video_result.hpp"
#include "media/probe.hpp"
#include "tools/job.hpp"
#include "tools/transcript_result.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace tools {

namespace {

std::string text_at(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

json::object const* object_at(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value ? value->if_object() : nullptr;
}

// What a URL's name promises; the download checks it against the bytes.
made_media named_by(std::string url) {
    made_media made;
    switch (media::kind_by_name(url)) {
        case media::kind::image: made.expected_type = "image/"; break;
        case media::kind::video: made.expected_type = "video/"; break;
        case media::kind::audio: made.expected_type = "audio/"; break;
        default: break;
    }
    made.url = std::move(url);
    return made;
}

void read_images(dashscope::task_state const& state, task_result& into) {
    auto found = dashscope::read_image_result(state.output, state.usage);
    for (auto& url : found.urls) {
        auto made = named_by(std::move(url));
        // A picture of DashScope's need not have a name that says so.
        if (made.expected_type.empty() && state.usage.contains("image_count")) made.expected_type = "image/";
        if (made.expected_type == "image/") made.note = found.size;
        into.media.push_back(std::move(made));
    }
    for (auto const& each : found.failed)
        into.notes.push_back("A part failed: " + each.code + (each.message.empty() ? "" : ": " + each.message));
    if (!found.text.empty()) into.notes.push_back("The model wrote:\n" + found.text);
    if (!found.actual_prompt.empty()) into.notes.push_back("Prompt as extended by the model: " + found.actual_prompt);
}

void read_video(dashscope::task_state const& state, task_result& into) {
    auto found = dashscope::read_video_result(state.output, state.usage);
    auto note = found.size;
    if (!found.duration.empty()) note += (note.empty() ? "" : ", ") + found.duration + " s";
    for (auto& url : found.urls) into.media.push_back({std::move(url), {}, "video/", "mp4", note});
    if (!found.actual_prompt.empty()) into.notes.push_back("Prompt as extended by the model: " + found.actual_prompt);
}

// Speech, batch embeddings and whatever else leaves one file.
void read_files(json::object const& output, task_result& into) {
    if (auto const* audio = object_at(output, "audio"); audio && !text_at(*audio, "url").empty())
        into.media.push_back({text_at(*audio, "url"), {}, "audio/", "wav", {}});
    for (auto const* name : {"url", "audio_url", "image_url", "output_image_url"})
        if (auto url = text_at(output, name); !url.empty()) into.media.push_back(named_by(std::move(url)));
}

bool is_transcript(json::value const& part) {
    auto const* object = part.if_object();
    return object && (object->contains("transcription_url") || object->contains("subtask_status"));
}

bool has_transcripts(json::object const& output) {
    auto const* result = output.if_contains("result");
    auto const* results = output.if_contains("results");
    if (result && is_transcript(*result)) return true;
    return results && results->is_array() && std::ranges::any_of(results->get_array(), is_transcript);
}

bool has_video(json::object const& output) {
    if (!text_at(output, "video_url").empty()) return true;
    auto const* results = object_at(output, "results");
    return results && !text_at(*results, "video_url").empty();
}

}  // namespace

task_result read_task_result(dashscope::task_state const& state) {
    task_result result;
    if (has_transcripts(state.output)) {
        result.transcripts = dashscope::read_transcribed(state.output);
        return result;
    }
    if (has_video(state.output)) read_video(state, result);
    else read_images(state, result);
    read_files(state.output, result);
    return result;
}

platform::task<void> render_task(services with, dashscope::task_state state, std::string stem,
                                 std::optional<output_mode> mode, mcp::tool_result& to, mcp::request_context& context) {
    auto found = read_task_result(state);
    bool const empty = found.media.empty() && found.transcripts.empty() && found.notes.empty();
    if (!found.media.empty()) co_await with.out.add(to, std::move(found.media), stem, mode, context);
    if (!found.transcripts.empty()) {
        transcript_wishes wishes;
        wishes.stem = stem;
        wishes.host = context.host();
        if (mode == output_mode::files) wishes.save = {"txt", "json"};
        co_await add_transcripts(with, to, std::move(found.transcripts), std::move(wishes));
    }
    for (auto const& note : found.notes) to.add_text(note);
    // A kind of task that is not known here: its output says what it made.
    if (empty) to.add_text(shortened(json::serialize(state.output), ""));
    to.add_text(footer("", state.usage, state.request_id));
}

}  // namespace tools
