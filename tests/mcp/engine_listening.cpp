// Legacy sessions over HTTP: who they are to their transport, and what they are told unasked.

#include "harness.hpp"

using namespace testing;

namespace {

std::string request(std::string const& method, std::string const& params = "", std::string const& id = "1") {
    return R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":")" + method + R"(","params":{)" + params + "}}";
}

/// An outlet of a transport that keeps streams.
class stream final : public jsonrpc::outlet {
public:
    void belongs_to(jsonrpc::session_facts const& whose, std::string_view of) override {
        CHECK_FALSE(finished);
        CHECK(session.empty());
        session = whose.name;
        polls = whose.polls;
        request_id = of;
    }
    void notify(std::string text) override { notifications.push_back(std::move(text)); }
    void finish(jsonrpc::reply answer) override {
        CHECK_FALSE(finished);
        finished = true;
        reply = std::move(answer);
    }
    void let_poll() override { ++polled; }

    std::string session, request_id;
    bool polls = false, finished = false;
    int polled = 0;
    std::vector<std::string> notifications;
    jsonrpc::reply reply;
};

struct listening_bench : bench {
    std::string open(std::string const& version = "2025-11-25", std::string_view principal = {}) {
        headers const none;
        return send(request("initialize", R"("protocolVersion":")" + version + "\""), &none, principal)
            ->reply.session_id;
    }
    static headers with_session(std::string const& id) { return headers({{"mcp-session-id", id}}); }
    /// Offers what there is now.
    void offer_again() {
        mcp::server_info info;
        info.tools_change = true;
        offered = std::make_shared<mcp::offering const>(info, tools, prompts, resources);
        engine->offer(offered);
    }
    std::shared_ptr<stream> send_stream(std::string const& text, headers const& fields) {
        auto const to = std::make_shared<stream>();
        boost::asio::post(io, [&] { ticket = engine->receive({text, &fields, {}, nullptr}, to); });
        io.restart();
        io.poll();
        return to;
    }
    jsonrpc::session_facts facts(std::string const& id) { return engine->find_session(with_session(id), {}).whose; }
};

}  // namespace

TEST_CASE("a transport learns whose request it is, before anything else") {
    struct {
        char const* version;
        bool polls;
    } const cases[] = {{"2024-11-05", false}, {"2025-03-26", false}, {"2025-06-18", false}, {"2025-11-25", true}};
    for (auto const& each : cases) {
        CAPTURE(each.version);
        listening_bench env;
        env.start(true);
        auto const id = env.open(each.version);
        auto const to = env.send_stream(request("ping", "", R"("an id")"), env.with_session(id));
        CHECK(to->request_id == R"("an id")");
        CHECK(to->polls == each.polls);
        CHECK_FALSE(to->session.empty());
        CHECK(to->session != id);
        CHECK(env.facts(id).name == to->session);
        CHECK(env.facts(id).polls == each.polls);
    }
}

TEST_CASE("what belongs to no session is nobody's") {
    listening_bench env;
    env.start(true);
    CHECK(env.send_stream(request("ping"), headers())->session.empty());
    headers const modern(
        {{"mcp-protocol-version", "2026-07-28"}, {"mcp-method", "server/discover"}, {"mcp-session-id", env.open()}});
    CHECK(env.send_stream(request("server/discover", modern_meta()), modern)->session.empty());
    // A new handshake does not look at the old id.
    CHECK(env.send_stream(request("initialize", R"("protocolVersion":"2025-11-25")"), env.with_session(env.open()))
              ->session.empty());
}

TEST_CASE("the session of a request without a message") {
    listening_bench env;
    env.start(true);
    auto const mine = env.open();
    auto const ended = env.open();
    env.engine->end_session(ended, {});
    struct {
        char const* what;
        std::map<std::string, std::string> fields;
        std::string principal;
        int status;
    } const cases[] = {
        {"none", {}, "", 400},
        {"one", {{"mcp-session-id", mine}}, "", 200},
        {"with a version", {{"mcp-session-id", mine}, {"mcp-protocol-version", "2025-06-18"}}, "", 200},
        {"with a strange one", {{"mcp-session-id", mine}, {"mcp-protocol-version", "1999-01-01"}}, "", 400},
        {"another's", {{"mcp-session-id", mine}}, "mallory", 404},
        {"made up", {{"mcp-session-id", "x"}}, "", 404},
        {"ended", {{"mcp-session-id", ended}}, "", 404},
    };
    for (auto const& each : cases) {
        CAPTURE(each.what);
        auto const found = env.engine->find_session(headers(each.fields), each.principal);
        CHECK(found.status == each.status);
        CHECK(found.whose.name.empty() == (each.status != 200));
    }
    env.restart(true);
    CHECK(env.facts(mine).polls);
}

