#include "dashscope/settings.hpp"

#include "support.hpp"

#include <algorithm>

using namespace dashscope;
using dashscope::test::contains;
using dashscope::test::secret_key;

namespace {

settings resolve(text_map flags, text_map environment = {}, std::string file = {}) {
    return resolve_settings({std::move(flags), std::move(environment), std::move(file), "/h/.bailian/config.json"});
}

std::string problem(text_map flags, text_map environment = {}, std::string file = {}) {
    try {
        resolve(std::move(flags), std::move(environment), std::move(file));
    } catch (settings_error const& error) {
        return error.what();
    }
    return {};
}

bool has_note(settings const& resolved, std::string_view note) {
    return std::find(resolved.notes.begin(), resolved.notes.end(), note) != resolved.notes.end();
}

bool any_note_says(settings const& resolved, std::string_view part) {
    auto says = [&](std::string const& note) { return contains(note, part); };
    return std::any_of(resolved.notes.begin(), resolved.notes.end(), says);
}

}  // namespace

TEST_CASE("nothing set: Beijing, no key, the defaults") {
    auto resolved = resolve({});
    CHECK(resolved.api_key.empty());
    CHECK(resolved.base.text() == "https://dashscope.aliyuncs.com");
    CHECK(resolved.openapi.text() == "https://bailian.cn-beijing.aliyuncs.com");
    CHECK(resolved.timeout == std::chrono::seconds(300));
    CHECK(resolved.output == "text");
    CHECK(resolved.source_channel);
    CHECK_FALSE(resolved.watermark.has_value());
    CHECK(resolved.model_for(capability::text) == "qwen-plus");
    CHECK(resolved.origin_of("base_url") == origin_kind::fallback);
    CHECK(resolved.notes.empty());
}

TEST_CASE("flag over environment over file, and each win is noted without values") {
    std::string file = R"({"api_key":"sk-of-the-file-123456","timeout":60})";
    text_map environment{{"DASHSCOPE_API_KEY", "sk-of-the-environment-1"}, {"DASHSCOPE_TIMEOUT", "120"}};
    auto all = resolve({{"api_key", "sk-of-the-flag-1234567"}}, environment, file);
    CHECK(all.api_key == "sk-of-the-flag-1234567");
    CHECK(all.origin_of("api_key") == origin_kind::flag);
    CHECK(all.timeout == std::chrono::seconds(120));
    CHECK(has_note(all, "--api-key (flag) wins over DASHSCOPE_API_KEY (environment)"));
    CHECK(has_note(all, "--api-key (flag) wins over api_key (file)"));
    CHECK(has_note(all, "DASHSCOPE_TIMEOUT (environment) wins over timeout (file)"));
    CHECK_FALSE(any_note_says(all, "sk-"));

    CHECK(resolve({}, environment, file).origin_of("api_key") == origin_kind::environment);
    auto only_file = resolve({}, {}, file);
    CHECK(only_file.api_key == "sk-of-the-file-123456");
    CHECK(only_file.timeout == std::chrono::seconds(60));
    CHECK(only_file.notes.empty());
}

TEST_CASE("equal values and empty ones are no conflict") {
    auto resolved = resolve({{"region", " "}}, {{"DASHSCOPE_REGION", ""}, {"BAILIAN_WORKSPACE_ID", "llm-1"}},
                            R"({"workspace_id":" llm-1 ","region":null})");
    CHECK(resolved.notes.empty());
    CHECK(resolved.workspace_id == "llm-1");
    CHECK(resolved.where == region::beijing);
}

