#include "tools/image_making.hpp"

#include "dashscope/settings.hpp"
#include "tools/cost_consent.hpp"
#include "tools/heartbeat.hpp"
#include "tools/name_choice.hpp"
#include "tools/suggestions.hpp"

namespace json = boost::json;

namespace tools {

namespace {

using dashscope::image_request;

/// A finished request, synchronous or not.
struct finished {
    json::object output;
    json::object usage;
    std::string request_id;
};

platform::task<void> resolve_files(services with, image_request& request, bool dry_run) {
    auto const model = request.model;
    for (std::size_t i = 0; i < request.images.size(); ++i) {
        auto rules = dashscope::image_input_rules(model, argument_name("images", i, request.images.size()));
        auto resolved = co_await resolve_media(with, request.images[i], std::move(rules), model, dry_run);
        request.images[i] = std::move(resolved);
    }
    if (request.mask.empty()) co_return;
    auto rules = dashscope::image_input_rules(model, "mask");
    auto resolved = co_await resolve_media(with, request.mask, std::move(rules), model, dry_run);
    request.mask = std::move(resolved);
}

finished finished_of(dashscope::task_state state) {
    return {std::move(state.output), std::move(state.usage), std::move(state.request_id)};
}

platform::task<finished> answer_at_once(services with, planned_call call, mcp::request_context& context) {
    heartbeat signs(context, "Waiting for " + call.what.model);
    auto answer = co_await submit(with, std::move(call));
    // An answer at once has a task's members, but for the task.
    co_return finished_of(dashscope::read_task(answer));
}

std::string failures_text(dashscope::image_result const& made) {
    std::string text;
    for (auto const& each : made.failed)
        text += (text.empty() ? "" : "\n") + each.code + (each.message.empty() ? "" : ": " + each.message);
    return text;
}

[[noreturn]] void throw_empty(dashscope::image_result const& made, image_request const& request, finished const& done) {
    auto text = request.model + " answered without a picture.";
    if (auto reasons = failures_text(made); !reasons.empty()) text += "\n" + reasons;
    if (!made.text.empty()) text += "\nIt wrote: " + made.text;
    text += "\nChange the prompt or the input, or try another model. The answer may be billed all the same.";
    if (!done.request_id.empty()) text += "\nRequest id: " + done.request_id;
    throw mcp::tool_error(text);
}

std::string note_of(image_request const& request, dashscope::image_result const& made) {
    auto note = made.size;
    if (request.seed) note += (note.empty() ? "seed " : ", seed ") + std::to_string(*request.seed);
    return note;
}

void add_words(mcp::tool_result& to, dashscope::image_result const& made, image_request const& request) {
    if (!made.failed.empty())
        to.add_text(std::to_string(made.failed.size()) + " more could not be made:\n" + failures_text(made));
    // Some models repeat the prompt.
    if (!made.text.empty() && made.text != request.prompt) to.add_text(request.model + " wrote:\n" + made.text);
    if (!made.actual_prompt.empty() && made.actual_prompt != request.prompt)
        to.add_text("Prompt as extended by the model: " + made.actual_prompt);
}

platform::task<mcp::tool_result> deliver(services with, finished done, image_request request, delivery how,
                                         mcp::request_context& context) {
    auto made = dashscope::read_image_result(done.output, done.usage);
    if (made.urls.empty()) throw_empty(made, request, done);
    std::vector<made_media> media;
    for (auto& url : made.urls) media.push_back({std::move(url), {}, "image/", "png", note_of(request, made)});
    mcp::tool_result result;
    co_await with.out.add(result, std::move(media), how.stem(), how.mode, context);
    add_words(result, made, request);
    result.add_text(footer(request.model, done.usage, done.request_id));
    co_return result;
}

}  // namespace

platform::task<mcp::tool_result> make_images(services with, image_request request, std::string what, delivery how,
                                             mcp::request_context& context) {
    auto pictures = suggestions(with, "model image", context.principal());
    request.model = co_await settled_name(context, "model", request.model, std::move(pictures), how.dry_run);
    bool marks = dashscope::find_image_family(request.model).takes(dashscope::arg_watermark);
    if (!request.watermark && marks) request.watermark = with.settings.watermark;
    request.parameters = how.parameters;
    refuse(how.tool, problems_of(request));
    if (!how.dry_run)
        co_await need_cost_consent(with, context, how.confirm, what, request.model, expected_usage(request));
    co_await resolve_files(with, request, how.dry_run);

    auto call = plan_call(with, context, what, request.model, compose(request), how);
    if (how.dry_run) co_return dry_run_result(with, call);
    finished done;
    if (call.options.async) {
        auto const wait = how.wait.value_or(default_wait(context.client()));
        auto job = co_await run_job(with, std::move(call), wait, context);
        if (!job.state.terminal()) co_return job_goes_on(job, what + " with " + request.model, context);
        done = finished_of(std::move(job.state));
    } else {
        done = co_await answer_at_once(with, std::move(call), context);
    }
    auto result = co_await deliver(with, std::move(done), std::move(request), std::move(how), context);
    co_return result;
}

}  // namespace tools
