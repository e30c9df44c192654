#include "mcp/registry.hpp"

#include "harness.hpp"

using mcp::registry;
namespace json = boost::json;

TEST_CASE("tools are listed as they were added, without their aliases") {
    registry tools;
    tools.add(R"({"name":"b","description":"B.","inputSchema":{"type":"object","properties":{"p":{"type":"string"}}},
                 "aliases":{"q":"p"}})",
              nullptr);
    tools.add(testing::definition("a"), nullptr);
    auto const list = json::parse(tools.list()).as_array();
    REQUIRE(list.size() == 2);
    CHECK(list[0].at("name").as_string() == "b");
    CHECK(list[1].at("name").as_string() == "a");
    CHECK_FALSE(list[0].as_object().contains("aliases"));
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
