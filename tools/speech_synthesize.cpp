#include "tools/speech_synthesize.hpp"

#include "dashscope/settings.hpp"
#include "tools/speech_making.hpp"
#include "tools/typed_tool.hpp"

#include <boost/describe/class.hpp>

namespace json = boost::json;

namespace tools {

namespace {

struct speech_arguments {
    std::string text;
    std::string voice;
    std::string model;
    std::string language;
    std::string instructions;
    std::optional<bool> optimize_instructions;
    std::string format;
    std::optional<std::int64_t> sample_rate;
    std::optional<std::int64_t> bit_rate;
    std::optional<std::int64_t> volume;
    std::optional<double> rate;
    std::optional<double> pitch;
    std::optional<std::int64_t> seed;
    std::optional<bool> ssml;
    std::optional<std::int64_t> wait_seconds;  // not in the schema: these endpoints answer complete
    std::string output;
    std::string file_name;
    bool confirm = false;
    bool dry_run = false;
    json::object parameters;
};
BOOST_DESCRIBE_STRUCT(speech_arguments, (),
                      (text, voice, model, language, instructions, optimize_instructions, format, sample_rate, bit_rate,
                       volume, rate, pitch, seed, ssml, output, file_name, confirm, dry_run, parameters))

dashscope::speech_request make_request(speech_arguments const& from, dashscope::settings const& settings) {
    dashscope::speech_request to;
    to.text = from.text;
    to.voice = from.voice;
    to.language = from.language;
    to.instructions = from.instructions;
    to.optimize_instructions = from.optimize_instructions;
    to.format = from.format;
    to.sample_rate = from.sample_rate;
    to.bit_rate = from.bit_rate;
    to.volume = from.volume;
    to.rate = from.rate;
    to.pitch = from.pitch;
    to.seed = from.seed;
    to.ssml = from.ssml;
    to.model = from.model;
    if (!to.model.empty()) return to;
    std::vector<std::string> candidates{std::string(settings.model_for(dashscope::capability::speech)),
                                        "qwen3-tts-instruct-flash"};
    // Rates, volumes, MP3: served from Beijing only.
    if (settings.where == dashscope::region::beijing) candidates.emplace_back("cosyvoice-v3-flash");
    to.model = fitting_model(to, candidates);
    return to;
}

platform::task<mcp::tool_result> run(services with, speech_arguments given, mcp::request_context& context) {
    return make_speech(with, make_request(given, with.settings), delivery_of("speech_synthesize", given), context);
}

}  // namespace

std::unique_ptr<mcp::tool> make_speech_synthesize(services const& with) { return make_tool(with, run); }

}  // namespace tools
