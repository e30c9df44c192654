// The fixtures as the suite asks for them, on an engine. What the suite itself says of them: tests/interop.

#include "conformance/fixtures.hpp"

#include "mcp/harness.hpp"

using namespace testing;

namespace {

std::string request(std::string const& method, std::string const& params, std::string const& meta = modern_meta(),
                    std::string const& id = "1") {
    return R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":")" + method + R"(","params":{)" + params +
           (params.empty() || meta.empty() ? "" : ",") + meta + "}}";
}

struct stage {
    stage() : own(mcp::server_info{}, mcp::registry(), {}, {}), all({}, own, nullptr) {
        mcp::engine_options options;
        options.tasks = &all.tasks();
        engine = std::make_unique<mcp::engine>(io.get_executor(), options, all.offered());
        all.inform(*engine);
    }
    ~stage() {
        engine->cancel_all();
        io.restart();
        io.poll();
    }

    std::shared_ptr<peer> send(std::string const& text, std::shared_ptr<peer> unasked = nullptr) {
        auto const to = std::make_shared<peer>();
        boost::asio::post(io, [&, to] { engine->receive({text, nullptr, {}, unasked}, to); });
        auto const until = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        io.restart();
        io.poll();
        while (!to->finished && engine->running() > open && std::chrono::steady_clock::now() < until) {
            io.restart();
            io.run_one_for(std::chrono::milliseconds(100));
        }
        return to;
    }
    std::shared_ptr<peer> call(std::string const& tool, std::string const& meta = modern_meta()) {
        return send(request("tools/call", R"("name":")" + tool + '"', meta));
    }

    boost::asio::io_context io{1};
    mcp::offering own;
    conformance::fixtures all;
    std::unique_ptr<mcp::engine> engine;
    std::size_t open = 0;  // subscriptions, which don't end
};

std::vector<std::string> names(json::value const& list) {
    std::vector<std::string> all;
    for (auto const& each : list.as_array()) all.emplace_back(each.at("name").as_string());
    return all;
}

bool has(std::vector<std::string> const& all, std::string_view one) {
    return std::ranges::find(all, one) != all.end();
}

}  // namespace

TEST_CASE("what the fixtures answer") {
    stage env;
    struct {
        char const* tool;
        std::string_view content;
    } const cases[] = {
        {"test_simple_text", R"([{"type":"text","text":"This is a simple text response for testing."}])"},
        {"test_embedded_resource",
         R"([{"type":"resource","resource":{"uri":"test://embedded-resource","mimeType":"text/plain",)"
         R"("text":"This is an embedded resource content."}}])"},
        {"test_error_handling", R"([{"type":"text","text":"This tool intentionally returns an error for testing"}])"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.tool);
        auto const result = env.call(each.tool)->result();
        CHECK(json::serialize(result.at("content")) == each.content);
        CHECK(result.at("isError").as_bool() == (each.tool == std::string("test_error_handling")));
    }
    auto const mixed = env.call("test_multiple_content_types")->result().at("content").as_array();
    REQUIRE(mixed.size() == 3);
    CHECK(mixed[1].at("mimeType") == "image/png");
    CHECK(mixed[2].at("resource").at("text") == R"({"test":"data","value":123})");
    CHECK(env.call("test_audio_content")->result().at("content").at(0).at("mimeType") == "audio/wav");
    CHECK(env.call("test_image_content")->result().at("content").at(0).at("mimeType") == "image/png");
}

TEST_CASE("progress and logs come while a fixture works, where they are wanted") {
    stage env;
    auto const told = env.call("test_tool_with_progress", modern_meta(R"("progressToken":7)"));
    REQUIRE(told->notifications.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        auto const& params = told->notifications[i].at("params").as_object();
        CHECK(params.at("progress").to_number<int>() == static_cast<int>(50 * i));
        CHECK(params.at("total").to_number<int>() == 100);
    }
    CHECK(env.call("test_tool_with_progress")->notifications.empty());
    auto const logged = env.call("test_tool_with_logging", modern_meta(R"("io.modelcontextprotocol/logLevel":"info")"));
    REQUIRE(logged->notifications.size() == 3);
    CHECK(logged->notifications[1].at("params").at("data") == "Tool processing data");
    CHECK(env.call("test_logging_tool")->notifications.empty());
}

TEST_CASE("a capability that is not declared is missed by name") {
    stage env;
    auto const refused = env.call("test_missing_capability");
    CHECK(refused->error_code() == -32021);
    CHECK(refused->reply.status == 400);
    CHECK(json::serialize(refused->error().at("data")) == R"({"requiredCapabilities":{"sampling":{}}})");
    constexpr auto able = R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
                          R"("io.modelcontextprotocol/clientCapabilities":{"sampling":{}}})";
    CHECK(env.call("test_missing_capability", able)->text() == "Success");
}

TEST_CASE("schemas come through as they are") {
    stage env;
    auto const tools = env.send(request("tools/list", ""))->result().at("tools").as_array();
    auto const schema_of = [&](std::string_view name) {
        for (auto const& each : tools)
            if (each.at("name").as_string() == name) return each.at("inputSchema").as_object();
        return json::object();
    };
    auto const whole = schema_of("json_schema_2020_12_tool");
    for (auto const* keyword : {"$schema", "$defs", "allOf", "if", "then", "else", "additionalProperties"})
        CHECK(whole.contains(keyword));
    CHECK(whole.at("$defs").at("address").at("$anchor") == "addressDef");
    CHECK(schema_of("test_custom_header").at("properties").at("region").at("x-mcp-header") == "Region");
}

TEST_CASE("prompts and resources of the suite") {
    stage env;
    auto const prompt = env.send(
        request("prompts/get", R"("name":"test_prompt_with_arguments","arguments":{"arg1":"hello","arg2":"world"})"));
    CHECK(prompt->result().at("messages").at(0).at("content").at("text") ==
          "Prompt with arguments: arg1='hello', arg2='world'");
    auto const embedded = env.send(request(
        "prompts/get", R"("name":"test_prompt_with_embedded_resource","arguments":{"resourceUri":"test://r"})"));
    CHECK(embedded->result().at("messages").at(0).at("content").at("resource").at("uri") == "test://r");
    auto const read = [&](std::string const& uri) {
        return env.send(request("resources/read", R"("uri":")" + uri + '"'))->result().at("contents").at(0).as_object();
    };
    CHECK(read("test://static-text").at("text") == "This is the content of the static text resource.");
    CHECK(read("test://static-binary").at("blob").as_string().starts_with("iVBORw0KGgo"));
    CHECK(read("test://template/123/data").at("text") ==
          R"({"id":"123","templateTest":true,"data":"Data for ID: 123"})");
    auto const listed = env.send(request("resources/list", ""))->result().at("resources").as_array();
    CHECK(listed.size() == 3);
}

TEST_CASE("triggers change the lists, and those who listen hear of it") {
    stage env;
    auto const open = env.send(request(
        "subscriptions/listen",
        R"("notifications":{"toolsListChanged":true,"promptsListChanged":true,"resourceSubscriptions":["test://watched-resource"]})",
        modern_meta(), "\"listening\""));
    REQUIRE_FALSE(open->finished);
    env.open = 1;
    auto const tools = [&] { return names(env.send(request("tools/list", ""))->result().at("tools")); };
    auto const prompts = [&] { return names(env.send(request("prompts/list", ""))->result().at("prompts")); };
    CHECK_FALSE(has(tools(), "test_extra_tool"));
    CHECK(env.call("test_trigger_tool_change")->text() == "Done");
    CHECK(has(tools(), "test_extra_tool"));
    CHECK(env.call("test_extra_tool")->text() == "Done");
    env.call("test_trigger_tool_change");
    CHECK_FALSE(has(tools(), "test_extra_tool"));
    env.call("test_trigger_prompt_change");
    CHECK(has(prompts(), "test_extra_prompt"));
    env.call("test_trigger_resource_change");
    std::vector<std::string> methods;
    for (auto const& each : open->notifications) methods.emplace_back(each.at("method").as_string());
    CHECK(methods == std::vector<std::string>{"notifications/subscriptions/acknowledged",
                                              "notifications/tools/list_changed", "notifications/tools/list_changed",
                                              "notifications/prompts/list_changed", "notifications/resources/updated"});
}
