#include "dashscope/console.hpp"

#include "dashscope/client.hpp"
#include "dashscope/fields.hpp"
#include "dashscope/secret.hpp"
#include "dashscope/settings.hpp"

#include <boost/json/serialize.hpp>

namespace dashscope {

namespace {

constexpr std::string_view product = "sfm_bailian";
constexpr std::string_view where_to_put =
    "Log in with the official command line (bl auth login --console), which writes access_token into "
    "~/.bailian/config.json, or set DASHSCOPE_ACCESS_TOKEN in the environment of this server. An API key is not taken "
    "here.";

struct gateway_row {
    std::string_view region;
    std::string_view domestic;
    std::string_view international;
    std::string_view action;
};

// Beijing's first: it serves what the others don't know.
constexpr gateway_row gateways[] = {
    {"cn-beijing", "bailian-cs.console.aliyun.com", "bailian-cs.console.alibabacloud.com", "BroadScopeAspnGateway"},
    {"ap-southeast-1", "modelstudio-cs.console.aliyun.com", "bailian-singapore-cs.alibabacloud.com",
     "IntlBroadScopeAspnGateway"},
};

gateway_row const& row_of(std::string_view region) {
    for (auto const& row : gateways)
        if (row.region == region) return row;
    return gateways[0];
}

json::object cornerstone(console_credential const& who, json::object const& data) {
    json::object made{
        {"protocol", "V2"}, {"console", "ONE_CONSOLE"}, {"productCode", "p_efm"}, {"consoleSite", "BAILIAN_ALIYUN"}};
    if (who.switch_agent) made["switchAgent"] = *who.switch_agent;
    if (auto const* given = object_at(data, "cornerstoneParam"))
        for (auto const& [name, value] : *given) made[name] = value;
    return made;
}

std::string form_of(console_credential const& who, console_request const& asked) {
    auto data = asked.data;
    data["cornerstoneParam"] = cornerstone(who, asked.data);
    json::object const params{{"Api", asked.api}, {"V", "1.0"}, {"Data", std::move(data)}};
    return "params=" + net::percent_encode(json::serialize(params)) + "&region=" + net::percent_encode(who.region);
}

std::string text_of(json::value const& value) {
    auto const* text = value.if_string();
    return text ? std::string(*text) : json::serialize(value);
}

// A number, or an object that holds one: {"source":"…","parsedValue":1000000}.
std::optional<double> number_at(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    if (value && value->is_object()) value = value->get_object().if_contains("parsedValue");
    if (!value || !value->is_number()) return std::nullopt;
    return value->to_number<double>();
}

}  // namespace

std::string console_host(std::string_view region, std::string_view site) {
    auto const& row = row_of(region);
    return std::string(site == "international" ? row.international : row.domestic);
}

console_credential console_credential_of(settings const& from) {
    console_credential who;
    who.token = from.access_token;
    who.region = from.console_region;
    who.site = from.console_site;
    who.switch_agent = from.console_switch_agent;
    who.where = from.console ? *from.console : net::origin{true, console_host(who.region, who.site), 443};
    return who;
}

net::client_request make_console_request(console_credential const& who, console_request const& asked,
                                         call_options const& options) {
    net::client_request request;
    request.method = "POST";
    request.to.where = who.where;
    request.to.target = "/cli/api.json?action=" + std::string(row_of(who.region).action) +
                        "&product=" + std::string(product) + "&api=" + net::percent_encode(asked.api);
    request.fields.set("Accept", "*/*");
    request.fields.set("Content-Type", "application/x-www-form-urlencoded");
    if (!who.token.empty()) request.fields.set("Authorization", "Bearer " + who.token);
    request.body = form_of(who, asked);
    request.on_sending = options.on_sending;
    return request;
}

void check_console_token(console_credential const& who, std::string_view what) {
    auto const refuse = [&](std::string_view why) {
        throw failure(error_kind::invalid_key, std::string(what) + std::string(why) + std::string(where_to_put));
    };
    if (who.token.empty()) refuse(" needs an access token of the console. ");
    if (is_placeholder(who.token)) refuse(" failed. The access token is a placeholder that nobody replaced. ");
    if (!is_valid_api_key(who.token)) refuse(" failed. The access token holds characters that none has. ");
}

std::optional<failure> console_refusal(json::value const& answer, std::string_view what) {
    auto const* whole = answer.if_object();
    auto const* data = whole ? object_at(*whole, "data") : nullptr;
    auto const* success = data ? data->if_contains("success") : nullptr;
    auto const* code = data ? data->if_contains("errorCode") : nullptr;
    if (!success || !success->is_bool() || success->get_bool() || !code || code->is_null()) return std::nullopt;
    auto const shown = one_line(text_of(*code), 200);
    if (shown.find("NotLogined") != std::string::npos)
        return failure(error_kind::invalid_key, std::string(what) +
                                                    " failed. The console's login is not there or has expired (" +
                                                    shown + "). " + std::string(where_to_put));
    auto const message = one_line(string_at(*data, "errorMsg"), 500);
    return failure(error_kind::unknown, std::string(what) + " failed. The console answered " + shown +
                                            (message.empty() || message == shown ? "" : ": " + message) +
                                            ". Check the API's name and its data.");
}

platform::task<json::value> call_console(client& api, console_credential who, operation what, console_request asked,
                                         call_options options) {
    call_context context;
    context.words = {what.what, what.model, who.where};
    context.secret = who.token;
    context.repeats = what.repeats;
    auto make = [&] { return make_console_request(who, asked, options); };
    auto answer = co_await api.send(make, std::move(context), options);
    if (auto refused = console_refusal(answer, what.what)) throw *refused;
    co_return answer;
}

json::object console_payload(json::value const& answer) {
    auto const* inner = answer.if_object();
    if (!inner) return {};
    if (auto const* data = object_at(*inner, "data")) inner = data;
    if (auto const* second = object_at(*inner, "DataV2")) inner = second;
    // The last envelopes are one or two, by API.
    for (int i = 0; i < 2; ++i)
        if (auto const* data = object_at(*inner, "data")) inner = data;
    return *inner;
}

console_request list_applications(std::string_view name, std::int64_t page, std::int64_t page_size) {
    // The command line's own filter: published applications.
    json::object wanted{{"name", name}, {"notInTypes", json::array{10}}, {"type", 5}};
    wanted["statuses"] = json::array{1, 4};
    wanted["page_no"] = page;
    wanted["page_size"] = page_size;
    return {"zeldaEasy.broadscope-bailian.app-control.list", {{"reqDTO", std::move(wanted)}}};
}

application_page read_applications(json::value const& answer) {
    application_page page;
    auto const payload = console_payload(answer);
    page.total = static_cast<std::int64_t>(number_at(payload, "total").value_or(0));
    auto const* list = array_at(payload, "list");
    if (!list) return page;
    for (auto const& each : *list) {
        auto const* entry = each.if_object();
        if (!entry) continue;
        console_application one{std::string(string_at(*entry, "code")), std::string(string_at(*entry, "name")), {}};
        auto const* config = object_at(*entry, "config");
        auto const* variables = config ? array_at(*config, "user_prompt_params") : nullptr;
        for (std::size_t i = 0; variables && i < variables->size(); ++i) {
            auto const* variable = (*variables)[i].if_object();
            one.prompt_variables.push_back(variable ? std::string(first_string(*variable, {"name", "key", "field"}))
                                                    : text_of((*variables)[i]));
        }
        if (!one.id.empty()) page.list.push_back(std::move(one));
    }
    return page;
}

console_request query_free_quota(std::vector<std::string> const& models) {
    json::object wanted{{"models", json::array(models.begin(), models.end())}};
    return {"zeldaEasy.broadscope-bailian.freeTrial.queryFreeTierQuota",
            {{"queryFreeTierQuotaRequest", std::move(wanted)}}};
}

std::vector<free_quota> read_free_quotas(json::value const& answer) {
    std::vector<free_quota> made;
    auto const payload = console_payload(answer);
    auto const* list = array_at(payload, "freeTierQuotas");
    if (!list) return made;
    for (auto const& each : *list) {
        auto const* entry = each.if_object();
        if (!entry) continue;
        free_quota one;
        one.model = string_at(*entry, "model");
        one.status = string_at(*entry, "quotaStatus");
        one.left = number_at(*entry, "quotaTotal");
        one.total = number_at(*entry, "quotaInitTotal");
        if (auto const end = number_at(*entry, "quotaValidityPeriod"); end && *end > 0 && *end < 1e14)
            one.until =
                std::chrono::system_clock::time_point(std::chrono::milliseconds(static_cast<std::int64_t>(*end)));
        made.push_back(std::move(one));
    }
    return made;
}

}  // namespace dashscope
