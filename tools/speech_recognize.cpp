#include "tools/speech_recognize.hpp"

#include "dashscope/content.hpp"
#include "dashscope/recognition.hpp"
#include "dashscope/secret.hpp"
#include "dashscope/settings.hpp"
#include "media/data_uri.hpp"
#include "tools/asking.hpp"
#include "tools/cost_consent.hpp"
#include "tools/generation.hpp"
#include "tools/heartbeat.hpp"
#include "tools/task_handle.hpp"
#include "tools/transcript_result.hpp"
#include "tools/typed_tool.hpp"

#include <boost/describe/class.hpp>

#include <algorithm>

namespace json = boost::json;

namespace tools {

namespace {

struct recognise_arguments {
    std::vector<std::string> audio;
    std::string task_id;
    std::string model;
    std::string language;
    std::string context;
    std::optional<bool> itn;
    std::optional<bool> diarization;
    std::optional<std::int64_t> speakers;
    std::vector<std::int64_t> channels;
    std::string vocabulary_id;
    std::vector<std::string> save;
    std::string file_name;
    std::optional<std::int64_t> wait_seconds;
    bool confirm = false;
    bool dry_run = false;
    json::object parameters;
};
BOOST_DESCRIBE_STRUCT(recognise_arguments, (),
                      (audio, task_id, model, language, context, itn, diarization, speakers, channels, vocabulary_id,
                       save, file_name, wait_seconds, confirm, dry_run, parameters))

using dashscope::recognition_request;

// Catalogue §8: what qwen3-asr-flash takes.
constexpr std::uint64_t at_once_bytes = 10'000'000;
constexpr std::chrono::minutes at_once_length{5};
constexpr std::uint64_t task_bytes = 2'000'000'000;

dashscope::media_rules rules_for(std::string_view model, std::string name) {
    bool const task = is_task(dashscope::form_of_model(model));
    dashscope::media_rules rules;
    rules.name = std::move(name);
    rules.kinds = {media::kind::audio};
    if (task) rules.kinds.push_back(media::kind::video);
    rules.max_bytes = task ? task_bytes : at_once_bytes;
    rules.data_uri_allowed = !task;
    return rules;
}

bool is_short(media::facts const& facts, std::uint64_t size) {
    return facts.what == media::kind::audio && size <= at_once_bytes && facts.duration &&
           *facts.duration <= at_once_length;
}

// True when the recording is surely one that a model hears at once. Of a URL nothing is known.
bool is_short(services const& with, std::string const& reference) {
    auto const form = dashscope::form_of(reference);
    if (form == dashscope::media_form::data_uri) {
        std::string why;
        auto const uri = media::parse_data_uri(reference, why);
        return uri && is_short(media::probe(media::decode(*uri, 64 * 1024)), uri->size());
    }
    if (form != dashscope::media_form::path) return false;
    media::facts facts;
    try {
        auto const file = with.media.open_local(reference, rules_for("fun-asr", "audio"), facts);
        return is_short(facts, file.size());
    } catch (dashscope::media_error const&) {
        // The upload will say why.
        return false;
    }
}

bool wants_times(recognise_arguments const& from) {
    return std::ranges::any_of(from.save, [](auto const& each) { return each == "srt" || each == "vtt"; });
}

std::string chosen_model(services const& with, recognise_arguments const& from) {
    if (!from.model.empty()) return from.model;
    using dashscope::capability;
    auto const usual = std::string(with.settings.model_for(capability::speech_recognition));
    bool const configured = usual != dashscope::builtin_model(capability::speech_recognition, with.settings.where);
    if (configured || from.audio.size() != 1 || wants_times(from)) return usual;
    if (from.diarization.value_or(false) || from.speakers || !from.channels.empty() || !from.vocabulary_id.empty() ||
        !from.parameters.empty())
        return usual;
    return is_short(with, from.audio.front()) ? "qwen3-asr-flash" : usual;
}

recognition_request make_request(services const& with, recognise_arguments const& from) {
    recognition_request to;
    to.model = chosen_model(with, from);
    to.files = from.audio;
    to.language = from.language;
    to.context = from.context;
    to.inverse_normalisation = from.itn;
    to.diarization = from.diarization;
    // A number of speakers without the switch would be ignored silently.
    if (from.speakers && !from.diarization) to.diarization = true;
    to.speakers = from.speakers;
    to.channels = from.channels;
    to.vocabulary_id = from.vocabulary_id;
    to.parameters = from.parameters;
    return to;
}

planned_call plan(services const& with, mcp::request_context& context, recognition_request const& request) {
    auto composed = dashscope::compose(request);
    auto const repeats = composed.async ? dashscope::op_class::submit : dashscope::op_class::compute;
    auto call = plan_request(with, context, "Speech recognition with " + dashscope::one_line(request.model, 100),
                             repeats, "POST", std::move(composed.path));
    call.what.model = request.model;
    call.body = std::move(composed.body);
    call.options.async = composed.async;
    return call;
}

platform::task<void> resolve_files(services with, recognition_request& request, bool dry_run) {
    auto const model = request.model;
    for (std::size_t i = 0; i < request.files.size(); ++i) {
        auto rules = rules_for(model, argument_name("audio", i, request.files.size()));
        auto resolved = co_await resolve_media(with, request.files[i], std::move(rules), model, dry_run);
        request.files[i] = std::move(resolved);
    }
    if (!request.files.empty()) request.format = dashscope::audio_format(request.files.front());
}

platform::task<mcp::tool_result> hear_at_once(services with, recognition_request request,
                                              mcp::request_context& context) {
    heartbeat signs(context, "Listening with " + request.model);
    auto call = plan(with, context, request);
    auto const answer = co_await ask(with, std::move(call));
    auto const heard = dashscope::read_recognised(answer);
    mcp::tool_result result;
    result.add_text(heard.text.empty() ? "(nothing was said)" : heard.text);
    std::string note;
    if (!heard.language.empty()) note += "Language: " + heard.language + ". ";
    if (!heard.emotion.empty()) note += "Emotion: " + heard.emotion + ". ";
    note += request.model + " tells no times; for times, speakers or subtitles name the model fun-asr.";
    result.add_text(note + "\n" + footer(request.model, heard.usage, heard.request_id));
    co_return result;
}

// The files of a result by the names that the caller knows them by.
std::vector<dashscope::transcribed> named(std::vector<dashscope::transcribed> files,
                                          std::vector<std::string> const& given, std::vector<std::string> const& sent) {
    for (std::size_t i = 0; i < files.size(); ++i) {
        auto const found = std::ranges::find(sent, files[i].file);
        if (found != sent.end())
            files[i].file = given[static_cast<std::size_t>(found - sent.begin())];
        else if (files.size() == given.size())
            files[i].file = given[i];
        if (files[i].file.starts_with("data:")) files[i].file = "the data: URI";
    }
    return files;
}

/// How the result is wanted.
struct listening {
    std::vector<std::string> given;  // the recordings by the caller's names
    transcript_wishes wishes;
    std::chrono::seconds wait;
    bool confirm = false;  // the user agreed to what it costs
};

platform::task<mcp::tool_result> transcripts_of(services with, job_outcome job, recognition_request request,
                                                listening how) {
    if (!job.state.terminal()) {
        auto result = still_running(job, "Speech recognition");
        result.add_text(
            "For subtitles or speakers by line call speech_recognize with this task_id (and `save`) instead.");
        co_return result;
    }
    auto files = named(dashscope::read_transcribed(job.state.output), how.given, request.files);
    mcp::tool_result result;
    if (files.empty()) result.add_text("The task has ended, but names no transcript.");
    co_await add_transcripts(with, result, std::move(files), std::move(how.wishes));
    result.add_text(footer(request.model, job.state.usage, job.state.request_id));
    co_return result;
}

platform::task<mcp::tool_result> recognise(services with, recognition_request request, listening how, bool dry_run,
                                           mcp::request_context& context) {
    refuse("speech_recognize", dashscope::problems_of(request));
    bool const task = is_task(dashscope::form_of_model(request.model));
    if (!task && !how.wishes.save.empty())
        refuse("speech_recognize", {request.model + " gives the text alone: leave `save` out, or use fun-asr"});
    // What it costs is told by the recording's length, which only DashScope knows.
    if (!dry_run) co_await need_cost_consent(with, context, how.confirm, "Speech recognition", request.model, {});
    co_await resolve_files(with, request, dry_run);
    if (dry_run) co_return dry_run_result(with, plan(with, context, request));
    if (!task) {
        auto result = co_await hear_at_once(with, std::move(request), context);
        co_return result;
    }
    auto job = co_await run_job(with, plan(with, context, request), how.wait, context);
    if (!job.state.terminal() && context.takes_tasks()) co_return job_goes_on(job, "Speech recognition", context);
    auto result = co_await transcripts_of(with, std::move(job), std::move(request), std::move(how));
    co_return result;
}

platform::task<mcp::tool_result> resume(services with, std::string task_id, listening how,
                                        mcp::request_context& context) {
    dashscope::task_state known;
    known.id = handles_of(with).open(task_id, context.principal());
    auto job = co_await follow_job(with, std::move(known), "Speech recognition", how.wait, context);
    auto result = co_await transcripts_of(with, std::move(job), {}, std::move(how));
    co_return result;
}

platform::task<mcp::tool_result> run(services with, recognise_arguments given, mcp::request_context& context) {
    listening how{
        given.audio, {given.save, given.file_name, context.host()}, default_wait(context.client()), given.confirm};
    if (given.wait_seconds) how.wait = std::chrono::seconds(*given.wait_seconds);
    if (!given.task_id.empty() && given.audio.empty())
        return resume(with, std::move(given.task_id), std::move(how), context);
    return recognise(with, make_request(with, given), std::move(how), given.dry_run, context);
}

}  // namespace

std::unique_ptr<mcp::tool> make_speech_recognize(services const& with) {
    return make_tool(with, run);
}

}  // namespace tools
