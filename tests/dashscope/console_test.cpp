#include "dashscope/console.hpp"

#include "dashscope/settings.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace dashscope;

namespace {

console_credential who(std::string token = "tok-1234567890") {
    return {std::move(token), {true, "bailian-cs.console.aliyun.com", 443}, "cn-beijing", "domestic", {}};
}

json::object params_of(net::client_request const& request) {
    std::string_view body = request.body;
    REQUIRE(body.starts_with("params="));
    auto const end = body.find("&region=");
    return json::parse(net::percent_decode(body.substr(7, end - 7)).value()).as_object();
}

}  // namespace

TEST_CASE("a call of the console, as its command line sends it") {
    auto const request = make_console_request(who(), {"a.b./c d", {{"x", {{"y", "声"}}}}}, {});
    CHECK(request.method == "POST");
    CHECK(request.to.where.text() == "https://bailian-cs.console.aliyun.com");
    CHECK(request.to.target == "/cli/api.json?action=BroadScopeAspnGateway&product=sfm_bailian&api=a.b.%2Fc%20d");
    CHECK(request.fields.value_or("Authorization", "") == "Bearer tok-1234567890");
    CHECK(request.fields.value_or("Content-Type", "") == "application/x-www-form-urlencoded");
    CHECK(request.body.ends_with("&region=cn-beijing"));
    CHECK(json::serialize(params_of(request)) ==
          R"({"Api":"a.b./c d","V":"1.0","Data":{"x":{"y":"声"},"cornerstoneParam":{"protocol":"V2",)"
          R"("console":"ONE_CONSOLE","productCode":"p_efm","consoleSite":"BAILIAN_ALIYUN"}}})");
}

TEST_CASE("without a token none is sent; an agent and own parameters are added") {
    auto without = who("");
    without.switch_agent = 42;
    auto const request = make_console_request(without, {"a", {{"cornerstoneParam", {{"xsp_lang", "en-US"}}}}}, {});
    CHECK_FALSE(request.fields.find("Authorization"));
    auto const stone = params_of(request).at("Data").at("cornerstoneParam").as_object();
    CHECK(stone.at("switchAgent") == 42);
    CHECK(stone.at("xsp_lang") == "en-US");
    CHECK(stone.at("protocol") == "V2");
}

TEST_CASE("each region and site has its gateway") {
    struct {
        char const* region;
        char const* site;
        char const* host;
        char const* action;
    } const cases[] = {
        {"cn-beijing", "domestic", "bailian-cs.console.aliyun.com", "action=BroadScopeAspnGateway&"},
        {"cn-beijing", "international", "bailian-cs.console.alibabacloud.com", "action=BroadScopeAspnGateway&"},
        {"ap-southeast-1", "domestic", "modelstudio-cs.console.aliyun.com", "action=IntlBroadScopeAspnGateway&"},
        {"ap-southeast-1", "international", "bailian-singapore-cs.alibabacloud.com",
         "action=IntlBroadScopeAspnGateway&"},
        {"us-east-1", "domestic", "bailian-cs.console.aliyun.com", "action=BroadScopeAspnGateway&"},
    };
    for (auto const& each : cases) {
        CHECK(console_host(each.region, each.site) == each.host);
        auto asked = who();
        asked.region = each.region;
        CHECK(make_console_request(asked, {"a", {}}, {}).to.target.find(each.action) != std::string::npos);
    }
}

TEST_CASE("the console's settings, by the official command line's names") {
    settings_input input;
    input.file_text =
        R"({"access_token":"tok-from-file","console_site":"international","console_region":"ap-southeast-1",
                          "console_switch_agent":7})";
    auto from = console_credential_of(resolve_settings(input));
    CHECK(from.token == "tok-from-file");
    CHECK(from.where.host == "bailian-singapore-cs.alibabacloud.com");
    CHECK(from.switch_agent == 7);
    input.environment["DASHSCOPE_ACCESS_TOKEN"] = "tok-from-environment";
    input.environment["DASHSCOPE_MCP_CONSOLE_ENDPOINT"] = "https://127.0.0.1:9";
    from = console_credential_of(resolve_settings(input));
    CHECK(from.token == "tok-from-environment");
    CHECK(from.where.text() == "https://127.0.0.1:9");
    CHECK(console_credential_of(resolve_settings({})).where.host == "bailian-cs.console.aliyun.com");
    settings_input singapore;
    singapore.flags["region"] = "intl";
    CHECK(console_credential_of(resolve_settings(singapore)).region == "ap-southeast-1");
    for (auto const* wrong : {R"({"console_site":"moon"})", R"({"console_switch_agent":"many"})"}) {
        settings_input bad;
        bad.file_text = wrong;
        // Only one tool needs them: no reason not to start.
        auto const noted = resolve_settings(bad);
        CHECK(noted.notes.size() == 1);
        CHECK(console_credential_of(noted).where.host == "bailian-cs.console.aliyun.com");
    }
}

