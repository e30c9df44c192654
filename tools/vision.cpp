#include "tools/vision.hpp"

#include "dashscope/settings.hpp"
#include "tools/chat_call.hpp"
#include "tools/chat_result.hpp"
#include "tools/multimodal.hpp"
#include "tools/typed_tool.hpp"

#include <boost/describe/class.hpp>

namespace json = boost::json;

namespace tools {

namespace {

struct vision_arguments {
    std::string prompt;
    std::vector<std::string> images;
    std::vector<std::string> videos;
    std::vector<std::string> frames;
    std::optional<double> fps;
    bool ocr = false;
    std::string system;
    std::string model;
    std::optional<std::int64_t> min_pixels;
    std::optional<std::int64_t> max_pixels;
    std::optional<bool> high_resolution;
    std::optional<std::int64_t> max_tokens;
    std::optional<double> temperature;
    std::optional<std::int64_t> seed;
    std::optional<bool> enable_thinking;
    std::optional<std::int64_t> thinking_budget;
    std::string response_format;
    json::object json_schema;
    bool dry_run = false;
    json::object parameters;
};
BOOST_DESCRIBE_STRUCT(vision_arguments, (),
                      (prompt, images, videos, frames, fps, ocr, system, model, min_pixels, max_pixels, high_resolution,
                       max_tokens, temperature, seed, enable_thinking, thinking_budget, response_format, json_schema,
                       dry_run, parameters))

// What the OCR models are told when a caller tells them nothing: their own documentation's words.
constexpr std::string_view reading_prompt =
    "Please output only the text content from the image without any additional descriptions or formatting.";

std::string prompt_of(vision_arguments const& from) {
    if (!from.prompt.empty()) return from.prompt;
    if (from.ocr) return std::string(reading_prompt);
    return from.videos.empty() && from.frames.empty() ? "Describe the image." : "Describe the video.";
}

dashscope::multimodal_input input_of(vision_arguments const& from) {
    dashscope::multimodal_input to;
    to.images = from.images;
    to.videos = from.videos;
    to.frames = from.frames;
    to.fps = from.fps;
    to.min_pixels = from.min_pixels;
    to.max_pixels = from.max_pixels;
    to.text = prompt_of(from);
    if (!to.has_media())
        throw mcp::tool_error(
            "Invalid arguments for vision:\n- give `images`, `videos` or `frames`: local paths, URLs, "
            "data: URIs or oss:// references. To ask without pictures use chat.");
    return to;
}

dashscope::chat_request make_request(vision_arguments const& from, dashscope::settings const& settings) {
    auto const what = from.ocr ? dashscope::capability::ocr : dashscope::capability::vision;
    dashscope::chat_request to;
    to.model = from.model.empty() ? std::string(settings.model_for(what)) : from.model;
    to.system = from.system;
    to.max_tokens = from.max_tokens;
    to.temperature = from.temperature;
    to.seed = from.seed;
    to.enable_thinking = from.enable_thinking;
    to.thinking_budget = from.thinking_budget;
    // A budget without the switch would be ignored silently.
    if (from.thinking_budget && !from.enable_thinking) to.enable_thinking = true;
    to.response_format = response_format(from.response_format, from.json_schema);
    if (from.high_resolution) to.parameters["vl_high_resolution_images"] = *from.high_resolution;
    merge_parameters(to.parameters, from.parameters);
    return to;
}

platform::task<mcp::tool_result> run(services with, vision_arguments given, mcp::request_context& context) {
    auto request = make_request(given, with.settings);
    auto input = input_of(given);
    co_await resolve_inputs(with, input, request.model, given.dry_run);
    request.messages.push_back(dashscope::user_message(input));
    if (given.dry_run) co_return dry_run_result(with, plan_chat(with, request));
    auto const answer = co_await ask_model(with, std::move(request), context);
    co_return chat_tool_result(answer.result, answer.broke_off);
}

}  // namespace

std::unique_ptr<mcp::tool> make_vision(services const& with) {
    return make_tool(with, run);
}

}  // namespace tools
