#include "mcp/subscriptions.hpp"

#include "harness.hpp"

using mcp::subscriptions;
using testing::peer;

TEST_CASE("each subscriber is told with its own id") {
    subscriptions open;
    auto const one = std::make_shared<peer>(), two = std::make_shared<peer>();
    open.add(1, {"\"a\"", one, {.tools = true}});
    open.add(2, {"7", two, {.tools = true}});
    open.tell(mcp::changed_list::tools);
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
    open.add(5, {"1", to, {.tools = true}});
    CHECK(open.find(4) == nullptr);
    REQUIRE(open.find(5));
    CHECK(open.find(5)->outlet == to);
    CHECK(open.first() == 5);
    CHECK(open.take(5).outlet == to);
    CHECK(open.empty());
    open.tell(mcp::changed_list::tools);
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

TEST_CASE("each change reaches those who want it, and nobody else") {
    using mcp::changed_list;
    struct {
        changed_list which;
        std::string_view method;
    } const cases[] = {{changed_list::tools, "notifications/tools/list_changed"},
                       {changed_list::prompts, "notifications/prompts/list_changed"},
                       {changed_list::resources, "notifications/resources/list_changed"}};
    subscriptions open;
    auto const nobody = std::make_shared<peer>();
    open.add(9, {"9", nobody, {.uris = {"test://one"}}});
    std::vector<std::shared_ptr<peer>> peers;
    mcp::subscription_filter const wishes[] = {{.tools = true}, {.prompts = true}, {.resources = true}};
    for (std::size_t i = 0; i < 3; ++i) open.add(i, {"1", peers.emplace_back(std::make_shared<peer>()), wishes[i]});
    for (auto const& each : cases) open.tell(each.which);
    for (std::size_t i = 0; i < 3; ++i) {
        REQUIRE(peers[i]->notifications.size() == 1);
        CHECK(peers[i]->notifications[0].at("method").as_string() == cases[i].method);
    }
    CHECK(nobody->notifications.empty());
}
