#include "tools/image_generate.hpp"

#include "dashscope/settings.hpp"
#include "tools/image_making.hpp"
#include "tools/typed_tool.hpp"

#include <boost/describe/class.hpp>

namespace json = boost::json;

namespace tools {

namespace {

struct image_arguments {
    std::string prompt;
    std::string model;
    std::vector<std::string> images;
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
BOOST_DESCRIBE_STRUCT(image_arguments, (),
                      (prompt, model, images, n, size, ratio, seed, negative_prompt, prompt_extend, watermark,
                       wait_seconds, output, file_name, confirm, dry_run, parameters))

dashscope::image_request make_request(image_arguments const& from, dashscope::settings const& settings) {
    dashscope::image_request to;
    to.prompt = from.prompt;
    to.images = from.images;
    take_common(to, from);
    to.model = from.model;
    if (!to.model.empty()) return to;
    std::vector<std::string> candidates{std::string(settings.model_for(dashscope::capability::image))};
    if (!to.images.empty()) candidates.emplace_back(settings.model_for(dashscope::capability::image_edit));
    // More pictures than the default takes, 4K, other ratios.
    candidates.insert(candidates.end(), {"wan2.7-image", "wan2.7-image-pro"});
    to.model = fitting_model(to, candidates);
    return to;
}

platform::task<mcp::tool_result> run(services with, image_arguments given, mcp::request_context& context) {
    return make_images(with, make_request(given, with.settings), "Image generation",
                       delivery_of("image_generate", given), context);
}

}  // namespace

std::unique_ptr<mcp::tool> make_image_generate(services const& with) { return make_tool(with, run); }

}  // namespace tools
