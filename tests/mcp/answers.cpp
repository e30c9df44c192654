#include "mcp/answers.hpp"

#include "harness.hpp"

using namespace mcp;
namespace json = boost::json;

namespace {

answers make_answers(registry const& tools) {
    server_info info;
    info.version = "1.2.3";
    info.instructions = "Say \"please\".";
    return answers(info, tools);
}

}  // namespace

TEST_CASE("a handshake tells version, capabilities and instructions") {
    registry const tools;
    auto const made = make_answers(tools);
    for (auto version : {revision::v2024_11_05, revision::v2025_11_25}) {
        auto const result = json::parse(made.initialize(version, true)).as_object();
        CHECK(result.at("protocolVersion").as_string() == to_string(version));
        CHECK(result.at("serverInfo").at("version").as_string() == "1.2.3");
        CHECK(result.at("instructions").as_string() == "Say \"please\".");
        CHECK(result.at("capabilities").as_object().contains("tools"));
        CHECK_FALSE(result.contains("resultType"));
        CHECK_FALSE(result.contains("_meta"));
    }
}

TEST_CASE("changes of the tools are announced only where there are any, and a way to announce them") {
    registry const tools;
    server_info info;
    for (bool const change : {false, true}) {
        info.tools_change = change;
        answers const made(info, tools);
        CHECK(made.tools_change() == change);
        for (bool const announces : {false, true}) {
            auto const result = json::parse(made.initialize(latest_legacy, announces)).as_object();
            auto const& offered = result.at("capabilities").at("tools").as_object();
            CHECK(offered.contains("listChanged") == (change && announces));
        }
        auto const discover = json::parse(made.discover()).as_object();
        CHECK(discover.at("capabilities").at("tools").as_object().contains("listChanged") == change);
        // A list that grows must not be kept for long; what the server is does not change.
        CHECK((json::parse(made.tools_list(true)).at("ttlMs").as_int64() < 60'000) == change);
        CHECK(discover.at("ttlMs").as_int64() == 3'600'000);
    }
}

TEST_CASE("modern results say what they are, who gave them and how long they last; legacy ones don't") {
    registry tools;
    tools.add(testing::definition("one"), nullptr);
    auto const made = make_answers(tools);

    auto const discover = json::parse(made.discover()).as_object();
    CHECK(json::serialize(discover.at("supportedVersions")) == R"(["2026-07-28"])");
    auto const modern = json::parse(made.tools_list(true)).as_object();
    for (auto const* each : {&discover, &modern}) {
        CHECK(each->at("resultType").as_string() == "complete");
        CHECK(each->at("ttlMs").as_int64() > 0);
        CHECK(each->at("cacheScope").as_string() == "public");
        CHECK(each->at("_meta").at("io.modelcontextprotocol/serverInfo").at("name").as_string() == "dashscope-mcp");
    }
    auto const legacy = json::parse(made.tools_list(false)).as_object();
    CHECK(legacy.size() == 1);
    CHECK(legacy.at("tools") == modern.at("tools"));
    CHECK(made.empty(false) == "{}");
    CHECK(json::parse(made.empty(true)).as_object().contains("resultType"));
}

TEST_CASE("a tool's result in each revision") {
    registry const tools;
    auto const made = make_answers(tools);
    tool_result result;
    result.add_text("hello");
    result.structured = json::object{{"text", "hello"}};

    struct {
        revision version;
        bool structured;
        bool modern;
    } const cases[] = {{revision::v2024_11_05, false, false},
                       {revision::v2025_03_26, false, false},
                       {revision::v2025_06_18, true, false},
                       {revision::v2025_11_25, true, false},
                       {revision::v2026_07_28, true, true}};
    for (auto const& each : cases) {
        CAPTURE(std::string(to_string(each.version)));
        auto const written = json::parse(made.tool_call(result, each.version)).as_object();
        CHECK(written.at("content").at(0).at("text").as_string() == "hello");
        CHECK(written.at("isError").as_bool() == false);
        CHECK(written.contains("structuredContent") == each.structured);
        CHECK(written.contains("resultType") == each.modern);
    }
}
