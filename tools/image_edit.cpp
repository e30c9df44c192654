#include "tools/image_edit.hpp"

#include "dashscope/settings.hpp"
#include "tools/image_making.hpp"
#include "tools/typed_tool.hpp"

#include <boost/describe/class.hpp>

namespace json = boost::json;

namespace tools {

namespace {

struct edit_arguments {
    std::vector<std::string> images;
    std::string prompt;
    std::string model;
    std::string function;
    std::string mask;
    std::optional<std::int64_t> n;
    std::string size;
    std::string ratio;
    std::optional<std::int64_t> seed;
    std::string negative_prompt;
    std::optional<bool> prompt_extend;
    std::optional<bool> watermark;
    std::optional<std::int64_t> wait_seconds;
    std::string output;
    std::string file_name;
    bool confirm = false;
    bool dry_run = false;
    json::object parameters;
};
BOOST_DESCRIBE_STRUCT(edit_arguments, (),
                      (images, prompt, model, function, mask, n, size, ratio, seed, negative_prompt, prompt_extend,
                       watermark, wait_seconds, output, file_name, confirm, dry_run, parameters))

constexpr std::string_view function_model = "wanx2.1-imageedit";

std::string model_for(dashscope::image_request const& request, dashscope::settings const& settings) {
    if (!request.function.empty()) return std::string(function_model);
    return fitting_model(request, {std::string(settings.model_for(dashscope::capability::image_edit)), "wan2.7-image"});
}

dashscope::image_request make_request(edit_arguments const& from, dashscope::settings const& settings) {
    if (from.images.empty())
        throw mcp::tool_error(
            "Invalid arguments for image_edit:\n- give at least one of `images`; to make a picture "
            "from text alone use image_generate");
    dashscope::image_request to;
    to.images = from.images;
    to.prompt = from.prompt;
    to.function = from.function;
    to.mask = from.mask;
    // Nothing else takes a mask.
    if (!to.mask.empty() && to.function.empty() && (from.model.empty() || from.model == function_model))
        to.function = "description_edit_with_mask";
    take_common(to, from);
    to.model = from.model.empty() ? model_for(to, settings) : from.model;
    return to;
}

platform::task<mcp::tool_result> run(services with, edit_arguments given, mcp::request_context& context) {
    return make_images(with, make_request(given, with.settings), "Image editing",
                       delivery_of("image_edit", given), context);
}

}  // namespace

std::unique_ptr<mcp::tool> make_image_edit(services const& with) { return make_tool(with, run); }

}  // namespace tools
