#include "mcp/subscriptions.hpp"

#include "harness.hpp"

using mcp::subscriptions;
using testing::peer;

TEST_CASE("each subscriber is told with its own id") {
    subscriptions open;
    auto const one = std::make_shared<peer>(), two = std::make_shared<peer>();
    open.add(1, {"\"a\"", one});
    open.add(2, {"7", two});
    open.tools_changed();
    for (auto const& [to, id] : {std::pair(one, testing::json::value("a")), std::pair(two, testing::json::value(7))}) {
        REQUIRE(to->notifications.size() == 1);
        auto const& told = to->notifications[0];
        CHECK(told.at("method") == "notifications/tools/list_changed");
        CHECK(told.at("params").at("_meta").at("io.modelcontextprotocol/subscriptionId") == id);
    }
}

TEST_CASE("what is taken is no longer told") {
    subscriptions open;
    auto const to = std::make_shared<peer>();
    open.add(5, {"1", to});
    CHECK(open.find(4) == nullptr);
    REQUIRE(open.find(5));
    CHECK(open.find(5)->outlet == to);
    CHECK(open.first() == 5);
    CHECK(open.take(5).outlet == to);
    CHECK(open.empty());
    open.tools_changed();
    CHECK(to->notifications.empty());
}

TEST_CASE("there is a bound") {
    subscriptions open;
    for (jsonrpc::ticket i = 0; i < subscriptions::most; ++i) {
        CHECK_FALSE(open.full());
        open.add(i, {"1", nullptr});
    }
    CHECK(open.full());
}

TEST_CASE("what is honoured is acknowledged") {
    auto const parsed = [](bool tools) {
        return testing::json::parse(mcp::acknowledgement("\"x\"", tools)).as_object();
    };
    CHECK(parsed(true).at("method") == "notifications/subscriptions/acknowledged");
    CHECK(parsed(true).at("params").at("notifications") == testing::json::value{{"toolsListChanged", true}});
    CHECK(parsed(false).at("params").at("notifications").as_object().empty());
    CHECK(parsed(true).at("params").at("_meta").at("io.modelcontextprotocol/subscriptionId") == "x");
}
