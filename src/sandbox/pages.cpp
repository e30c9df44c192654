#include "sandbox/pages.hpp"

#include "sandbox/markers.hpp"
#include "sandbox/models.hpp"
#include "sandbox/native.hpp"
#include "sandbox/quirks.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::int64_t models_made = 1'767'225'600;  // 2026-01-01

json::object model_object(std::string_view name) {
    return {{"id", name}, {"object", "model"}, {"created", models_made}, {"owned_by", "system"}};
}

}  // namespace

plan index_page(exchange const& context) {
    json::object body{
        {"name", "dashscope-mcp sandbox"},
        {"description",
         "An emulator of Alibaba Cloud DashScope (Model Studio). No model answers here and nothing is billed."},
        {"openai_compatible_base", "/compatible-mode/v1"},
        {"key", "any key that begins with sk-, but sk-invalid"},
        {"errors", "/errors"},
        {"documentation", "docs/sandbox.md"},
        {"seed", context.settings.seed}};
    return json_plan(200, json::serialize(body));
}

plan errors_page(exchange const&) {
    json::array errors;
    for (auto const& error : known_errors())
        errors.push_back(json::object{{"status", error.status},
                                      {"code", error.code},
                                      {"compatible_code", error.compatible_code},
                                      {"type", error.type},
                                      {"message", error.message},
                                      {"model", "sandbox-error-" + std::string(error.code)},
                                      {"marker", "[[error:" + std::string(error.code) + "]]"}});
    json::array faults;
    for (auto name : fault_names()) faults.emplace_back(name);
    json::array markers;
    for (auto name : marker_names()) markers.emplace_back(name);
    json::array quirks;
    for (auto name : quirk_names()) quirks.emplace_back(name);
    json::object body{{"errors", std::move(errors)},
                      {"faults", std::move(faults)},
                      {"markers", std::move(markers)},
                      {"quirks", std::move(quirks)}};
    return json_plan(200, json::serialize(body));
}

plan models_page(exchange const&) {
    json::array models;
    for (auto name : listed_models()) models.push_back(model_object(name));
    return json_plan(200, json::serialize(json::object{{"object", "list"}, {"data", std::move(models)}}));
}

plan native_models_page(exchange const& context) {
    auto const query = read_form(context.asked.query);
    auto const page = form_number(query, "page_no", 1, 1, 100'000);
    auto const size = form_number(query, "page_size", 10, 1, 100);
    if (!page || !size) return refuse(invalid_parameter("page_no must be at least 1, page_size 1 to 100."), context);
    auto const all = all_models();
    auto const first = std::min(static_cast<std::size_t>((*page - 1) * *size), all.size());
    auto const last = std::min(first + static_cast<std::size_t>(*size), all.size());
    json::array models;
    for (auto name : all.subspan(first, last - first))
        models.push_back(json::object{{"model", name}, {"name", name}, {"gmt_create", "2026-01-01 08:00:00"}});
    return native_answer(
        {{"output", {{"total", all.size()}, {"page_no", *page}, {"page_size", *size}, {"models", std::move(models)}}}},
        context);
}

plan model_page(exchange const& context) {
    auto name = context.segments.front();
    if (find_model(name).use != model_use::unknown) return json_plan(200, json::serialize(model_object(name)));
    auto error = to_failure(*find_error("ModelNotFound"));
    error.message = "The model `" + std::string(name) + "` does not exist or you do not have access to it.";
    return error_plan(error, context.shape, context.request_id);
}

}  // namespace sandbox
