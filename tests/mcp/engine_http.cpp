#include "harness.hpp"

using namespace testing;

namespace {

std::string request(std::string const& method, std::string const& params = "") {
    return R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":{)" + params + "}}";
}

std::string const initialize =
    request("initialize", R"("protocolVersion":"2025-11-25","capabilities":{"elicitation":{}})");

headers modern_headers(std::string const& method, std::string const& name = "") {
    std::map<std::string, std::string> fields{{"mcp-protocol-version", "2026-07-28"}, {"mcp-method", method}};
    if (!name.empty()) fields["mcp-name"] = name;
    return headers(fields);
}

headers with_session(std::string const& id) {
    return headers({{"mcp-session-id", id}, {"mcp-protocol-version", "2025-11-25"}});
}

}  // namespace

TEST_CASE("a legacy handshake opens a session, and the session is checked from then on") {
    bench env;
    env.start(true);
    headers const none;
    auto const id = env.send(initialize, &none)->reply.session_id;
    REQUIRE_FALSE(id.empty());
    auto const known = with_session(id);
    CHECK(env.send(request("ping"), &known)->reply.status == 200);

    // Another's session, a made-up one, and the id after its end are all simply not there.
    CHECK(env.send(request("ping"), &known, "mallory")->reply.status == 404);
    auto const wrong = with_session(id + "x");
    auto const refused = env.send(request("ping"), &wrong);
    CHECK(refused->reply.status == 404);
    CHECK(refused->error_code() == -32001);
    CHECK(env.engine->end_session(id, "mallory") == 404);
    CHECK(env.engine->end_session(std::nullopt, "") == 400);
    CHECK(env.engine->end_session(id, "") == 204);
    CHECK(env.engine->end_session(id, "") == 404);
    CHECK(env.send(request("ping"), &known)->reply.status == 404);
    CHECK(env.send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})", &known)->reply.status == 404);
    // A new handshake does not look at the old id.
    CHECK(env.send(initialize, &known)->reply.status == 200);
}

TEST_CASE("a session goes on after a restart of the server") {
    bench env;
    env.start(true);
    headers const none;
    auto const known = with_session(env.send(initialize, &none)->reply.session_id);
    env.restart(true);
    CHECK(env.send(request("ping"), &known)->reply.status == 200);
}

TEST_CASE("clients that keep no session are served all the same") {
    bench env;
    env.start(true);
    headers const none;
    headers const version({{"mcp-protocol-version", "2025-06-18"}});
    CHECK(env.send(request("tools/list"), &none)->reply.status == 200);
    CHECK(env.send(request("tools/list"), &version)->reply.status == 200);
    // Any known legacy version is fine, whatever was agreed on (wire-contract 6.6).
    auto const id = env.send(initialize, &none)->reply.session_id;
    headers const other({{"mcp-session-id", id}, {"mcp-protocol-version", "2024-11-05"}});
    CHECK(env.send(request("tools/list"), &other)->reply.status == 200);
}

TEST_CASE("the status of each answer") {
    auto const modern = modern_meta();
    auto const list = modern_headers("tools/list");
    headers const none;
    headers const unknown({{"mcp-protocol-version", "2099-01-01"}});
    struct {
        char const* what;
        std::string text;
        headers const* fields;
        int status;
        int code;  // 0: a result
    } const cases[] = {
        {"modern list", request("tools/list", modern), &list, 200, 0},
        {"not JSON", "{", &list, 400, -32700},
        {"not JSON-RPC", "{}", &list, 400, -32600},
        {"method differs", request("ping", modern), &list, 400, -32020},
        {"headers missing", request("tools/list", modern), &none, 400, -32020},
        {"claim missing", request("tools/list"), &list, 400, -32602},
        {"legacy unknown method", request("nonsense"), &none, 200, -32601},
        {"legacy bad parameters", request("tools/call"), &none, 200, -32602},
        {"unknown version in the header", request("tools/list"), &unknown, 400, -32000},
        {"modern in a batch", "[" + request("tools/list", modern) + "]", &none, 400, -32600},
        {"empty batch", "[]", &none, 400, -32600},
    };
    bench env;
    env.start(true);
    for (auto const& each : cases) {
        CAPTURE(each.what);
        auto const to = env.send(each.text, each.fields);
        CHECK(to->reply.status == each.status);
        if (each.code == 0)
            CHECK(to->body().contains("result"));
        else
            CHECK(to->error_code() == each.code);
    }
}

