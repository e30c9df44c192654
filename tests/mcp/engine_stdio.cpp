#include "harness.hpp"

using namespace testing;
using mcp::revision;

namespace {

std::string const initialize_2025 =
    R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},)"
    R"("clientInfo":{"name":"c","version":"1"}}})";

std::string request(std::string const& method, std::string const& params = "") {
    return R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":{)" + params + "}}";
}

}  // namespace

TEST_CASE("the handshake agrees on a version") {
    struct {
        char const* asked;
        char const* agreed;
    } const cases[] = {{"2024-11-05", "2024-11-05"},
                       {"2025-03-26", "2025-03-26"},
                       {"2025-06-18", "2025-06-18"},
                       {"2025-11-25", "2025-11-25"},
                       {"2024-10-07", "2025-11-25"},
                       {"2099-01-01", "2025-11-25"},
                       // Not negotiable by handshake.
                       {"2026-07-28", "2025-11-25"}};
    bench env;
    env.start(false);
    for (auto const& each : cases) {
        CAPTURE(each.asked);
        auto const to = env.send(request("initialize", R"("protocolVersion":")" + std::string(each.asked) + "\""));
        CHECK(to->result().at("protocolVersion").as_string() == each.agreed);
        CHECK(to->reply.session_id.empty());
    }
    CHECK(env.send(request("initialize"))->error_code() == -32602);
}

TEST_CASE("both eras on one connection, message by message") {
    bench env;
    env.add("hello", [](auto const&, auto&) { return answer_text("hi"); });
    env.start(false);

    // Before any handshake everything is answered: probes must not meet silence.
    CHECK(env.send(request("ping"))->result().empty());
    CHECK(env.send(request("tools/list"))->result().at("tools").as_array().size() == 1);

    auto const discover = env.send(request("server/discover", modern_meta()));
    CHECK(discover->result().at("resultType").as_string() == "complete");
    CHECK(env.send(initialize_2025)->body().at("id").as_int64() == 0);
    CHECK_FALSE(env.send(request("tools/list"))->result().contains("resultType"));
    CHECK(env.send(request("tools/list", modern_meta()))->result().contains("resultType"));

    auto const legacy = env.send(request("tools/call", R"("name":"hello")"));
    CHECK(legacy->text() == "hi");
    CHECK_FALSE(legacy->result().contains("resultType"));
    auto const modern = env.send(request("tools/call", R"("name":"hello",)" + modern_meta()));
    CHECK(modern->result().at("resultType").as_string() == "complete");
}

TEST_CASE("methods exist in their own era only") {
    struct {
        char const* method;
        char const* params;
        bool legacy;
        bool modern;
    } const cases[] = {{"ping", "", true, false},
                       {"initialize", R"("protocolVersion":"2025-06-18")", true, false},
                       {"logging/setLevel", R"("level":"info")", true, false},
                       {"server/discover", "", false, true},
                       {"subscriptions/listen", R"("notifications":{})", false, true},
                       {"tools/list", "", true, true},
                       {"resources/list", "", false, false},
                       {"prompts/list", "", false, false},
                       {"completion/complete", "", false, false},
                       {"TOOLS/LIST", "", false, false},
                       {"", "", false, false}};
    bench env;
    env.start(false);
    for (auto const& each : cases) {
        CAPTURE(each.method);
        std::string const params = each.params;
        CHECK(env.send(request(each.method, params))->body().contains("result") == each.legacy);
        auto const comma = params.empty() ? "" : ",";
        auto const to = env.send(request(each.method, params + comma + modern_meta()));
        CHECK(to->body().contains("result") == each.modern);
        if (!each.modern) CHECK(to->error_code() == -32601);
    }
}

TEST_CASE("ids come back as they were sent, also in errors") {
    bench env;
    env.start(false);
    for (std::string id : {"0", "-5", "123456789012345678901234567890", "\"\"", "\"a\\nb\""})
        for (std::string method : {"ping", "nonsense"}) {
            auto const to = env.send(R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":")" + method + "\"}");
            CHECK(to->reply.body.find("\"id\":" + id + ",") != std::string::npos);
        }
}