TEST_CASE("tokens that are none are told before anything is sent") {
    for (auto const* token : {"", "${TOKEN}", "with blank"}) {
        try {
            check_console_token(who(token), "Listing applications");
            FAIL("no failure");
        } catch (failure const& told) {
            CHECK(told.text().find("bl auth login --console") != std::string::npos);
            CHECK(told.kind() == error_kind::invalid_key);
        }
    }
    CHECK_NOTHROW(check_console_token(who(), "x"));
}

TEST_CASE("refusals under HTTP 200") {
    struct {
        char const* answer;
        char const* part;  // null: good
    } const cases[] = {
        {R"({"data":{"success":false,"errorCode":"BroadScope.NotLogined","errorMsg":"x"}})",
         "login is not there or has expired"},
        {R"({"data":{"success":false,"errorCode":"Api.Wrong","errorMsg":"Why"}})", "answered Api.Wrong: Why"},
        {R"({"data":{"success":false,"errorCode":"Same","errorMsg":"Same"}})", "answered Same. Check"},
        {R"({"data":{"success":false,"errorCode":{"code":7}}})", R"(answered {"code":7})"},
        {R"({"data":{"success":false}})", nullptr},
        {R"({"data":{"success":true,"errorCode":"0"}})", nullptr},
        {R"({"data":[]})", nullptr},
        {"null", nullptr},
    };
    for (auto const& each : cases) {
        CAPTURE(each.answer);
        auto const refused = console_refusal(json::parse(each.answer), "Listing applications");
        CHECK(refused.has_value() == (each.part != nullptr));
        if (refused) CHECK(refused->text().find(each.part) != std::string::npos);
    }
}

TEST_CASE("applications") {
    auto const asked = list_applications("customer", 2, 10);
    CHECK(asked.api == "zeldaEasy.broadscope-bailian.app-control.list");
    CHECK(json::serialize(asked.data) ==
          R"({"reqDTO":{"name":"customer","notInTypes":[10],"type":5,"statuses":[1,4],"page_no":2,"page_size":10}})");
    auto const page = read_applications(json::parse(R"({"data":{"DataV2":{"data":{"data":{"total":12,"list":[
        {"code":"a1","name":"One","config":{"user_prompt_params":[{"name":"city"},"plain"]}},
        {"name":"without an id"},{"code":"a2","name":"Two"}]}}}}})"));
    CHECK(page.total == 12);
    REQUIRE(page.list.size() == 2);
    CHECK(page.list[0].prompt_variables == std::vector<std::string>{"city", "plain"});
    CHECK(page.list[1].id == "a2");
    for (auto const* none : {"null", "{}", R"({"data":{"DataV2":{"data":[]}}})"})
        CHECK(read_applications(json::parse(none)).list.empty());
}

TEST_CASE("free quotas, in either form of their numbers") {
    auto const asked = query_free_quota({"qwen-plus", "wan2.7-t2v"});
    CHECK(json::serialize(asked.data) == R"({"queryFreeTierQuotaRequest":{"models":["qwen-plus","wan2.7-t2v"]}})");
    auto const list = read_free_quotas(json::parse(R"({"data":{"DataV2":{"data":{"data":{"freeTierQuotas":[
        {"model":"qwen-plus","quotaTotal":800000,"quotaInitTotal":1000000,"quotaValidityPeriod":1800000000000,
         "quotaStatus":"VALID"},
        {"model":"x","quotaTotal":{"source":"5","parsedValue":5},"quotaStatus":"UNKNOWN"}]}}}}})"));
    REQUIRE(list.size() == 2);
    CHECK(list[0].left == 800000);
    CHECK(list[0].total == 1000000);
    CHECK(list[0].until == std::chrono::system_clock::time_point(std::chrono::seconds(1'800'000'000)));
    CHECK(list[1].left == 5);
    CHECK_FALSE(list[1].total);
    CHECK_FALSE(list[1].until);
}
