#include "sandbox/images.hpp"

#include "sandbox/behaviour.hpp"
#include "sandbox/image_request.hpp"
#include "sandbox/picture.hpp"
#include "sandbox/results.hpp"
#include "sandbox/tasks.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::int64_t a_day = 24LL * 3600;

bool is_wan(image_request const& request) {
    return request.model.starts_with("wan");
}

/// How many come out: a wish for a partial failure takes the last one away.
int good_ones(image_request const& request) {
    return request.asked.task.partial ? request.n - 1 : request.n;
}

/// References of all pictures that succeed.
std::vector<std::string> make_pictures(image_request const& request, exchange const& context) {
    std::vector<std::string> references;
    for (int i = 0; i < good_ones(request); ++i) {
        picture what;
        what.width = request.size.width;
        what.height = request.size.height;
        what.model = request.model;
        what.prompt = request.prompt;
        what.seed = request.seed;
        what.facts = request.facts;
        if (request.n > 1) what.part = std::to_string(i + 1) + " of " + std::to_string(request.n);
        references.push_back(keep_result(to_json(what), "picture " + std::to_string(i), "png", context));
    }
    return references;
}

std::string extended(image_request const& request) {
    return request.prompt + " [sandbox: here the real service would have rewritten the prompt]";
}

json::object choice_of(json::array content) {
    return {{"finish_reason", "stop"},
            {"message", json::object{{"role", "assistant"}, {"content", std::move(content)}}}};
}

/// wan: a choice for each picture, its part typed. qwen and z: all in one, as recorded.
json::array choices_of(image_request const& request, std::vector<std::string> const& references) {
    json::array choices;
    json::array content;
    if (request.interleaved) content.push_back({{"type", "text"}, {"text", "[sandbox] " + request.prompt}});
    for (auto const& reference : references) {
        if (is_wan(request) && !request.interleaved) {
            choices.push_back(choice_of({json::object{{"image", reference}, {"type", "image"}}}));
            continue;
        }
        json::object part{{"image", reference}};
        if (is_wan(request)) part["type"] = "image";
        content.push_back(std::move(part));
    }
    if (request.model.starts_with("z-image")) content.push_back(json::object{{"text", request.prompt}});
    if (!content.empty()) choices.push_back(choice_of(std::move(content)));
    return choices;
}

std::string size_text(pixel_size size) {
    return std::to_string(size.width) + "*" + std::to_string(size.height);
}

json::object usage_of(image_request const& request) {
    json::object usage{{"image_count", good_ones(request)}};
    if (is_wan(request)) {
        usage["size"] = size_text(request.size);
    } else {
        usage["width"] = request.size.width;
        usage["height"] = request.size.height;
    }
    if (is_wan(request) || request.model.starts_with("z-image"))
        for (auto name : {"input_tokens", "output_tokens", "total_tokens"}) usage[name] = 0;
    return usage;
}

json::object metric_of(image_request const& request) {
    return {{"TOTAL", request.n}, {"SUCCEEDED", good_ones(request)}, {"FAILED", request.n - good_ones(request)}};
}

/// `results` of the two older endpoints: a failed part has a code in place of a link.
json::array results_of(image_request const& request, std::vector<std::string> const& references) {
    json::array results;
    for (auto const& reference : references) {
        json::object result{{"orig_prompt", request.prompt}};
        if (request.extends_prompt) result["actual_prompt"] = extended(request);
        result["url"] = reference;
        results.push_back(std::move(result));
    }
    if (request.asked.task.partial)
        results.push_back(
            {{"code", "DataInspectionFailed"}, {"message", "Output data may contain inappropriate content."}});
    return results;
}

/// What the documents show of a stream: a frame for each part, the last one with `stop`.
plan streamed(json::object const& body, exchange const& context) {
    auto answer = stream_plan();
    auto const& content = body.at("output").at("choices").at(0).at("message").at("content").as_array();
    for (std::size_t i = 0; i < content.size(); ++i) {
        auto frame = body;
        auto& choice = frame.at("output").at("choices").at(0).as_object();
        choice["finish_reason"] = i + 1 == content.size() ? "stop" : "null";
        choice.at("message").as_object()["content"] = json::array{content[i]};
        frame.at("output").as_object()["choices"] = json::array{choice};
        frame["request_id"] = context.request_id;
        answer.pieces.push_back({"id:" + std::to_string(i + 1) +
                                     "\nevent:result\n:HTTP_STATUS/200\ndata:" + json::serialize(frame) + "\n\n",
                                 {}});
    }
    return answer;
}

new_task task_of(image_request const& request, std::string api) {
    new_task task;
    task.model = request.model;
    task.api = std::move(api);
    task.parts = static_cast<std::size_t>(request.n);
    task.failed = request.asked.task.partial ? 1 : 0;
    return task;
}

plan submit_results(image_route route, std::string api, exchange const& context) {
    auto const request = read_image_request(route, context);
    if (!request) return refuse(request.error(), context);
    auto task = task_of(*request, std::move(api));
    task.output["results"] = results_of(*request, make_pictures(*request, context));
    task.usage["image_count"] = good_ones(*request);
    return submit_task(std::move(task), request->asked, context);
}

}  // namespace

plan generate_images(exchange const& context) {
    auto const request = read_image_request(image_sync, context);
    if (!request) return refuse(request.error(), context);
    if (good_ones(*request) == 0) return refuse(to_failure(*find_error("InternalError.Algo")), context);
    json::object output{{"choices", choices_of(*request, make_pictures(*request, context))}};
    if (is_wan(*request))
        output["finished"] = true;
    else if (request->model.starts_with("qwen"))
        output["task_metric"] = metric_of(*request);
    auto linked = with_links(std::move(output), context.unix_time() + a_day, context);
    json::object body{{"output", std::move(linked)}, {"usage", usage_of(*request)}};
    auto answer =
        enabled(context, "x-dashscope-sse") ? streamed(body, context) : native_answer(std::move(body), context);
    return behave(std::move(answer), request->asked, context);
}

plan submit_image_messages(exchange const& context) {
    auto const request = read_image_request(image_messages, context);
    if (!request) return refuse(request.error(), context);
    auto task = task_of(*request, "aigc:image-generation:generation");
    if (!request->asked.task.partial) task.parts = 0;  // recorded ones have no metrics while all goes well
    task.output["finished"] = true;
    task.output["choices"] = choices_of(*request, make_pictures(*request, context));
    task.usage = usage_of(*request);
    return submit_task(std::move(task), request->asked, context);
}

plan submit_image_prompt(exchange const& context) {
    return submit_results(image_prompt, "aigc:text2image:image-synthesis", context);
}

plan submit_image_to_image(exchange const& context) {
    return submit_results(image_to_image, "aigc:image2image:image-synthesis", context);
}

}  // namespace sandbox
