#include "sandbox/videos.hpp"

#include "sandbox/film.hpp"
#include "sandbox/results.hpp"
#include "sandbox/tasks.hpp"
#include "sandbox/video_request.hpp"

#include <cmath>

namespace json = boost::json;

namespace sandbox {
namespace {

/// Whole seconds without a fraction, as recorded.
json::value number(double value) {
    if (value == std::floor(value)) return static_cast<std::int64_t>(value);
    return value;
}

json::object usage_of(video_request const& request) {
    auto const level = level_of(request.level);
    if (request.family->older_usage) {
        json::object usage{{"video_duration", number(request.seconds)}, {"video_count", 1}};
        if (request.model.starts_with("wan2.2"))
            usage["SR"] = level;
        else
            usage["video_ratio"] = "standard";
        return usage;
    }
    json::object usage{{"duration", number(request.input_seconds + request.seconds)},
                       {"input_video_duration", number(request.input_seconds)},
                       {"output_video_duration", number(request.seconds)},
                       {"video_count", 1},
                       {"SR", level}};
    if (!request.ratio.empty()) usage["ratio"] = request.ratio;
    if (request.family->sized)
        usage["size"] = std::to_string(request.size.width) + "*" + std::to_string(request.size.height);
    return usage;
}

film film_of(video_request const& request) {
    film result;
    result.ground.width = request.size.width;
    result.ground.height = request.size.height;
    result.ground.model = request.model;
    result.ground.prompt = request.prompt;
    result.ground.seed = request.seed;
    result.ground.facts = request.facts;
    result.seconds = request.seconds;
    return result;
}

plan submit(video_route route, std::string api, exchange const& context) {
    auto const request = read_video_request(route, context);
    if (!request) return refuse(request.error(), context);
    new_task task;
    task.model = request->model;
    task.api = std::move(api);
    task.output["orig_prompt"] = request->prompt;
    if (request->family->older_usage && request->extends_prompt)
        task.output["actual_prompt"] =
            request->prompt + " [sandbox: here the real service would have rewritten the prompt]";
    task.output["video_url"] = keep_result(to_json(film_of(*request)), "film", "mp4", context);
    task.usage = usage_of(*request);
    return submit_task(std::move(task), request->asked, context);
}

}  // namespace

plan submit_video(exchange const& context) {
    return submit(video_route::video_synthesis, "aigc:video-generation:video-synthesis", context);
}

plan submit_image_to_video(exchange const& context) {
    return submit(video_route::image_to_video, "aigc:image2video:video-synthesis", context);
}

}  // namespace sandbox