TEST_CASE("base URLs as users write them") {
    struct {
        std::string_view text, expected;
    } const cases[] = {
        {"https://dashscope.aliyuncs.com", "https://dashscope.aliyuncs.com"},
        {"https://dashscope.aliyuncs.com/", "https://dashscope.aliyuncs.com"},
        {"https://dashscope.aliyuncs.com/api/v1", "https://dashscope.aliyuncs.com"},
        {"https://dashscope.aliyuncs.com/api/v1/", "https://dashscope.aliyuncs.com"},
        {"https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "https://dashscope-intl.aliyuncs.com"},
        {"https://dashscope-us.aliyuncs.com/compatible-mode", "https://dashscope-us.aliyuncs.com"},
        {"https://dashscope.aliyuncs.com/compatible-api/v1", "https://dashscope.aliyuncs.com"},
        {"https://dashscope.aliyuncs.com/apps/anthropic", "https://dashscope.aliyuncs.com"},
        {"https://dashscope.aliyuncs.com/api/v2/apps/protocols/compatible-mode/v1", "https://dashscope.aliyuncs.com"},
        {"https://proxy.example:8443/api/v1", "https://proxy.example:8443"},
        {"http://127.0.0.1:8080/api/v1", "http://127.0.0.1:8080"},
        {"http://localhost:1", "http://localhost:1"},
    };
    for (auto const& c : cases) {
        CAPTURE(c.text);
        CHECK(parse_base_url(c.text, "--base-url", false).text() == c.expected);
    }
}

TEST_CASE("base URLs that are refused say why") {
    struct {
        std::string_view text, part;
    } const cases[] = {
        {"dashscope.aliyuncs.com", "absolute URL"},
        {"ftp://dashscope.aliyuncs.com", "absolute URL"},
        {"https://", "absolute URL"},
        {"https://dashscope.aliyuncs.com/api/v3", "/api/v3"},
        {"https://dashscope.aliyuncs.com/v1", "scheme, host and port"},
        {"https://dashscope.aliyuncs.com/api/v1?x=1", "query"},
        {"https://dashscope.aliyuncs.com/#x", "fragment"},
        {"https://user:passw0rd@dashscope.aliyuncs.com", "password"},
        {"http://dashscope.aliyuncs.com", "--allow-plain-http"},
    };
    for (auto const& c : cases) {
        auto said = problem({{"base_url", std::string(c.text)}});
        CAPTURE(c.text);
        CHECK(contains(said, "--base-url"));
        CHECK(contains(said, c.part));
        CHECK_FALSE(contains(said, "passw0rd"));
    }
    CHECK(resolve({{"base_url", "http://gw.example"}, {"allow_plain_http", "true"}}).base.text() ==
          "http://gw.example");
}

TEST_CASE("a foreign host is noted, loopback and Alibaba's own are not") {
    CHECK(any_note_says(resolve({{"base_url", "https://gw.example"}}), "gw.example"));
    CHECK(resolve({{"base_url", "http://127.0.0.1:9"}}).notes.empty());
    CHECK(resolve({{"base_url", "https://llm-1.cn-beijing.maas.aliyuncs.com"}}).notes.empty());
}

TEST_CASE("regions choose hosts, and bases imply regions") {
    auto singapore = resolve({}, {{"DASHSCOPE_REGION", "intl"}});
    CHECK(singapore.base.host == "dashscope-intl.aliyuncs.com");
    CHECK(singapore.openapi.host == "bailian.ap-southeast-1.aliyuncs.com");

    auto implied = resolve({{"base_url", "https://dashscope-us.aliyuncs.com/api/v1"}});
    CHECK(implied.where == region::virginia);

    auto frankfurt = resolve({{"region", "eu"}, {"workspace_id", "llm-9"}});
    CHECK(frankfurt.base.host == "llm-9.eu-central-1.maas.aliyuncs.com");
    CHECK(contains(problem({{"region", "eu"}}), "workspace"));
    CHECK(contains(problem({{"region", "mars"}}), "ap-southeast-1"));
}

TEST_CASE("base URL and region set both: the stronger place rules, then the URL") {
    auto flag_region = resolve({{"region", "intl"}}, {{"DASHSCOPE_BASE_URL", "https://dashscope.aliyuncs.com"}});
    CHECK(flag_region.base.host == "dashscope-intl.aliyuncs.com");
    CHECK(has_note(flag_region, "--region (flag) wins over DASHSCOPE_BASE_URL (environment)"));

    auto same_place = resolve({}, {}, R"({"region":"cn","base_url":"https://dashscope-intl.aliyuncs.com"})");
    CHECK(same_place.where == region::singapore);
    CHECK(has_note(same_place, "base_url (file) wins over region (file)"));

    auto agreeing = resolve({}, {}, R"({"region":"intl","base_url":"https://dashscope-intl.aliyuncs.com"})");
    CHECK(agreeing.notes.empty());
}

TEST_CASE("keys are trimmed, checked and never shown") {
    CHECK(resolve({}, {{"DASHSCOPE_API_KEY", "  sk-abc123\n"}}).api_key == "sk-abc123");
    for (auto bad :
         {"sk-abc def", "\"sk-abcdef\"", "sk-abc\ndef", "Bearer sk-abcdef", "${DASHSCOPE_API_KEY:sk-abcdef}"}) {
        // The server starts all the same, and says so: tools can be listed without a key.
        auto const notes = resolve({}, {{"DASHSCOPE_API_KEY", bad}}).notes;
        REQUIRE(notes.size() == 1);
        CHECK(contains(notes[0], "DASHSCOPE_API_KEY"));
        CHECK_FALSE(contains(notes[0], "sk-abc"));
    }
    CHECK(any_note_says(resolve({{"api_key", "sk-sp-0123456789"}}), "plan key"));
    CHECK(resolve({{"api_key", "sk-sp-1"}, {"base_url", "https://token-plan.cn-beijing.maas.aliyuncs.com"}})
              .notes.empty());
}

TEST_CASE("access keys: old names of the file, and tokens that belong to another key") {
    auto old =
        resolve({}, {}, R"({"openapi_access_key_id":"LTAI1","openapi_access_key_secret":"s","security_token":"t"})");
    CHECK(old.access_key_id == "LTAI1");
    CHECK(old.access_key_secret == "s");
    CHECK(old.security_token == "t");
    auto mixed = resolve({}, {{"ALIBABA_CLOUD_ACCESS_KEY_ID", "A"}, {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", "B"}},
                         R"({"security_token":"t"})");
    CHECK(mixed.security_token.empty());
    CHECK(any_note_says(mixed, "security token"));
}

TEST_CASE("the OpenAPI endpoint is a host or a URL") {
    CHECK(resolve({}, {{"BAILIAN_OPENAPI_ENDPOINT", "bailian-vpc.cn-beijing.aliyuncs.com"}}).openapi.text() ==
          "https://bailian-vpc.cn-beijing.aliyuncs.com");
    CHECK(resolve({{"openapi_endpoint", "http://127.0.0.1:8123"}}).openapi.text() == "http://127.0.0.1:8123");
    CHECK(contains(problem({{"openapi_endpoint", "http://example.com"}}), "--openapi-endpoint"));
}

TEST_CASE("values of a wrong kind are refused with their name") {
    struct {
        std::string_view file, part;
    } const cases[] = {
        {R"({"timeout":"soon"})", "timeout (file)"},     {R"({"timeout":0})", "timeout (file)"},
        {R"({"timeout":-5})", "timeout (file)"},         {R"({"timeout":1e9})", "timeout (file)"},
        {R"({"api_key":{"a":1}})", "\"api_key\""},       {R"({"watermark":"perhaps"})", "watermark (file)"},
        {R"({"workspace_id":"a.b/c"})", "workspace_id"}, {R"(nonsense)", "/h/.bailian/config.json"},
    };
    for (auto const& c : cases) {
        CAPTURE(c.file);
        CHECK(contains(problem({}, {}, std::string(c.file)), c.part));
    }
}

TEST_CASE("fractions of seconds, switches, outputs, models") {
    CHECK(resolve({{"timeout", "0.25"}}).timeout == std::chrono::milliseconds(250));
    CHECK(resolve({}, {}, R"({"watermark":false})").watermark == false);
    CHECK(resolve({}, {{"DASHSCOPE_OUTPUT", "json"}}).output == "json");
    auto strange = resolve({}, {{"DASHSCOPE_OUTPUT", "yaml"}});
    CHECK(strange.output == "text");
    CHECK(strange.notes.size() == 1);
    auto models = resolve({{"default_vision_model", "qwen-vl-max"}}, {{"DASHSCOPE_MCP_DEFAULT_RERANK_MODEL", "r"}},
                          R"({"default_text_model":"qwen3-max","output_dir":"/out"})");
    CHECK(models.model_for(capability::text) == "qwen3-max");
    CHECK(models.model_for(capability::vision) == "qwen-vl-max");
    CHECK(models.model_for(capability::rerank) == "r");
    CHECK(models.output_dir == "/out");
}

TEST_CASE("the source header can be switched off, and telemetry's own switches count") {
    CHECK_FALSE(resolve({{"source_channel", "off"}}).source_channel);
    CHECK_FALSE(resolve({}, {{"DO_NOT_TRACK", "1"}}).source_channel);
    CHECK_FALSE(resolve({}, {}, R"({"telemetry":false})").source_channel);
    CHECK(resolve({{"source_channel", "on"}}, {{"DO_NOT_TRACK", "1"}}).source_channel);
}

TEST_CASE("profiles come by flag or environment") {
    std::string file = R"({"api_key":"sk-top","team":{"api_key":"sk-team"}})";
    CHECK(resolve({}, {}, file).api_key == "sk-top");
    CHECK(resolve({{"profile", "team"}}, {}, file).api_key == "sk-team");
    CHECK(resolve({}, {{"DASHSCOPE_MCP_PROFILE", "team"}}, file).api_key == "sk-team");
    CHECK(contains(problem({{"profile", "none"}}, {}, file), "none"));
}

TEST_CASE("the description masks every secret") {
    auto resolved = resolve({{"api_key", std::string(secret_key)}},
                            {{"ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAI5tExampleKeyId000"},
                             {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ExampleSecret0000000000000000000"},
                             {"ALIBABA_CLOUD_SECURITY_TOKEN", "TokenTokenTokenToken"}});
    bool seen = false;
    for (auto const& line : describe(resolved)) {
        for (auto secret : {secret_key, std::string_view("LTAI5tExample"), std::string_view("ExampleSecret"),
                            std::string_view("TokenToken")})
            CHECK_FALSE(contains(line.value, secret));
        if (line.name != "api_key") continue;
        seen = true;
        CHECK(line.value == "sk-…cdef");
        CHECK(line.from == origin_kind::flag);
    }
    CHECK(seen);
}

TEST_CASE("further MCP servers, separated by commas") {
    struct {
        char const* value;
        std::vector<std::string> names;
    } const cases[] = {
        {"", {}},
        {"a", {"a"}},
        {" a , b=market-C ,, ", {"a", "b=market-C"}},
    };
    for (auto const& each : cases) {
        CHECK(resolve({{"upstreams", each.value}}).upstreams == each.names);
        CHECK(resolve({}, {{"DASHSCOPE_MCP_UPSTREAMS", each.value}}).upstreams == each.names);
        CHECK(resolve({}, {}, R"({"upstreams":")" + std::string(each.value) + "\"}").upstreams == each.names);
    }
    auto const flag = resolve({{"upstreams", "a"}}, {{"DASHSCOPE_MCP_UPSTREAMS", "b"}});
    CHECK(flag.upstreams == std::vector<std::string>{"a"});
    CHECK(any_note_says(flag, "--upstream (flag) wins over DASHSCOPE_MCP_UPSTREAMS"));
    CHECK(contains(problem({}, {}, R"({"upstreams":["a"]})"), "\"upstreams\" must be a string"));
    auto const lines = describe(flag);
    CHECK(std::ranges::any_of(lines, [](auto const& line) { return line.name == "upstreams" && line.value == "a"; }));
}
