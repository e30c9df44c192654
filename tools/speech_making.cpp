#include "tools/speech_making.hpp"

#include "dashscope/failure.hpp"
#include "dashscope/secret.hpp"
#include "dashscope/settings.hpp"
#include "media/wav.hpp"
#include "tools/cost_consent.hpp"
#include "tools/heartbeat.hpp"
#include "tools/name_choice.hpp"
#include "tools/suggestions.hpp"

#include <boost/asio/this_coro.hpp>

#include <functional>

namespace asio = boost::asio;
namespace json = boost::json;

namespace tools {

namespace {

using dashscope::speech_request;
using dashscope::speech_stream;

planned_call plan(services const& with, mcp::request_context& context, speech_request const& request) {
    auto composed = dashscope::compose(request);
    planned_call call;
    call.what = {"Speech with " + dashscope::one_line(request.model, 100), dashscope::op_class::submit, "POST",
                 request.model};
    call.path = std::move(composed.path);
    call.body = std::move(composed.body);
    call.options.timeout = with.settings.timeout;
    call.options.workspace_id = with.settings.workspace_id;
    call.options.native_sse = true;
    call.options.on_retry = [&context](dashscope::retry_notice const& notice) {
        context.log(mcp::log_level::info, notice.reason.text() + " Trying again.");
    };
    return call;
}

/// What has been spoken so far.
struct recording {
    std::vector<std::string> sounds;
    std::string url;  // of the file, where one request was enough
    json::object usage;
    std::string request_id;
    std::size_t parts = 0;
    std::string trouble;  // why it ends here
};

// Why what came is not the whole sound; empty when it is. A file of DashScope's is whole where a stream had gaps.
std::string_view gap_in(speech_stream& stream, bool joined) {
    if (stream.sound().empty() && stream.url().empty()) return "the answer holds no sound";
    if (!stream.finished()) return "the answer broke off before its end";
    if (stream.broken() && (joined || stream.url().empty())) return "a piece of the sound did not arrive whole";
    return {};
}

platform::task<void> speak(services with, speech_request part, recording& into, mcp::request_context& context) {
    // The stream may go on after this call has ended (submit_stream).
    auto const stream = std::make_shared<speech_stream>();
    auto const listen = std::bind_front(&speech_stream::take, stream);
    auto call = plan(with, context, part);
    auto const summary = co_await submit_stream(with, std::move(call), listen);
    into.request_id = stream->request_id().empty() ? summary.request_id : stream->request_id();
    dashscope::add_usage(into.usage, stream->usage());
    if (auto const gap = gap_in(*stream, into.parts > 1); !gap.empty())
        throw dashscope::failure(dashscope::error_kind::bad_answer,
                                 "Speech with " + part.model + " failed: " + std::string(gap) + ". Request id: " +
                                     into.request_id + ". It may be billed. Try again, or try another model.");
    into.url = dashscope::secure_url(stream->url(), with.settings.base);
    into.sounds.push_back(stream->sound().take());
}

bool is_cancelled(asio::cancellation_state const& state) {
    return state.cancelled() != asio::cancellation_type::none;
}

// False when a failure after the first part ended it; its reason is then in `into`.
platform::task<bool> speak_next(services with, speech_request part, recording& into, mcp::request_context& context) {
    try {
        co_await speak(with, std::move(part), into, context);
        co_return true;
    } catch (dashscope::failure const& failed) {
        if (into.sounds.empty()) throw;
        into.trouble = failed.text();
    }
    co_return false;
}

platform::task<recording> speak_all(services with, std::vector<speech_request> parts, mcp::request_context& context) {
    recording made;
    made.parts = parts.size();
    heartbeat signs(context, "Speaking with " + parts.front().model);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts.size() > 1)
            signs.say("Speaking part " + std::to_string(i + 1) + " of " + std::to_string(parts.size()));
        bool const spoken = co_await speak_next(with, parts[i], made, context);
        if (!spoken) break;
        auto const cancellation = co_await asio::this_coro::cancellation_state;
        if (!is_cancelled(cancellation)) continue;
        made.trouble = "The call was cancelled.";
        break;
    }
    co_return made;
}

made_media file_of(speech_request const& request, recording& made) {
    made_media file;
    auto const format = dashscope::format_of(request);
    // Raw samples are told from noise by nothing.
    if (format != "pcm") file.expected_type = "audio/";
    file.extension = format;
    if (made.parts == 1 && !made.url.empty())
        file.url = std::move(made.url);
    else
        file.bytes = dashscope::join_speech(request, made.sounds);
    if (made.parts > 1)
        file.note = std::to_string(made.sounds.size()) + (made.sounds.size() < made.parts ? " of " : " parts joined");
    if (made.parts > 1 && made.sounds.size() < made.parts) file.note += std::to_string(made.parts) + " parts";
    return file;
}

// What a caller has to send again, named by its beginning.
std::string remainder_text(std::vector<speech_request> const& parts, recording const& made) {
    if (made.sounds.size() >= parts.size()) return {};
    auto const& next = parts[made.sounds.size()].text;
    return "Only " + std::to_string(made.sounds.size()) + " of " + std::to_string(parts.size()) +
           " parts were spoken; the file above holds them. " + made.trouble +
           "\nTo go on call speech_synthesize again with the text from here: \"" + dashscope::one_line(next, 120) +
           "\"";
}

mcp::tool_result shown(services const& with, std::vector<speech_request> const& parts, mcp::request_context& context) {
    auto result = dry_run_result(with, plan(with, context, parts.front()));
    if (parts.size() > 1)
        result.add_text("It is the first of " + std::to_string(parts.size()) +
                        " such requests, which differ in their text; what they bring is joined into one file.");
    return result;
}

}  // namespace

platform::task<mcp::tool_result> make_speech(services with, speech_request request, delivery how,
                                             mcp::request_context& context) {
    auto models = suggestions(with, "model speech", context.principal());
    request.model = co_await settled_name(context, "model", request.model, std::move(models), how.dry_run);
    auto voices = suggestions(with, "voice", context.principal());
    request.voice = co_await settled_name(context, "voice", request.voice, std::move(voices), how.dry_run);
    refuse(how.tool, dashscope::problems_of(request));
    merge_parameters(request.parameters, how.parameters);
    auto const parts = dashscope::parts_of(request);
    if (how.dry_run) co_return shown(with, parts, context);
    co_await need_cost_consent(with, context, how.confirm, "Speech", request.model, expected_usage(request));

    auto made = co_await speak_all(with, parts, context);
    // What is paid for is saved, also when nobody waits for it any more.
    co_await asio::this_coro::throw_if_cancelled(false);
    mcp::tool_result result;
    std::vector<made_media> files;
    files.push_back(file_of(request, made));
    co_await with.out.add(result, std::move(files), how.stem(), how.mode, context);
    if (auto const rest = remainder_text(parts, made); !rest.empty()) {
        result.add_text(rest);
        result.is_error = true;
    }
    auto const voice =
        request.voice.empty() ? std::string(dashscope::find_speech_family(request.model).default_voice) : request.voice;
    result.add_text("Voice: " + voice + "\n" + footer(request.model, made.usage, made.request_id));
    co_return result;
}

}  // namespace tools
