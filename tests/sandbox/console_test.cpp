#include "conversation.hpp"
#include "support.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;
using namespace sandbox_test;

namespace {

constexpr std::string_view apps = "zeldaEasy.broadscope-bailian.app-control.list";
constexpr std::string_view quota = "zeldaEasy.broadscope-bailian.freeTrial.queryFreeTierQuota";
constexpr std::string_view models = "zeldaHttp.dashscopeModel./zelda/api/v1/modelCenter/listFoundationModels";
constexpr std::string_view stone =
    R"("cornerstoneParam":{"protocol":"V2","console":"ONE_CONSOLE","productCode":"p_efm","consoleSite":"BAILIAN_ALIYUN"})";

std::string target(std::string_view api) {
    return "/cli/api.json?action=BroadScopeAspnGateway&product=sfm_bailian&api=" + std::string(api);
}

std::string form(std::string_view api, std::string_view data) {
    return R"(params={"Api":")" + std::string(api) + R"(","V":"1.0","Data":{)" + std::string(data) +
           (data.empty() ? "" : ",") + std::string(stone) + "}}&region=cn-beijing";
}

/// With a good token.
struct logged_in : conversation {
    logged_in() { with("authorization", "Bearer console-me"); }
    json::value ask(std::string_view api, std::string_view data) { return post_json(target(api), form(api, data)); }
};

}  // namespace

TEST_SUITE("sandbox/console") {
    TEST_CASE("published applications, by name and page") {
        logged_in c;
        auto body = c.ask(apps, R"("reqDTO":{"name":"","type":5,"statuses":[1,4],"page_no":1,"page_size":30})");
        CHECK(at(body, "/data/DataV2/data/data/total") == "2");
        CHECK(at(body, "/data/DataV2/data/data/list/0/code") == "app-sandbox");
        CHECK(at(body, "/data/DataV2/data/data/list/0/config/user_prompt_params/0/name") == "city");
        body = c.ask(apps, R"("reqDTO":{"name":"workflow","statuses":[1,4]})");
        CHECK(at(body, "/data/DataV2/data/data/list/0/code") == "app-workflow");
        CHECK(at(body, "/data/DataV2/data/data/total") == "1");
        body = c.ask(apps, R"("reqDTO":{"page_no":2,"page_size":2})");
        CHECK(at(body, "/data/DataV2/data/data/list/0/code") == "app-unpublished");
    }

    TEST_CASE("free quota of models that exist, the same each time") {
        logged_in c;
        auto const data = R"("queryFreeTierQuotaRequest":{"models":["qwen-plus","no-such-thing"]})";
        auto const body = c.ask(quota, data);
        auto const& list = body.at_pointer("/data/DataV2/data/data/freeTierQuotas").as_array();
        REQUIRE(list.size() == 1);
        CHECK(at(list[0], "/model") == "qwen-plus");
        CHECK(at(list[0], "/quotaInitTotal") == "1000000");
        CHECK(at(list[0], "/quotaStatus") == "VALID");
        CHECK(c.ask(quota, data).at_pointer("/data/DataV2/data/data/freeTierQuotas") == json::value(list));
    }

    TEST_CASE("the list of models is public, the rest wants a token of the console, not an API key") {
        conversation c;
        c.with("authorization", "");
        auto body = c.post_json(target(models), form(models, ""));
        CHECK(body.at_pointer("/data/DataV2/data/data/list").as_array().size() > 10);
        for (auto const* token : {"", "Bearer sk-test", "console-me"}) {
            c.with("authorization", token);
            body = c.post_json(target(apps), form(apps, ""));
            CHECK(at(body, "/data/success") == "false");
            CHECK(at(body, "/data/errorCode") == "BroadScope.NotLogined");
        }
    }

    TEST_CASE("what is not a call of the console is refused under 200") {
        logged_in c;
        auto const good = form(apps, "");
        struct {
            std::string target;
            std::string body;
            char const* message;
        } const cases[] = {
            {"/cli/api.json?action=Other&product=sfm_bailian&api=" + std::string(apps), good, "Bad Request: action"},
            {"/cli/api.json?action=BroadScopeAspnGateway&api=" + std::string(apps), good, "Bad Request: product"},
            {target(quota), good, "Bad Request: Api"},
            {target(apps), "params=no&region=cn-beijing", "Bad Request: params"},
            {target(apps), good.substr(0, good.find("&region")), "Bad Request: region"},
            {target(apps), R"(params={"Api":")" + std::string(apps) + R"(","V":"1.0","Data":{}}&region=x)",
             "Bad Request: cornerstoneParam"},
            {target("no.such.api"), form("no.such.api", ""), "There is no such API: no.such.api"},
        };
        for (auto const& each : cases) {
            auto const answer = c.post(each.target, each.body);
            CHECK(answer.status == 200);
            CHECK(at(json::parse(answer.body()), "/data/errorMsg") == each.message);
        }
    }

    TEST_CASE("markers in the name act") {
        logged_in c;
        auto const answer = c.post(target(apps), form(apps, R"("reqDTO":{"name":"[[error:Throttling.RateQuota]]"})"));
        CHECK(answer.status == 429);
    }
}