TEST_CASE("broken messages are answered with the right code") {
    struct {
        char const* text;
        int code;
        char const* id;
    } const cases[] = {
        {"{", -32700, "null"},
        {"\xFF", -32700, "null"},
        {R"({"jsonrpc":"2.0","id":3,"method":5})", -32600, "3"},
        {R"({"jsonrpc":"2.0","id":3,"method":"ping","method":"ping"})", -32600, "3"},
        {R"([])", -32600, "null"},
        {R"("text")", -32600, "null"},
        {R"({"jsonrpc":"2.0","id":3,"method":"tools/call"})", -32602, "3"},
        {R"({"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":1}})", -32602, "3"},
        {R"({"jsonrpc":"2.0","id":3,"method":"tools/list","params":{"cursor":"x"}})", -32602, "3"},
        {R"({"jsonrpc":"2.0","id":3,"method":"logging/setLevel","params":{"level":"loud"}})", -32602, "3"}};
    bench env;
    env.start(false);
    for (auto const& each : cases) {
        CAPTURE(each.text);
        auto const to = env.send(each.text);
        CHECK(to->error_code() == each.code);
        CHECK(json::serialize(to->body().at("id")) == each.id);
    }
    for (auto const* first : {R"("cursor":"")", R"("cursor":null)"}) {
        CHECK(env.send(request("tools/list", first))->result().contains("tools"));
        CHECK_FALSE(env.send(request("tools/list", first))->result().contains("nextCursor"));
        CHECK(env.send(request("tools/list", first + ("," + modern_meta())))->result().contains("tools"));
    }
    for (auto const* other : {R"("cursor":"x")", R"("cursor":0)", R"("cursor":{})"})
        CHECK(env.send(request("tools/list", other + ("," + modern_meta())))->error_code() == -32602);
}

TEST_CASE("notifications and responses are never answered") {
    bench env;
    env.start(false);
    for (std::string text : {R"({"jsonrpc":"2.0","method":"notifications/initialized"})",
                             R"({"jsonrpc":"2.0","method":"notifications/unknown","params":{}})",
                             R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":99}})",
                             R"({"jsonrpc":"2.0","method":"notifications/cancelled"})",
                             R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"_meta":)"
                             R"({"io.modelcontextprotocol/protocolVersion":"2099-01-01"}}})",
                             R"({"jsonrpc":"2.0","id":1,"result":{}})"}) {
        CAPTURE(text);
        auto const to = env.send(text);
        CHECK(to->finished);
        CHECK(to->reply.body.empty());
    }
}

TEST_CASE("batches, where a revision has them") {
    std::string const two =
        R"([{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","id":2,"method":"nonsense"}])";
    bench env;
    env.start(false);
    auto const before = env.send(two);
    CHECK(json::parse(before->reply.body).as_array().size() == 2);

    auto const initialize = [&](std::string const& version) {
        env.send(request("initialize", R"("protocolVersion":")" + version + "\""));
    };
    initialize("2025-03-26");
    CHECK(json::parse(env.send(two)->reply.body).is_array());
    CHECK(env.send(R"([{"jsonrpc":"2.0","method":"notifications/initialized"}])")->reply.body.empty());
    auto const mixed = env.send(R"([5,{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}])");
    auto const answers = json::parse(mixed->reply.body).as_array();
    CHECK(answers.size() == 2);
    for (auto const& each : answers) CHECK(each.at("error").at("code").as_int64() == -32600);
    CHECK(env.send("[" + request("tools/list", modern_meta()) + "]")->error_code() == -32600);

    initialize("2025-06-18");
    CHECK(env.send(two)->error_code() == -32600);
}

TEST_CASE("a subscription to nothing is acknowledged, then ends") {
    bench env;
    env.start(false);
    auto const to =
        env.send(request("subscriptions/listen", R"("notifications":{"toolsListChanged":true},)" + modern_meta()));
    REQUIRE(to->notifications.size() == 1);
    auto const& acknowledged = to->notifications[0];
    CHECK(acknowledged.at("method").as_string() == "notifications/subscriptions/acknowledged");
    CHECK(acknowledged.at("params").at("notifications").as_object().empty());
    CHECK(acknowledged.at("params").at("_meta").at("io.modelcontextprotocol/subscriptionId").as_int64() == 1);
    CHECK(to->result().at("_meta").at("io.modelcontextprotocol/subscriptionId").as_int64() == 1);
    CHECK(env.send(request("subscriptions/listen", modern_meta()))->error_code() == -32602);
}

TEST_CASE("a peer learns which of its requests was not UTF-8, and lone surrogates are no reason to refuse") {
    bench env;
    env.start(false);
    auto const broken = env.send("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"ping\",\"params\":{\"a\":\"\xFF\"}}");
    CHECK(broken->error_code() == -32700);
    CHECK(broken->body().at("id").as_string() == "x");
    CHECK(env.send(R"({"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":"\ud83d"}})")->result().empty());
}

TEST_CASE("what a peer sent is quoted shortly, and an id has its limit") {
    std::string const much(100'000, 'm');
    bench env;
    env.start(false);
    for (auto const& text :
         {request(much), request("tools/call", R"("name":")" + much + "\""),
          request("tools/list", R"("_meta":{"io.modelcontextprotocol/protocolVersion":")" + much + "\"}"),
          R"({"jsonrpc":"2.0","id":")" + much + R"(","method":"ping"})"})
        CHECK(env.send(text)->reply.body.size() < 500);
}
