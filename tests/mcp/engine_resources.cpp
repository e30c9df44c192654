// resources/list, /templates/list, /read and subscriptions to resources, in both eras.

#include "harness.hpp"
#include "resources.hpp"

using namespace testing;

namespace {

std::string request(std::string const& method, std::string const& params, bool modern = false,
                    std::string const& id = "1") {
    auto const more = modern ? (params.empty() ? "" : ",") + modern_meta() : std::string();
    return R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":")" + method + R"(","params":{)" + params + more + "}}";
}

constexpr auto initialize = R"("protocolVersion":"2025-11-25","capabilities":{})";

struct stocked : bench {
    explicit stocked(bool http = false) : source(std::make_shared<counted>("many", 60)) {
        resources.add(source);
        start(http);
    }
    /// The legacy peer of stdio, which hears what belongs to no request.
    void shake_hands() {
        unasked = std::make_shared<peer>();
        send(request("initialize", initialize));
    }
    std::shared_ptr<peer> read(std::string const& uri, bool modern = false) {
        return send(request("resources/read", R"("uri":")" + uri + '"', modern));
    }

    std::shared_ptr<counted> source;
};

std::string method_of(json::object const& message) {
    return std::string(message.at("method").as_string());
}

}  // namespace

TEST_CASE("resources are listed a page at a time") {
    stocked env;
    for (bool const modern : {false, true}) {
        auto const first = env.send(request("resources/list", "", modern))->result();
        CHECK(first.at("resources").as_array().size() == 50);
        auto const cursor = json::serialize(first.at("nextCursor"));
        auto const last = env.send(request("resources/list", R"("cursor":)" + cursor, modern))->result();
        CHECK(last.at("resources").as_array().size() == 10);
        CHECK_FALSE(last.contains("nextCursor"));
        for (auto const& page : {first, last}) {
            CHECK(page.contains("ttlMs") == modern);
            if (modern) CHECK(page.at("cacheScope") == "private");
        }
        for (auto const* wrong : {"\"nonsense\"", "7"})
            CHECK(env.send(request("resources/list", R"("cursor":)" + std::string(wrong), modern))->error_code() ==
                  -32602);
    }
}

TEST_CASE("templates are listed") {
    stocked env;
    auto const legacy = env.send(request("resources/templates/list", ""))->result();
    CHECK(legacy.at("resourceTemplates").at(0).at("uriTemplate") == "many://{number}");
    CHECK(legacy.size() == 1);
    auto const modern = env.send(request("resources/templates/list", "", true))->result();
    CHECK(modern.at("resourceTemplates") == legacy.at("resourceTemplates"));
    CHECK(modern.at("cacheScope") == "public");
}

TEST_CASE("a resource is read") {
    stocked env;
    auto const legacy = env.read("many://7")->result();
    CHECK(json::serialize(legacy) == R"({"contents":[{"uri":"many://7","mimeType":"text/plain","text":"number 7"}]})");
    auto const modern = env.read("many://7", true)->result();
    CHECK(modern.at("contents") == legacy.at("contents"));
    CHECK(modern.at("ttlMs") == 0);
    CHECK(modern.at("cacheScope") == "private");
    CHECK(modern.at("resultType") == "complete");
}

TEST_CASE("what leads to nothing is an error, never an empty list") {
    stocked env;
    struct {
        std::string uri;
        std::int64_t legacy, modern;
        std::string_view says;
        bool names_it;
    } const cases[] = {
        {"many://999", -32002, -32602, "Resource not found: many://999", true},
        {"other://1", -32002, -32602, "Resource not found: other://1", true},
        {"", -32002, -32602, "Resource not found", true},
        {"many://big", -32602, -32602, "Too big to read", false},
        {"many://boom", -32603, -32603, "Internal error", false},
    };
    for (auto const& each : cases)
        for (bool const modern : {false, true}) {
            CAPTURE(each.uri);
            auto const answer = env.read(each.uri, modern);
            CHECK(answer->error_code() == (modern ? each.modern : each.legacy));
            CHECK(std::string(answer->error().at("message").as_string()).find(each.says) != std::string::npos);
            if (each.names_it) CHECK(answer->error().at("data") == json::value{{"uri", each.uri}});
            CHECK(answer->reply.status == 200);
        }
    CHECK(env.send(request("resources/read", ""))->error_code() == -32602);
}

TEST_CASE("a result that no client could read is refused with words") {
    stocked env;
    env.options.reply_limit = 60;
    env.restart(false);
    auto const answer = env.read("many://7");
    CHECK(answer->error_code() == -32603);
    CHECK(std::string(answer->error().at("message").as_string()).find("more than MCP clients read") !=
          std::string::npos);
}

TEST_CASE("a legacy session hears of what it subscribed to, until it unsubscribes") {
    stocked env;
    env.shake_hands();
    constexpr auto uri = R"("uri":"many://1")";
    env.source->change();
    CHECK(json::serialize(env.send(request("resources/subscribe", uri))->result()) == "{}");
    env.send(request("resources/subscribe", uri));
    env.source->change();
    REQUIRE(env.unasked->notifications.size() == 1);
    CHECK(json::serialize(env.unasked->notifications[0]) ==
          R"({"jsonrpc":"2.0","method":"notifications/resources/updated","params":{"uri":"many://1"}})");
    CHECK(json::serialize(env.send(request("resources/unsubscribe", uri))->result()) == "{}");
    CHECK_FALSE(env.source->is_watched());
    env.source->change();
    CHECK(env.unasked->notifications.size() == 1);
    // Twice is no error.
    CHECK(json::serialize(env.send(request("resources/unsubscribe", uri))->result()) == "{}");
}

TEST_CASE("a legacy session that has seen the list hears of changes of it") {
    stocked env;
    env.shake_hands();
    env.source->grow();
    CHECK(env.unasked->notifications.empty());
    env.send(request("resources/list", ""));
    env.send(request("resources/list", ""));
    env.source->grow();
    REQUIRE(env.unasked->notifications.size() == 1);
    CHECK(method_of(env.unasked->notifications[0]) == "notifications/resources/list_changed");
}

TEST_CASE("subscriptions that can't be are refused") {
    stocked env(true);
    headers const no_session({{"content-type", "application/json"}});
    auto const subscribe = [&](std::string const& params, jsonrpc::field_source const& fields,
                               std::string_view who = {}) {
        return env.send(request("resources/subscribe", params), &fields, who);
    };
    CHECK(subscribe(R"("uri":"many://1")", no_session)->error_code() == -32600);
    auto const opened = [&](std::string_view who) {
        auto const answer = env.send(request("initialize", initialize), &no_session, who);
        return headers({{"mcp-session-id", answer->reply.session_id}, {"mcp-protocol-version", "2025-11-25"}});
    };
    auto const mine = opened("");
    CHECK(subscribe("", mine)->error_code() == -32602);
    CHECK(subscribe(R"("uri":"other://1")", mine)->error_code() == -32002);
    CHECK(subscribe(R"("uri":"many://1")", opened("stranger"), "stranger")->error_code() == -32602);
    // What never changes may be subscribed to.
    CHECK(json::serialize(subscribe(R"("uri":"many://fixed")", mine)->result()) == "{}");
    for (std::size_t i = 0; i < mcp::most_uris; ++i) subscribe(R"("uri":"many://)" + std::to_string(i) + '"', mine);
    CHECK(subscribe(R"("uri":"many://one-more")", mine)->error_code() == -32600);
}

TEST_CASE("the end of a session ends its subscriptions") {
    stocked env(true);
    headers const none({{"content-type", "application/json"}});
    auto const id = env.send(request("initialize", initialize), &none)->reply.session_id;
    headers const session({{"mcp-session-id", id}, {"mcp-protocol-version", "2025-11-25"}});
    env.send(request("resources/list", ""), &session);
    env.send(request("resources/subscribe", R"("uri":"many://1")"), &session);
    CHECK(env.source->is_watched());
    CHECK(env.engine->end_session(id, {}) == 204);
    CHECK_FALSE(env.source->is_watched());
}

TEST_CASE("a modern subscription is told of lists and resources, with its id") {
    stocked env;
    auto const open = env.send(request("subscriptions/listen",
                                       R"("notifications":{"resourcesListChanged":true,"toolsListChanged":true,)"
                                       R"("resourceSubscriptions":["many://1","many://fixed","other://1"]})",
                                       true, "\"s\""));
    CHECK_FALSE(open->finished);
    REQUIRE(open->notifications.size() == 1);
    CHECK(open->notifications[0].at("params").at("notifications") ==
          json::value{{"resourcesListChanged", true}, {"resourceSubscriptions", {"many://1"}}});
    env.source->grow();
    env.source->change();
    REQUIRE(open->notifications.size() == 3);
    CHECK(method_of(open->notifications[1]) == "notifications/resources/list_changed");
    CHECK(method_of(open->notifications[2]) == "notifications/resources/updated");
    CHECK(open->notifications[2].at("params").at("uri") == "many://1");
    for (auto const& each : open->notifications)
        CHECK(each.at("params").at("_meta").at("io.modelcontextprotocol/subscriptionId") == "s");
    env.send(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"s"}})");
    CHECK(open->finished);
    CHECK_FALSE(env.source->is_watched());
    env.source->change();
    CHECK(open->notifications.size() == 3);
}

TEST_CASE("a modern client has neither subscribe nor unsubscribe") {
    stocked env;
    for (auto const* method : {"resources/subscribe", "resources/unsubscribe"}) {
        auto const answer = env.send(request(method, R"("uri":"many://1")", true));
        CHECK(answer->error_code() == -32601);
        CHECK(answer->reply.status == 404);
    }
}

TEST_CASE("only changes that happen are advertised, and only to who can hear of them") {
    stocked living;
    bench still;
    class quiet final : public mcp::resource_source {
        bool covers(std::string_view uri) const override { return uri == "quiet://1"; }
        platform::task<mcp::resource_page> list(std::string, mcp::request_context&) const override {
            co_return mcp::resource_page{};
        }
        platform::task<std::optional<mcp::resource_reading>> read(std::string, mcp::request_context&) const override {
            co_return std::nullopt;
        }
    };
    still.resources.add(std::make_shared<quiet>());
    still.start(false);
    auto const offered = [](bench& env, std::string const& text) {
        return json::serialize(env.send(text)->result().at("capabilities").at("resources"));
    };
    auto const discover = request("server/discover", "", true);
    CHECK(offered(living, discover) == R"({"listChanged":true,"subscribe":true})");
    CHECK(offered(still, discover) == "{}");
    CHECK(offered(living, request("initialize", initialize)) == "{}");
    CHECK(still.send(request("resources/subscribe", R"("uri":"quiet://1")"))->error_code() == -32601);
    living.shake_hands();
    CHECK(living.source->is_watched() == false);
}

TEST_CASE("what is offered anew is told by kinds") {
    stocked env;
    env.prompts_change = true;
    env.start(false);
    env.shake_hands();
    mcp::server_info info;
    info.prompts_change = true;
    auto const offer = [&] {
        env.engine->offer(std::make_shared<mcp::offering const>(info, env.tools, env.prompts, env.resources));
        std::vector<std::string> methods;
        for (auto const& each : env.unasked->notifications) methods.push_back(method_of(each));
        env.unasked->notifications.clear();
        return methods;
    };
    CHECK(offer().empty());
    env.prompts.add({{"name", "p"}, {"description", "P."}}, nullptr);
    CHECK(offer() == std::vector<std::string>{"notifications/prompts/list_changed"});
    env.resources.add(std::make_shared<counted>("few", 2));
    CHECK(offer() == std::vector<std::string>{"notifications/resources/list_changed"});
    env.add("tool", [](auto const&, auto&) { return answer_text("one"); });
    CHECK(offer() == std::vector<std::string>{"notifications/tools/list_changed"});
}
