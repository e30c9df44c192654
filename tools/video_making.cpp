#include "tools/video_making.hpp"

#include "dashscope/settings.hpp"
#include "dashscope/video_result.hpp"
#include "tools/cost_consent.hpp"
#include "tools/name_choice.hpp"
#include "tools/suggestions.hpp"

namespace tools {

namespace {

using dashscope::video_request;

/// How a text names a medium of the request.
std::string name_of(video_request const& request, std::size_t index) {
    auto const role = request.media[index].role;
    std::size_t before = 0;
    for (std::size_t i = 0; i < index; ++i)
        if (request.media[i].role == role) ++before;
    return argument_name(argument_of(role), before, request.count(role));
}

platform::task<void> resolve_files(services with, video_request& request, bool dry_run) {
    auto const model = request.model;
    for (std::size_t i = 0; i < request.media.size(); ++i) {
        auto& medium = request.media[i];
        auto rules = dashscope::video_input_rules(model, medium.role);
        rules.name = name_of(request, i);
        auto resolved = co_await resolve_media(with, medium.url, std::move(rules), model, dry_run);
        medium.url = std::move(resolved);
        if (medium.voice.empty()) continue;
        auto voice_rules = dashscope::video_input_rules(model, dashscope::role_voice);
        auto voice = co_await resolve_media(with, medium.voice, std::move(voice_rules), model, dry_run);
        medium.voice = std::move(voice);
    }
}

[[noreturn]] void throw_empty(video_request const& request, job_outcome const& job) {
    auto text = request.model + " finished without a film. task_id: " + job.handle;
    if (!job.state.message.empty()) text += "\n" + job.state.code + ": " + job.state.message;
    if (!job.state.request_id.empty()) text += "\nRequest id: " + job.state.request_id;
    throw mcp::tool_error(text);
}

std::string note_of(video_request const& request, dashscope::video_result const& made) {
    std::string note;
    auto add = [&](std::string const& text) {
        if (!text.empty()) note += (note.empty() ? "" : ", ") + text;
    };
    add(made.size);
    add(made.duration.empty() ? "" : made.duration + " s");
    add(request.seed ? "seed " + std::to_string(*request.seed) : "");
    return note;
}

platform::task<mcp::tool_result> deliver(services with, job_outcome job, video_request request, delivery how,
                                         mcp::request_context& context) {
    auto made = dashscope::read_video_result(job.state.output, job.state.usage);
    if (made.urls.empty()) throw_empty(request, job);
    std::vector<made_media> media;
    for (auto& url : made.urls) media.push_back({std::move(url), {}, "video/", "mp4", note_of(request, made)});
    mcp::tool_result result;
    co_await with.out.add(result, std::move(media), how.stem(), how.mode, context);
    if (!made.actual_prompt.empty() && made.actual_prompt != request.prompt)
        result.add_text("Prompt as extended by the model: " + made.actual_prompt);
    result.add_text("task_id: " + job.handle);
    result.add_text(footer(request.model, job.state.usage, job.state.request_id));
    co_return result;
}

}  // namespace

void add_medium(video_request& to, dashscope::media_role role, std::string const& argument) {
    if (!argument.empty()) to.media.push_back({role, argument});
}

platform::task<mcp::tool_result> make_video(services with, video_request request, std::string what, delivery how,
                                            mcp::request_context& context) {
    if (!request.watermark) request.watermark = with.settings.watermark;
    auto films = suggestions(with, "model video", context.principal());
    request.model = co_await settled_name(context, "model", request.model, std::move(films), how.dry_run);
    refuse(how.tool, problems_of(request));
    if (!how.dry_run)
        co_await need_cost_consent(with, context, how.confirm, what, request.model, expected_usage(request));
    co_await resolve_files(with, request, how.dry_run);

    auto call = plan_call(with, context, what, request.model, compose(request), how);
    if (how.dry_run) co_return dry_run_result(with, call);
    auto const wait = how.wait.value_or(default_wait(context.client()));
    auto job = co_await run_job(with, std::move(call), wait, context);
    if (!job.state.terminal()) co_return job_goes_on(job, what + " with " + request.model, context);
    auto result = co_await deliver(with, std::move(job), std::move(request), std::move(how), context);
    co_return result;
}

}  // namespace tools
