#include "dashscope/settings_table.hpp"

#include "support.hpp"

using namespace dashscope;
using dashscope::test::contains;

namespace {

struct names {
    std::string_view name, flag, variable;
};

// What users type: changing a name breaks configurations.
constexpr names all_names[] = {
    {"api_key", "--api-key", "DASHSCOPE_API_KEY"},
    {"base_url", "--base-url", "DASHSCOPE_BASE_URL"},
    {"region", "--region", "DASHSCOPE_REGION"},
    {"workspace_id", "--workspace-id", "BAILIAN_WORKSPACE_ID"},
    {"openapi_endpoint", "--openapi-endpoint", "BAILIAN_OPENAPI_ENDPOINT"},
    {"access_key_id", "--access-key-id", "ALIBABA_CLOUD_ACCESS_KEY_ID"},
    {"access_key_secret", "--access-key-secret", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"},
    {"security_token", "--security-token", "ALIBABA_CLOUD_SECURITY_TOKEN"},
    {"timeout", "--timeout", "DASHSCOPE_TIMEOUT"},
    {"output", "--output", "DASHSCOPE_OUTPUT"},
    {"output_dir", "--output-dir", "DASHSCOPE_MCP_OUTPUT_DIR"},
    {"watermark", "--watermark", "DASHSCOPE_MCP_WATERMARK"},
    {"source_channel", "--no-source-header", "DASHSCOPE_MCP_SOURCE_CHANNEL"},
    {"allow_plain_http", "--allow-plain-http", "DASHSCOPE_MCP_ALLOW_PLAIN_HTTP"},
    {"default_text_model", "--default-text-model", "DASHSCOPE_MCP_DEFAULT_TEXT_MODEL"},
};

std::optional<candidate> find(settings_input const& input, std::string_view name) {
    settings into;
    return setting_lookup(input, into).find(name);
}

}  // namespace

TEST_CASE("each setting has a flag, a variable and a key of the file") {
    for (auto const& row : all_names) {
        CAPTURE(row.name);
        settings_input by_flag, by_variable, by_file;
        by_flag.flags.emplace(row.name, "v");
        by_variable.environment.emplace(row.variable, "v");
        by_file.file_text = "{\"" + std::string(row.name) + "\":\"v\"}";

        auto flag = find(by_flag, row.name);
        REQUIRE(flag);
        CHECK(label_with_origin(*flag) == std::string(row.flag) + " (flag)");
        auto variable = find(by_variable, row.name);
        REQUIRE(variable);
        CHECK(label_with_origin(*variable) == std::string(row.variable) + " (environment)");
        auto file = find(by_file, row.name);
        REQUIRE(file);
        CHECK(label_with_origin(*file) == std::string(row.name) + " (file)");
        CHECK_FALSE(find({}, row.name));
    }
}

TEST_CASE("values of the file may be strings, numbers, booleans") {
    struct {
        std::string_view json, expected;
    } const cases[] = {{"\" text \"", "text"}, {"5", "5"}, {"0.5", "5E-1"}, {"true", "true"}};
    for (auto const& c : cases) {
        settings_input input;
        input.file_text = "{\"timeout\":" + std::string(c.json) + "}";
        auto found = find(input, "timeout");
        REQUIRE(found);
        CHECK(found->value == c.expected);
    }
    for (auto empty : {"null", "\"\"", "\"  \""}) {
        settings_input input;
        input.file_text = "{\"timeout\":" + std::string(empty) + "}";
        CHECK_FALSE(find(input, "timeout"));
    }
}

TEST_CASE("switches as people write them") {
    auto parsed = [](std::string text) { return parse_switch({std::move(text), origin_kind::flag, "--watermark"}); };
    for (auto yes : {"true", "TRUE", "1", "yes", "On"}) CHECK(parsed(yes));
    for (auto no : {"false", "0", "No", "OFF"}) CHECK_FALSE(parsed(no));
    for (auto odd : {"2", "perhaps", "truee"})
        CHECK_THROWS_WITH(parsed(odd), "--watermark (flag) must be true or false.");
}

TEST_CASE("origins have names, weakest first") {
    CHECK(origin_kind::fallback < origin_kind::file);
    CHECK(origin_kind::file < origin_kind::environment);
    CHECK(origin_kind::environment < origin_kind::flag);
    CHECK(name_of(origin_kind::fallback) == "default");
    CHECK(name_of(origin_kind::none) == "none");
}

TEST_CASE("what a host did not replace counts as not set, but for a key that is nowhere else") {
    struct {
        std::string_view name, variable, value, file;
        std::optional<std::string_view> expected;
    } const cases[] = {
        {"api_key", "DASHSCOPE_API_KEY", "${DASHSCOPE_API_KEY}", R"({"api_key":"sk-file"})", "sk-file"},
        {"api_key", "DASHSCOPE_API_KEY", "$DASHSCOPE_API_KEY", R"({"api_key":"sk-file"})", "sk-file"},
        {"api_key", "DASHSCOPE_API_KEY", "{env:DASHSCOPE_API_KEY}", R"({"api_key":"sk-file"})", "sk-file"},
        {"api_key", "DASHSCOPE_API_KEY", "${DASHSCOPE_API_KEY}", "", "${DASHSCOPE_API_KEY}"},
        {"api_key", "DASHSCOPE_API_KEY", "sk-real", R"({"api_key":"sk-file"})", "sk-real"},
        {"region", "DASHSCOPE_REGION", "${user_config.region}", "", std::nullopt},
        {"output_dir", "DASHSCOPE_MCP_OUTPUT_DIR", "${user_config.folder}", R"({"output_dir":"/f"})", "/f"},
    };
    for (auto const& c : cases) {
        CAPTURE(c.value);
        settings_input input;
        input.environment.emplace(c.variable, c.value);
        input.file_text = c.file;
        settings into;
        auto const found = setting_lookup(input, into).find(c.name);
        REQUIRE(found.has_value() == c.expected.has_value());
        if (found) CHECK(found->value == *c.expected);
        bool const replaced = !found || found->value != c.value;
        CHECK(into.notes.size() == (replaced || c.value == "sk-real" ? 1 : 0));
        if (replaced) CHECK(contains(into.notes.front(), "placeholder"));
    }
}
