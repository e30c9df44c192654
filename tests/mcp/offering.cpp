// An engine whose tools change while it runs.

#include "mcp/offering.hpp"

#include "harness.hpp"

using namespace testing;

namespace {

constexpr auto initialize =
    R"({"jsonrpc":"2.0","id":"i","method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{}}})";

std::string request(std::string const& id, std::string const& method, std::string const& params) {
    return R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":")" + method + R"(","params":{)" + params + "}}";
}
std::string listen(std::string const& id = "9", std::string const& wanted = R"("toolsListChanged":true)") {
    return request(id, "subscriptions/listen", R"("notifications":{)" + wanted + "}," + modern_meta());
}

/// Tools of which more come.
struct growing final : mcp::tool_source {
    void wanted() override { ++asked; }
    bool pending() const override { return waits; }
    int asked = 0;
    bool waits = false;
};

struct changing : bench {
    explicit changing(bool http = false) {
        tools_change = true;
        options.later = &source;
        add("first", [](auto const&, auto&) { return answer_text("one"); });
        start(http);
    }
    ~changing() { engine->cancel_all(); }

    void grow(std::string const& name, lambda_tool::body run = [](auto const&, auto&) { return answer_text("two"); }) {
        auto more = tools;
        more.add(definition(name), std::make_shared<lambda_tool const>(std::move(run)));
        mcp::server_info info;
        info.tools_change = true;
        engine->offer(std::make_shared<mcp::offering const>(info, std::move(more)));
    }
    std::size_t listed(jsonrpc::field_source const* fields = nullptr) {
        return send(request("1", "tools/list", ""), fields)->result().at("tools").as_array().size();
    }

    growing source;
};

}  // namespace

TEST_CASE("new tools are listed and called, old ones stay") {
    changing env;
    CHECK(env.listed() == 1);
    CHECK(env.send(request("2", "tools/call", R"("name":"second")"))->error_code() == -32602);
    env.grow("second");
    CHECK(env.listed() == 2);
    CHECK(env.send(request("3", "tools/call", R"("name":"second")"))->text() == "two");
    CHECK(env.send(request("4", "tools/call", R"("name":"first")"))->text() == "one");
    env.grow("third");
    CHECK(env.listed() == 2);
    CHECK(env.send(request("5", "tools/call", R"("name":"second")"))->error_code() == -32602);
}

TEST_CASE("a call goes on although its tool has gone") {
    changing env;
    std::shared_ptr<platform::timer> gate;
    env.grow("slow", [&](auto const&, mcp::request_context& context) -> platform::task<mcp::tool_result> {
        gate = std::make_shared<platform::timer>(context.executor(), platform::clock::time_point::max());
        return [](std::shared_ptr<platform::timer> until) -> platform::task<mcp::tool_result> {
            co_await until->async_wait(platform::use_result);
            mcp::tool_result result;
            result.add_text("done");
            co_return result;
        }(gate);
    });
    auto const running = env.send(request("2", "tools/call", R"("name":"slow")"));
    CHECK_FALSE(running->finished);
    env.grow("other");
    gate->cancel();
    env.finish(running);
    CHECK(running->text() == "done");
}

TEST_CASE("a legacy peer that can be told is told, after its handshake") {
    changing env;
    env.unasked = std::make_shared<peer>();
    env.grow("a");
    CHECK(env.unasked->notifications.empty());
    CHECK(env.send(initialize)->result().at("capabilities").at("tools") == json::value{{"listChanged", true}});
    env.grow("b");
    REQUIRE(env.unasked->notifications.size() == 1);
    CHECK(env.unasked->notifications[0].at("method") == "notifications/tools/list_changed");
}

TEST_CASE("a legacy peer that can't be told is promised nothing") {
    changing env;
    CHECK(env.send(initialize)->result().at("capabilities").at("tools").as_object().empty());
    env.grow("b");
}

TEST_CASE("a subscription is acknowledged, told of changes, and lasts until it is cancelled") {
    changing env;
    auto const open = env.send(listen());
    REQUIRE(open->notifications.size() == 1);
    CHECK(open->notifications[0].at("params").at("notifications") == json::value{{"toolsListChanged", true}});
    CHECK_FALSE(open->finished);
    env.grow("b");
    env.grow("c");
    CHECK(open->notifications.size() == 3);
    CHECK(open->notifications[2].at("params").at("_meta").at("io.modelcontextprotocol/subscriptionId") == 9);
    env.send(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":9}})");
    CHECK(open->finished);
    CHECK(open->reply.body.empty());
    env.grow("d");
    CHECK(open->notifications.size() == 3);
}

TEST_CASE("what ends a subscription") {
    struct {
        void (*end)(changing&);
        bool with_result;
    } const cases[] = {
        {[](changing& env) { env.engine->disconnected(env.ticket); }, false},
        {[](changing& env) { env.engine->cancel_all(); }, true},
        {[](changing& env) { env.engine->end_subscriptions(); }, true},
    };
    for (auto const& each : cases) {
        changing env;
        auto const open = env.send(listen());
        CHECK(env.ticket != 0);
        each.end(env);
        REQUIRE(open->finished);
        CHECK(open->reply.body.empty() != each.with_result);
        if (each.with_result) {
            CHECK(open->result().at("resultType") == "complete");
            CHECK(open->result().at("_meta").at("io.modelcontextprotocol/subscriptionId") == 9);
        }
        // Its id may serve again.
        CHECK_FALSE(env.send(listen())->finished);
    }
}

TEST_CASE("subscriptions to nothing end at once") {
    changing env;
    for (auto wanted : {"", R"("promptsListChanged":true)", R"("toolsListChanged":false)"}) {
        auto const open = env.send(listen("9", wanted));
        REQUIRE(open->notifications.size() == 1);
        CHECK(open->notifications[0].at("params").at("notifications").as_object().empty());
        CHECK(open->finished);
    }
}

TEST_CASE("subscriptions are bounded") {
    changing env;
    for (std::size_t i = 0; i < mcp::subscriptions::most; ++i) env.send(listen(std::to_string(i)));
    auto const refused = env.send(listen("\"one more\""));
    CHECK(refused->error_code() == -32603);
    CHECK(refused->notifications.empty());
}

TEST_CASE("who asks for tools makes the others come") {
    changing env;
    env.send(request("1", "ping", ""));
    CHECK(env.source.asked == 0);
    env.listed();
    CHECK(env.source.asked == 1);
    env.send(request("2", "tools/call", R"("name":"first")"));
    CHECK(env.source.asked == 1);
    auto const unknown = [&] {
        return std::string(env.send(request("3", "tools/call", R"("name":"frst")"))->error().at("message").as_string());
    };
    CHECK(unknown().find("Did you mean first?") != std::string::npos);
    CHECK(env.source.asked == 2);
    env.source.waits = true;
    CHECK(unknown().find("being fetched") != std::string::npos);
}

TEST_CASE("lists that headers narrow follow the change") {
    changing env(true);
    headers const fields({{"content-type", "application/json"}, {"x-mcp-exclude-tools", "first"}});
    CHECK(env.listed(&fields) == 0);
    env.grow("second");
    CHECK(env.listed(&fields) == 1);
}