TEST_CASE("an unknown modern method is 404, whatever it was in the past") {
    bench env;
    env.start(true);
    for (std::string method : {"initialize", "ping", "logging/setLevel", "resources/subscribe", "nonsense"}) {
        CAPTURE(method);
        auto const fields = modern_headers(method);
        auto const to = env.send(request(method, modern_meta()), &fields);
        CHECK(to->reply.status == 404);
        CHECK(to->error_code() == -32601);
        CHECK(to->body().at("id").as_int64() == 1);
    }
}

TEST_CASE("an unsupported version is named beside what is supported") {
    bench env;
    env.start(true);
    headers const fields({{"mcp-protocol-version", "2099-01-01"}, {"mcp-method", "tools/list"}});
    auto const to = env.send(request("tools/list", R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2099-01-01",)"
                                                   R"("io.modelcontextprotocol/clientCapabilities":{}})"),
                             &fields);
    CHECK(to->reply.status == 400);
    CHECK(to->error_code() == -32022);
    CHECK(json::serialize(to->error().at("data")) == R"({"supported":["2026-07-28"],"requested":"2099-01-01"})");
}

TEST_CASE("batches over HTTP depend on the version header") {
    std::string const two = "[" + request("ping") + "," + request("ping") + "]";
    struct {
        std::map<std::string, std::string> fields;
        int status;
    } const cases[] = {{{}, 200},
                       {{{"mcp-protocol-version", "2025-03-26"}}, 200},
                       {{{"mcp-protocol-version", "2024-11-05"}}, 200},
                       {{{"mcp-protocol-version", "2025-06-18"}}, 400},
                       {{{"mcp-protocol-version", "2025-11-25"}}, 400}};
    bench env;
    env.start(true);
    for (auto const& each : cases) {
        headers const fields(each.fields);
        CHECK(env.send(two, &fields)->reply.status == each.status);
    }
}

TEST_CASE("a log level set in a session holds for its calls, on any process") {
    bench env;
    env.add("talk", [](auto const&, mcp::request_context& context) {
        context.log(mcp::log_level::info, "working");
        return answer_text("done");
    });
    env.start(true);
    headers const none;
    auto const known = with_session(env.send(initialize, &none)->reply.session_id);
    auto const call = request("tools/call", R"("name":"talk")");
    CHECK(env.send(call, &known)->notifications.empty());
    CHECK(env.send(request("logging/setLevel", R"("level":"debug")"), &known)->result().empty());
    env.restart(true);
    CHECK(env.send(call, &known)->notifications.size() == 1);
    CHECK(env.send(call, &none)->notifications.empty());
}

TEST_CASE("a batch belongs to its session") {
    std::string const two = "[" + request("ping") + "," + request("ping") + "]";
    bench env;
    env.start(true);
    headers const none;
    auto const open = [&](std::string const& version) {
        auto const to = env.send(request("initialize", R"("protocolVersion":")" + version + "\""), &none);
        return headers({{"mcp-session-id", to->reply.session_id}});
    };
    auto const old = open("2025-03-26");
    CHECK(env.send(two, &old)->reply.status == 200);
    auto const late = open("2025-11-25");
    CHECK(env.send(two, &late)->reply.status == 400);
    headers const unknown({{"mcp-session-id", "x"}});
    CHECK(env.send(two, &unknown)->reply.status == 404);
    headers const strange({{"mcp-protocol-version", "2099-01-01"}});
    CHECK(env.send(two, &strange)->reply.status == 400);
}