TEST_CASE("where nothing ever changes nobody listens") {
    listening_bench env;
    env.start(true);
    auto const to = std::make_shared<stream>();
    CHECK_FALSE(env.engine->listen(env.facts(env.open()), to));
}

TEST_CASE("sessions that listen hear of changes, each by its own stream, until their end") {
    listening_bench env;
    env.tools_change = true;
    env.start(true);
    auto const a = env.open();
    auto const b = env.open();
    auto const of_a = std::make_shared<stream>();
    auto of_b = std::make_shared<stream>();
    CHECK(env.engine->listen(env.facts(a), of_a));
    CHECK(env.engine->listen(env.facts(b), of_b));

    env.add("another", [](auto const&, auto&) { return answer_text("done"); });
    env.offer_again();
    REQUIRE(of_a->notifications.size() == 1);
    CHECK(json::parse(of_a->notifications[0]).at("method") == "notifications/tools/list_changed");
    CHECK(of_b->notifications.size() == 1);

    env.engine->end_session(a, {});
    CHECK(of_a->finished);
    CHECK(of_a->reply.body.empty());
    CHECK_FALSE(of_b->finished);
    // The transport gave up waiting for b's client.
    of_b.reset();
    env.add("third", [](auto const&, auto&) { return answer_text("done"); });
    env.offer_again();
    CHECK(of_a->notifications.size() == 1);
}

TEST_CASE("a shutdown ends the streams of those who listen") {
    listening_bench env;
    env.tools_change = true;
    env.start(true);
    auto const to = std::make_shared<stream>();
    CHECK(env.engine->listen(env.facts(env.open()), to));
    env.engine->end_subscriptions();
    CHECK(to->finished);
}

TEST_CASE("an HTTP session is told that the list of tools may change, where it may") {
    for (bool const change : {false, true}) {
        listening_bench env;
        env.tools_change = change;
        env.start(true);
        headers const none;
        auto const result = env.send(request("initialize", R"("protocolVersion":"2025-11-25")"), &none)->result();
        CHECK(result.at("capabilities").at("tools").as_object().contains("listChanged") == change);
    }
}

TEST_CASE("a tool may let its client poll; after the reply that means nothing") {
    listening_bench env;
    mcp::request_context* seen = nullptr;
    env.add("rest", [&seen](auto const&, mcp::request_context& context) {
        seen = &context;
        context.let_poll();
        return answer_text("done");
    });
    env.start(true);
    auto const to = env.send_stream(request("tools/call", R"("name":"rest")"), env.with_session(env.open()));
    CHECK(seen);
    CHECK(to->polled == 1);
    CHECK(to->finished);
}

TEST_CASE("a modern call over HTTP repeats annotated parameters in headers; other calls need not") {
    listening_bench env;
    env.tools.add_as_is(json::parse(R"({"name":"query","description":"A tool.","inputSchema":{"type":"object",
        "properties":{"region":{"type":"string","x-mcp-header":"Region"}}}})")
                            .as_object(),
                        std::make_shared<lambda_tool>([](auto const&, auto&) { return answer_text("done"); }));
    env.start(true);
    std::string const arguments = R"("name":"query","arguments":{"region":"eu"})";
    std::map<std::string, std::string> fields{
        {"mcp-protocol-version", "2026-07-28"}, {"mcp-method", "tools/call"}, {"mcp-name", "query"}};
    auto const call = [&] {
        headers const sent(fields);
        return env.send(request("tools/call", arguments + "," + modern_meta()), &sent);
    };
    CHECK(call()->reply.status == 400);
    CHECK(call()->error_code() == -32020);
    fields["mcp-param-region"] = "us";
    CHECK(call()->error_code() == -32020);
    fields["mcp-param-region"] = "eu";
    CHECK(call()->text() == "done");
    auto const legacy = env.with_session(env.open());
    CHECK(env.send(request("tools/call", arguments), &legacy)->text() == "done");
}
