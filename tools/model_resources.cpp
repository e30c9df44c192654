#include "tools/model_resources.hpp"

#include "dashscope/model_list.hpp"
#include "dashscope/model_table.hpp"
#include "dashscope/settings.hpp"
#include "mcp/params_error.hpp"
#include "mcp/request_context.hpp"
#include "tools/model_words.hpp"
#include "tools/suggestions.hpp"

#include <algorithm>

namespace json = boost::json;

namespace tools {

namespace {

constexpr std::string_view whole_uri = "dashscope://models";
constexpr std::string_view type = "text/markdown";

std::string whole_catalogue(dashscope::settings const& settings) {
    auto text = "# Models of DashScope\n\nThe list of " + std::string(dashscope::model_table_date()) +
                " with prices of the Beijing region in CNY; newer models work too. The tool `models` asks DashScope "
                "itself.\n\n## Used when a call names no model\n\n";
    for (auto const what : dashscope::all_capabilities())
        text +=
            "- " + std::string(dashscope::capability_name(what)) + ": " + std::string(settings.model_for(what)) + "\n";
    text += "\n## All\n\n";
    for (auto const& each : dashscope::table_models()) text += model_line(each, settings);
    return text;
}

std::string page_of(dashscope::listed_model const& model, dashscope::settings const& settings) {
    auto text = "# " + model.model + "\n\n";
    if (!model.name.empty() && model.name != model.model) text += model.name + "\n\n";
    if (!model.provider.empty()) text += "By " + model.provider + ".\n\n";
    return text + model_line(model, settings) + "\nAs of " + std::string(dashscope::model_table_date()) +
           ", prices of the Beijing region.\n";
}

}  // namespace

bool model_resources::covers(std::string_view uri) const {
    return uri == whole_uri || shape_.match(uri);
}

platform::task<mcp::resource_page> model_resources::list(std::string from, mcp::request_context&) const {
    if (!from.empty()) throw mcp::params_error("Invalid params: unknown cursor. Begin anew without one");
    mcp::resource_page page;
    page.resources.push_back({{"uri", whole_uri},
                              {"name", "models"},
                              {"title", "Catalogue of models"},
                              {"description",
                               "All models with what they take and give, limits, prices, and which one "
                               "serves when a call names none."},
                              {"mimeType", type}});
    co_return page;
}

platform::task<std::optional<mcp::resource_reading>> model_resources::read(std::string uri,
                                                                           mcp::request_context&) const {
    mcp::resource_reading reading{{}, mcp::kept_for_an_hour};
    if (uri == whole_uri) {
        reading.contents.push_back(mcp::text_contents(uri, type, whole_catalogue(with_.settings)));
        co_return reading;
    }
    auto const name = shape_.match(uri)->front();
    auto const known = dashscope::table_models();
    auto const found = std::ranges::find(known, name, &dashscope::listed_model::model);
    if (found == known.end()) co_return std::nullopt;
    reading.contents.push_back(mcp::text_contents(uri, type, page_of(*found, with_.settings)));
    co_return reading;
}

json::array model_resources::templates() const {
    return {json::object{{"uriTemplate", shape_.text()},
                         {"name", "model"},
                         {"title", "Model"},
                         {"description", "What is known of one model: modalities, limits, prices."},
                         {"mimeType", type}}};
}

platform::task<std::vector<std::string>> model_resources::complete(std::string, mcp::completion_query,
                                                                   mcp::request_context& context) const {
    co_return suggestions(with_, "model", context.principal());
}

}  // namespace tools
