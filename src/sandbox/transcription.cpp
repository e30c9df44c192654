#include "sandbox/transcription.hpp"

#include "sandbox/listening.hpp"
#include "sandbox/results.hpp"
#include "sandbox/tasks.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::size_t most_files = 100;

bool is_filetrans(std::string_view model) {
    return model.find("filetrans") != std::string_view::npos;
}

bool transcribes_files(std::string_view model) {
    return model.starts_with("fun-asr") || model.starts_with("paraformer") || model.starts_with("sensevoice") ||
           is_filetrans(model);
}

/// What one file of a task came to.
struct part {
    std::string url;
    std::string reference;  // of its transcript; empty: it failed
    failure error;
    std::int64_t milliseconds = 0;
};

failure no_words() {
    failure error;
    error.code = "SUCCESS_WITH_NO_VALID_FRAGMENT";
    error.message = "SUCCESS_WITH_NO_VALID_FRAGMENT";
    return error;
}

part transcribe_one(std::string const& url, std::size_t index, bool qwen, listening const& how,
                    exchange const& context) {
    part result;
    result.url = url;
    auto const found = listen_to(url, context);
    if (!found || found->facts.silent) {
        result.error = found ? no_words() : found.error();
        return result;
    }
    result.milliseconds = found->facts.milliseconds;
    auto const file = qwen ? qwen_transcript_file(url, *found, how) : transcript_file(url, *found, how);
    json::object description{{"kind", "text"}, {"content_type", "application/json"}, {"text", json::serialize(file)}};
    result.reference = keep_result(std::move(description), "transcript " + std::to_string(index), "json", context);
    return result;
}

json::object result_object(part const& from) {
    if (!from.reference.empty())
        return {{"file_url", from.url}, {"transcription_url", from.reference}, {"subtask_status", "SUCCEEDED"}};
    return {{"file_url", from.url},
            {"code", from.error.code},
            {"message", from.error.message},
            {"subtask_status", "FAILED"}};
}

std::int64_t seconds_of(std::int64_t milliseconds) {
    return (milliseconds + 999) / 1000;
}

new_task task_of(native_body const& body, std::vector<part> const& parts, bool qwen) {
    new_task task;
    task.model = body.model;
    task.api = "audio:asr:transcription";
    task.parts = parts.size();
    std::int64_t total = 0;
    json::array results;
    for (auto const& each : parts) {
        total += seconds_of(each.milliseconds);
        task.failed += each.reference.empty() ? 1 : 0;
        results.push_back(result_object(each));
    }
    if (qwen) {
        task.parts = 0;
        task.output["result"] = {{"transcription_url", parts.front().reference}};
        task.usage = {{"seconds", total}};
        return task;
    }
    task.output["results"] = std::move(results);
    task.usage = {{"duration", total}};
    return task;
}

boost::system::result<std::vector<std::string>, failure> read_urls(native_body const& body) {
    bool const qwen = is_filetrans(body.model);
    auto urls = strings_member(body.input, qwen ? "file_url" : "file_urls");
    if (urls.empty() || (qwen && urls.size() > 1))
        return invalid_parameter(qwen ? "input.file_url is required and must be one URL."
                                      : "input.file_urls is required.");
    if (urls.size() > most_files) return invalid_parameter("input.file_urls must have at most 100 elements.");
    for (auto const& url : urls)
        if (url.starts_with("data:") || url.find("://") == std::string::npos)
            return invalid_parameter("input.file_urls must hold URLs.");
    return urls;
}

wishes wishes_in(std::vector<std::string> const& urls) {
    std::string names;
    for (auto const& url : urls) names += names_in(url) + "\n";
    return read_markers(names).asked;
}

/// Every part failed: then the task fails with the first part's code.
void fail_whole(std::vector<part> const& parts, wishes& asked) {
    bool const all = std::ranges::all_of(parts, [](auto const& each) { return each.reference.empty(); });
    if (all && !asked.task.failure) asked.task.failure = parts.front().error.code;
}

}  // namespace

plan transcribe(exchange const& context) {
    auto const body = read_native(context.asked);
    if (!body) return refuse(body.error(), context);
    if (!enabled(context, "x-dashscope-async")) return refuse(only_asynchronous(), context);
    if (!transcribes_files(body->model)) return refuse(no_such_model(), context);
    auto const urls = read_urls(*body);
    if (!urls) return refuse(urls.error(), context);
    auto const how = read_listening(*body, context);
    if (!how) return refuse(how.error(), context);
    bool const qwen = is_filetrans(body->model);
    auto asked = wishes_in(*urls);
    std::vector<part> parts;
    for (auto const& url : *urls) parts.push_back(transcribe_one(url, parts.size(), qwen, *how, context));
    fail_whole(parts, asked);
    return submit_task(task_of(*body, parts, qwen), asked, context);
}

}  // namespace sandbox
