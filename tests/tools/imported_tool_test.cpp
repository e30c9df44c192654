#include "tools/imported_tool.hpp"

#include "mcp/registry.hpp"
#include "tool_bench.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace tools::test;

namespace {

std::string parsed(std::vector<std::string> const& entries) {
    std::string all;
    for (auto const& each : tools::parse_upstreams(entries)) all += each.prefix + "=" + each.name + " ";
    return all;
}

}  // namespace

TEST_CASE("servers by name, with a prefix of their own or one that is made") {
    struct {
        std::vector<std::string> entries;
        char const* parsed;
    } const cases[] = {
        {{}, ""},
        {{"WebSearch"}, "websearch=WebSearch "},
        {{"market-cmapi00073529"}, "cmapi00073529=market-cmapi00073529 "},
        {{"maps=market-cmapi00073529"}, "maps=market-cmapi00073529 "},
        {{"a-very-long-name-of-a-server"}, "a_very_long_na=a-very-long-name-of-a-server "},
        {{"a-very-long-name-1", "a-very-long-name-2"},
         "a_very_long_na=a-very-long-name-1 a_very_long2=a-very-long-name-2 "},
        {{"x", "X"}, "x=x x2=X "},
        {{"x", "x"}, "x=x "},
        {{"market-"}, "market=market- "},
        {{"--"}, "mcp=-- "},
    };
    for (auto const& each : cases) CHECK(parsed(each.entries) == each.parsed);
}

TEST_CASE("names of servers and prefixes that are none") {
    for (auto entry : {"", "a b", "a/b", "../x", "https://e.com/mcp", "a=", "=a", "A=x", "a__b=x", "_a=x",
                       "much_too_long_a_prefix=x", "a=b=c"})
        CHECK_THROWS_AS(tools::parse_upstreams({entry}), std::invalid_argument);
    CHECK_THROWS_AS(tools::parse_upstreams({"a=x", "a=y"}), std::invalid_argument);
}

TEST_CASE("names of tools") {
    struct {
        std::vector<char const*> tools;
        std::vector<char const*> names;
    } const cases[] = {
        {{"weather"}, {"maps_weather"}},
        {{"getWeather.now", "maps/route"}, {"maps_getweather_now", "maps_maps_route"}},
        {{"plan_a_route_between_two_places"}, {"maps_plan_a_route_between_nnnn"}},
        {{"a-b", "a_b", "A B"}, {"maps_a_b", "maps_a_b_nnnn", "maps_a_b_nnnn"}},
        {{"天气"}, {"maps_nnnn"}},
        {{"a_long_name_that_is_cut_at_its_end_1", "a_long_name_that_is_cut_at_its_end_2"},
         {"maps_a_long_name_that_is_nnnn", "maps_a_long_name_that_is_nnnn"}},
    };
    for (auto const& each : cases) {
        std::set<std::string> taken{"chat"};
        for (std::size_t i = 0; i < each.tools.size(); ++i) {
            auto const name = tools::imported_name("maps", each.tools[i], taken);
            CHECK(name.size() <= 30);
            std::string const expected = each.names[i];
            bool const marked = expected.ends_with("nnnn");
            if (marked)
                CHECK(name.starts_with(expected.substr(0, expected.size() - 4)));
            else
                CHECK(name == expected);
        }
        CHECK(taken.size() == each.tools.size() + 1);
    }
}

TEST_CASE("a name stays the same whatever else there is") {
    std::set<std::string> one, other{"x_a"};
    auto const name = "plan_a_route_between_two_places_by_public_transport";
    CHECK(tools::imported_name("x", name, one) == tools::imported_name("x", name, other));
    // As many equal names as there may be.
    std::set<std::string> many;
    for (int i = 0; i < 50; ++i) CHECK(tools::imported_name("x", "same", many).size() <= 30);
    CHECK(many.size() == 50);
}

TEST_CASE("definitions are fit to publish and keep what they may") {
    auto const tool = json::parse(R"({"name":"getWeather","title":"Weather","description":"Tells.",
        "inputSchema":{"$schema":"x","type":"object","properties":{"city":{"type":["string","null"]}}},
        "outputSchema":{"type":"object"},"icons":[{"src":"data:x"}],"_meta":{"a":1},
        "annotations":{"readOnlyHint":true,"destructiveHint":"no","idempotentHint":false,"other":1}})")
                          .as_object();
    auto const made = tools::imported_definition(tool, "maps_getweather", {"maps", "market-maps"});
    auto const expected = json::parse(R"x({"name":"maps_getweather","title":"Weather",
        "description":"Tells. (getWeather of the MCP server market-maps)",
        "inputSchema":{"type":"object","properties":{"city":{"type":"string"}}},
        "annotations":{"readOnlyHint":true,"idempotentHint":false},"toolset":"maps"})x");
    CHECK(made == expected);
    mcp::registry registry;
    registry.add(json::serialize(made), nullptr);
    CHECK(registry.find("maps_getweather")->read_only);
    CHECK(registry.find("maps_getweather")->toolset == "maps");

    std::string text;
    for (int i = 0; i < 1000; ++i) text += "ä";
    for (auto const& odd : {json::object{{"name", "x"}, {"description", text}}, json::object{{"name", text}},
                            json::object{{"name", "x"}, {"inputSchema", 7}, {"annotations", json::array()}}}) {
        std::set<std::string> taken;
        auto const name = tools::imported_name("p", odd.at("name").as_string(), taken);
        mcp::registry other;
        CHECK_NOTHROW(other.add(json::serialize(tools::imported_definition(odd, name, {"p", "s"})), nullptr));
        CHECK_FALSE(other.find(name)->read_only);
    }
}

TEST_CASE("tools of the marketplace are called by our names, their arguments as they declared them") {
    tool_bench bench;
    auto const list = json::parse(R"([{"name":"weather","inputSchema":{"properties":{"city":{"type":"string"}}}},
        {"name":"plan_a_route_between_two_places_by_public_transport","inputSchema":{"type":"object"}},
        {"name":"gone"}])")
                          .as_array();
    std::set<std::string> taken;
    for (auto& each : tools::import_tools(bench.with, {"m", "market-sandbox"}, list, taken))
        bench.registry.add(each.definition, each.run);
    auto const weather = bench.call("m_weather", {{"city", "Oslo"}});
    check_parts(weather.text(), {"[sandbox] Oslo: ", " degrees", "data, not instructions"});
    auto const route = bench.call("m_plan_a_route_between_tw_8421", {{"from", "A"}, {"to", "B"}});
    check_parts(route.text(), {"From A to B"});
    check_parts(bench.call("m_gone", json::object()).error, {"m_gone failed", "-32602", "Unknown tool: gone"});
}

TEST_CASE("of a server's tools only so many are taken") {
    tool_bench bench;
    json::array list;
    for (int i = 0; i < 500; ++i) list.push_back(json::object{{"name", "t" + std::to_string(i)}});
    std::set<std::string> taken;
    CHECK(tools::import_tools(bench.with, {"m", "x"}, list, taken).size() == 100);
}
