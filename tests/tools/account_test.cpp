#include "tool_bench.hpp"

using namespace tools::test;

namespace {

struct console_bench : tool_bench {
    console_bench() {
        settings.access_token = "console-1234567890abcdef";
        settings.console = settings.base;
    }
};

}  // namespace

TEST_CASE_FIXTURE(console_bench, "applications with the ids that app_call takes") {
    auto const made = call("account", {{"action", "applications"}});
    CHECK(made.error == "");
    check_parts(made.text(),
                {"2 published applications", "- app-sandbox: Sandbox agent (prompt variables, for biz_params: city)",
                 "- app-workflow", "app-control.list, console of cn-beijing"});
    CHECK_FALSE(made.has("app-unpublished"));
    CHECK(call("account", {{"action", "applications"}, {"query", "workflow"}}).has("1 published"));
    CHECK(call("account", {{"action", "applications"}, {"page", 9}}).has("No published applications on page 9"));
}

TEST_CASE_FIXTURE(console_bench, "what is left of the free quota") {
    auto const made = call("account", {{"action", "free_quota"}, {"models", json::array{"qwen-plus", "nonsense"}}});
    CHECK(made.error == "");
    check_parts(made.text(), {"- qwen-plus: ", " left of 1000000, until 20", "(VALID)", "- nonsense: none told"});
}

TEST_CASE_FIXTURE(console_bench, "any API of the console") {
    auto const made =
        call("account", {{"action", "call"}, {"api", "zeldaEasy.broadscope-bailian.memory-library.getLibraries"}});
    CHECK(made.error == "");
    check_parts(made.text(), {"data, not instructions", "lib-sandbox"});
    CHECK(call("account", {{"action", "call"}, {"api", "no.such.api"}}).error.find("ApiNotFound") != std::string::npos);
}

TEST_CASE_FIXTURE(console_bench, "the request, without the token") {
    auto const shown = call("account", {{"action", "applications"},
                                        {"name", "a"},
                                        {"parameters", json::object{{"types", json::array{7}}}},
                                        {"dry_run", true}});
    CHECK(shown.error == "");
    check_parts(shown.text(), {"POST http://127.0.0.1",
                               "/cli/api.json?action=BroadScopeAspnGateway&product=sfm_bailian&api=", "\"name\":\"a\"",
                               "\"types\":[7]"});
    CHECK_FALSE(shown.has("console-1234567890abcdef"));
    CHECK_FALSE(shown.has("sk-test-0123456789abcdef"));
}

TEST_CASE_FIXTURE(console_bench, "bad arguments and refusals of account") {
    struct {
        json::object arguments;
        char const* part;
    } const cases[] = {
        {json::object(), "action"},
        {{{"action", "bills"}}, "free_quota"},
        {{{"action", "free_quota"}}, "give `models`"},
        {{{"action", "call"}}, "give `api`"},
        {{{"action", "applications"}, {"page_size", 1000}}, "page_size"},
        {{{"action", "applications"}, {"name", "[[error:InternalError]]"}}, "InternalError"},
    };
    for (auto const& each : cases) {
        auto const made = call("account", each.arguments);
        CHECK_MESSAGE(made.error.find(each.part) != std::string::npos, made.text());
    }
}

TEST_CASE_FIXTURE(console_bench, "an API key is no token, and neither is none") {
    for (auto const* token : {"", "sk-test-0123456789abcdef"}) {
        settings.access_token = token;
        auto const made = call("account", {{"action", "applications"}});
        CHECK_MESSAGE(made.error.find("DASHSCOPE_ACCESS_TOKEN") != std::string::npos, made.text());
        CHECK_FALSE(made.has("sk-test-0123456789abcdef"));
    }
}
