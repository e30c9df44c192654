#include "sandbox/console.hpp"

#include "sandbox/behaviour.hpp"
#include "sandbox/fields.hpp"
#include "sandbox/models.hpp"
#include "sandbox/random.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <optional>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::string_view good_tokens = "Bearer console-";

/// What the gateway says of a call that failed, under HTTP 200.
plan refused(std::string_view code, std::string_view message) {
    return json_plan(
        200, json::serialize(json::object{{"code", "200"},
                                          {"data", {{"success", false}, {"errorCode", code}, {"errorMsg", message}}},
                                          {"httpStatusCode", "200"},
                                          {"successResponse", true}}));
}

/// A payload in its three envelopes.
plan answered(json::object payload, exchange const& context) {
    json::object inner{{"code", "200"}, {"success", true}, {"data", std::move(payload)}};
    json::object second{{"ret", json::array{"SUCCESS::调用成功"}}, {"data", std::move(inner)}};
    return json_plan(200, json::serialize(json::object{{"code", "200"},
                                                       {"data", {{"success", true}, {"DataV2", std::move(second)}}},
                                                       {"httpStatusCode", "200"},
                                                       {"requestId", context.request_id},
                                                       {"successResponse", true}}));
}

/// The call that a form holds, or what is wrong with it.
struct console_call {
    std::string api;
    json::object data;
    std::string wrong;
};

/// What every call of the console carries (`cornerstoneParam`).
bool has_cornerstone(json::object const& data) {
    auto const& stone = object_member(data, "cornerstoneParam");
    return text_member(stone, "protocol") == "V2" && text_member(stone, "console") == "ONE_CONSOLE" &&
           text_member(stone, "productCode") == "p_efm" && !text_member(stone, "consoleSite").empty();
}

console_call read_call(request const& asked) {
    auto const query = read_form(asked.query);
    auto const form = read_form(asked.body);
    auto const action = form_field(query, "action").value_or("");
    if (action != "BroadScopeAspnGateway" && action != "IntlBroadScopeAspnGateway") return {{}, {}, "action"};
    if (form_field(query, "product") != "sfm_bailian") return {{}, {}, "product"};
    if (form_field(form, "region").value_or("").empty()) return {{}, {}, "region"};
    boost::system::error_code failed;
    auto const params = json::parse(form_field(form, "params").value_or(""), failed);
    if (failed || !params.is_object()) return {{}, {}, "params"};
    auto const& call = params.get_object();
    console_call made{std::string(text_member(call, "Api")), object_member(call, "Data"), {}};
    if (made.api.empty() || form_field(query, "api") != made.api)
        made.wrong = "Api";
    else if (text_member(call, "V") != "1.0")
        made.wrong = "V";
    else if (!has_cornerstone(made.data))
        made.wrong = "cornerstoneParam";
    return made;
}

struct application {
    std::string_view id;
    std::string_view name;
    int status;  // 1 and 4: published
    std::string_view variable;
};

constexpr application applications[] = {{"app-sandbox", "Sandbox agent", 1, "city"},
                                        {"app-workflow", "Sandbox workflow", 4, ""},
                                        {"app-unpublished", "Sandbox draft", 0, ""}};

bool lists(json::array const& statuses, int status) {
    return statuses.empty() || std::ranges::any_of(statuses, [&](json::value const& each) {
               return each.is_int64() && each.get_int64() == status;
           });
}

json::object shown(application const& app) {
    json::array variables;
    if (!app.variable.empty()) variables.push_back(json::object{{"name", app.variable}, {"type", "string"}});
    return {{"code", app.id},
            {"name", app.name},
            {"status", app.status},
            {"config", {{"user_prompt_params", std::move(variables)}}}};
}

plan list_applications(json::object const& data, exchange const& context) {
    auto const& wanted = object_member(data, "reqDTO");
    auto const name = read_markers(text_member(wanted, "name"));
    auto const page = static_cast<std::size_t>(std::max(number_member(wanted, "page_no").value_or(1), 1.0));
    auto const size = static_cast<std::size_t>(std::max(number_member(wanted, "page_size").value_or(30), 1.0));
    json::array all;
    for (auto const& app : applications)
        if (lists(array_member(wanted, "statuses"), app.status) && app.name.find(name.rest) != std::string_view::npos)
            all.push_back(shown(app));
    json::array list;
    for (auto i = (page - 1) * size; i < std::min(page * size, all.size()); ++i) list.push_back(all[i]);
    return behave(answered({{"list", std::move(list)}, {"total", all.size()}}, context), name.asked, context);
}

/// A million of everything, of which some is used: by the model's name, the same each time.
plan free_quota(json::object const& data, exchange const& context) {
    constexpr std::int64_t total = 1'000'000;
    constexpr std::int64_t days_left = 30;
    json::array quotas;
    for (auto const& model : strings_member(object_member(data, "queryFreeTierQuotaRequest"), "models")) {
        if (find_model(model).use == model_use::unknown) continue;
        auto const used = static_cast<std::int64_t>(hash(model, 0) % total);
        auto const end = (context.unix_time() + days_left * 86'400) * 1000;
        quotas.push_back(json::object{{"model", model},
                                      {"quotaInitTotal", total},
                                      {"quotaTotal", total - used},
                                      {"quotaValidityPeriod", end},
                                      {"quotaStatus", "VALID"},
                                      {"freeTierOnly", false}});
    }
    return answered({{"freeTierQuotas", std::move(quotas)}}, context);
}

plan list_models(json::object const&, exchange const& context) {
    json::array list;
    for (auto const name : all_models()) list.push_back(json::object{{"model", name}, {"name", name}});
    auto const total = list.size();
    return answered({{"list", std::move(list)}, {"total", total}}, context);
}

plan list_libraries(json::object const&, exchange const& context) {
    return answered({{"list", {{{"libraryId", "lib-sandbox"}, {"name", "Sandbox library"}}}}, {"total", 1}}, context);
}

struct console_row {
    std::string_view api;
    plan (*run)(json::object const& data, exchange const& context);
    bool open = false;
};

constexpr console_row rows[] = {
    {"zeldaEasy.broadscope-bailian.app-control.list", list_applications},
    {"zeldaEasy.broadscope-bailian.freeTrial.queryFreeTierQuota", free_quota},
    {"zeldaEasy.bailian-commerce.freeTrial.queryFreeTierQuota", free_quota},
    {"zeldaEasy.broadscope-bailian.memory-library.getLibraries", list_libraries},
    {"zeldaHttp.dashscopeModel./zelda/api/v1/modelCenter/listFoundationModels", list_models, true},
};

}  // namespace

plan console_api(exchange const& context) {
    auto const call = read_call(context.asked);
    if (!call.wrong.empty()) return refused("BadRequest", "Bad Request: " + call.wrong);
    auto const row = std::ranges::find(rows, call.api, &console_row::api);
    bool const open = row != std::end(rows) && row->open;
    auto const token = context.asked.field("authorization").value_or("");
    if (!open && !token.starts_with(good_tokens)) return refused("BroadScope.NotLogined", "BroadScope.NotLogined");
    if (row == std::end(rows)) return refused("ApiNotFound", "There is no such API: " + call.api);
    return row->run(call.data, context);
}

}  // namespace sandbox
