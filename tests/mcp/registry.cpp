#include "mcp/registry.hpp"

#include "harness.hpp"

using mcp::registry;
namespace json = boost::json;

TEST_CASE("tools are listed as they were added, without what is ours alone") {
    registry tools;
    tools.add(R"({"name":"b","description":"B.","inputSchema":{"type":"object","properties":{"p":{"type":"string"}}},
                 "unlisted":{"r":{"type":"string"}},"aliases":{"q":"p"},"toolset":"t","default":true})",
              nullptr);
    tools.add(testing::definition("a"), nullptr);
    auto const list = json::parse(tools.list()).as_array();
    REQUIRE(list.size() == 2);
    CHECK(list[0].at("name").as_string() == "b");
    CHECK(list[1].at("name").as_string() == "a");
    for (auto const* ours : {"aliases", "unlisted", "toolset", "default"})
        CHECK_FALSE(list[0].as_object().contains(ours));
    CHECK(tools.find("b")->arguments.apply({{"r", "x"}}).ok());
    CHECK(tools.find("a") != nullptr);
    CHECK(tools.find("A") == nullptr);
    CHECK(tools.find("") == nullptr);
    CHECK_FALSE(tools.nearest_name("zzzz"));
}

TEST_CASE("a definition that hosts would trip over is refused") {
    struct {
        std::string text;
        char const* why;
    } const cases[] = {
        {testing::definition("Upper"), "a name is"},
        {testing::definition(""), "a name is"},
        {testing::definition(std::string(31, 'a')), "a name is"},
        {testing::definition("with-dash"), "a name is"},
        {testing::definition("known"), "twice"},
        {R"({"name":"a","inputSchema":{"type":"object"}})", "description"},
        {R"({"name":"a","description":")" + std::string(1025, 'x') + R"(","inputSchema":{"type":"object"}})",
         "description"},
        {R"({"name":"a","description":"d"})", "inputSchema"},
        {R"({"name":"a","description":"d","inputSchema":{"type":"array"}})", "inputSchema.type"},
        {R"({"name":"a","description":"d","inputSchema":{"type":"object"},"aliases":{"x":"y"}})", "aliases"},
        {R"({"name":"a","description":"d","inputSchema":{"type":"object","properties":{"x":{"type":"string"}}},
            "unlisted":{"x":{"type":"string"}}})",
         "unlisted: x"},
        {R"({"name":"a","description":"d","inputSchema":{"type":"object"},"unlisted":{"x":{"oneOf":[]}}})",
         "unlisted.properties.x.oneOf"},
    };
    registry tools;
    tools.add(testing::definition("known"), nullptr);
    for (auto const& each : cases) {
        CAPTURE(each.text);
        try {
            tools.add(each.text, nullptr);
            FAIL("accepted");
        } catch (std::invalid_argument const& error) {
            CHECK(std::string(error.what()).find(each.why) != std::string::npos);
        }
    }
    CHECK(tools.all().size() == 1);
}

TEST_CASE("a copy shares the tools, and what is added to it is not in the first") {
    registry tools;
    tools.add(testing::definition("one"), std::make_shared<testing::lambda_tool const>(
                                              [](auto const&, auto&) { return testing::answer_text("x"); }));
    registry copy = tools;
    copy.add(testing::definition("two", R"({"text":{"type":"string"}})"), nullptr);
    CHECK(tools.all().size() == 1);
    CHECK(copy.all().size() == 2);
    CHECK(copy.find("one")->run == tools.find("one")->run);
    CHECK(copy.find("two")->arguments.apply({{"text", "x"}}).ok());
    CHECK(copy.find("one")->arguments.apply({{"text", "x"}}).problems.find("not a parameter") != std::string::npos);
    CHECK(tools.list().find("two") == std::string::npos);
}

TEST_CASE("names that come later are no mistakes") {
    struct {
        mcp::tool_choice choice;
        bool good;
    } const cases[] = {
        {{{}, {"market_x"}, {}, false}, true},  {{{}, {}, {"market_x"}, false}, true},
        {{{"market"}, {}, {}, false}, true},    {{{}, {"market"}, {}, false}, false},
        {{{}, {"marketx"}, {}, false}, false},  {{{"market_x"}, {}, {}, false}, false},
        {{{}, {"other_x"}, {}, false}, false},  {{{}, {"one", "market_y"}, {}, false}, true},
    };
    for (auto const& each : cases) {
        registry tools;
        tools.add(testing::definition("one"), nullptr);
        if (each.good) CHECK_NOTHROW(tools.restrict_to(each.choice, {"market"}));
        else CHECK_THROWS_AS(tools.restrict_to(each.choice, {"market"}), std::invalid_argument);
    }
}
