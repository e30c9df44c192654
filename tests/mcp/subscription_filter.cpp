#include "mcp/subscription_filter.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

TEST_CASE("wishes are read, and acknowledged as far as they are honoured") {
    struct {
        std::string_view wanted;
        std::string_view acknowledged;
    } const cases[] = {
        {"{}", "{}"},
        {R"({"toolsListChanged":true})", R"({"toolsListChanged":true})"},
        {R"({"promptsListChanged":true,"resourcesListChanged":true})",
         R"({"promptsListChanged":true,"resourcesListChanged":true})"},
        {R"({"toolsListChanged":false,"promptsListChanged":null,"resourcesListChanged":"yes"})", "{}"},
        {R"({"resourceSubscriptions":["a://1","a://2","a://1",7]})", R"({"resourceSubscriptions":["a://1","a://2"]})"},
        {R"({"resourceSubscriptions":"a://1","unknown":true})", "{}"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.wanted);
        auto const filter = mcp::read_filter(json::parse(each.wanted).as_object());
        CHECK(filter.empty() == (each.acknowledged == "{}"));
        auto const told = json::parse(mcp::acknowledgement("\"x\"", filter)).as_object();
        CHECK(told.at("method") == "notifications/subscriptions/acknowledged");
        auto const& params = told.at("params").as_object();
        CHECK(json::serialize(params.at("notifications")) == each.acknowledged);
        CHECK(params.at("_meta").at("io.modelcontextprotocol/subscriptionId") == "x");
    }
}

TEST_CASE("one subscriber may watch so many resources") {
    json::array uris;
    for (std::size_t i = 0; i < mcp::most_uris + 5; ++i) uris.emplace_back("a://" + std::to_string(i));
    CHECK(mcp::read_filter({{"resourceSubscriptions", uris}}).uris.size() == mcp::most_uris);
}
