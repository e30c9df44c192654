#include "tools/translate.hpp"

#include "dashscope/settings.hpp"
#include "dashscope/translation.hpp"
#include "tools/chat_call.hpp"
#include "tools/chat_result.hpp"
#include "tools/heartbeat.hpp"
#include "tools/typed_tool.hpp"

#include <boost/describe/class.hpp>

namespace json = boost::json;

namespace tools {

namespace {

struct translate_arguments {
    std::string text;
    std::string target_language;
    std::string source_language;
    json::array terms;
    json::array memories;
    std::string domain;
    std::string model;
    bool dry_run = false;
    json::object parameters;
};
BOOST_DESCRIBE_STRUCT(translate_arguments, (),
                      (text, target_language, source_language, terms, memories, domain, model, dry_run, parameters))

// The schema says that they are objects with two strings.
std::vector<dashscope::translation_pair> pairs(json::array const& from) {
    std::vector<dashscope::translation_pair> list;
    for (auto const& each : from)
        list.push_back({std::string(each.at("source").as_string()), std::string(each.at("target").as_string())});
    return list;
}

dashscope::chat_request make_request(translate_arguments const& from, dashscope::settings const& settings) {
    dashscope::translation_request to;
    to.model = from.model.empty() ? std::string(settings.model_for(dashscope::capability::translation)) : from.model;
    to.text = from.text;
    to.source_language = from.source_language;
    to.target_language = from.target_language;
    to.terms = pairs(from.terms);
    to.memories = pairs(from.memories);
    to.domain = from.domain;
    to.parameters = from.parameters;
    return dashscope::make_chat(to);
}

platform::task<mcp::tool_result> run(services with, translate_arguments given, mcp::request_context& context) {
    auto request = make_request(given, with.settings);
    if (given.dry_run) co_return dry_run_result(with, plan_chat(with, request));
    std::optional<heartbeat> signs;
    // A stream is its own sign of life.
    if (!dashscope::streams_pieces(request.model)) signs.emplace(context, "Translating with " + request.model);
    auto const answer = co_await ask_model(with, std::move(request), context);
    co_return chat_tool_result(answer.result, answer.broke_off);
}

}  // namespace

std::unique_ptr<mcp::tool> make_translate(services const& with) {
    return make_tool(with, run);
}

}  // namespace tools
