#include "sandbox/chat_tools.hpp"

#include "support.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

namespace json = boost::json;
using sandbox_test::chat_body;

namespace {

constexpr std::string_view engine = "<400> InternalError.Algo.InvalidParameter: ";
constexpr std::string_view two_tools = R"("tools":[
    {"type":"function","function":{"name":"get_weather","parameters":{"type":"object",
        "properties":{"city":{"type":"string"},"days":{"type":"integer","minimum":1,"maximum":3}},"required":["city"]}}},
    {"type":"function","function":{"name":"add"}}])";

std::string complaint(std::string_view more, bool thinks = false) {
    auto refused = sandbox::check_tools(json::parse("{" + std::string(more) + "}").as_object(), thinks);
    if (!refused) return {};
    std::string message = refused->message;
    return message.starts_with(engine) ? message.substr(engine.size()) : message;
}

std::vector<std::string> called(std::string_view text, std::string_view more = {}) {
    auto body = chat_body(text, std::string(two_tools) + (more.empty() ? "" : "," + std::string(more)));
    auto asked = sandbox::read_chat_request(sandbox_test::post_chat(body));
    REQUIRE(asked.has_value());
    auto prompt = sandbox::read_markers(text);
    sandbox::generator random(1);
    std::vector<std::string> names;
    for (auto const& call : make_tool_calls(*asked, prompt.asked, prompt.rest, random)) names.push_back(call.name);
    return names;
}

using names = std::vector<std::string>;

}  // namespace

TEST_SUITE("sandbox/chat_tools") {
    TEST_CASE("tools that are refused") {
        struct {
            std::string_view more, complaint;
        } const cases[] = {
            {two_tools, ""},
            {R"("x":1)", ""},
            {R"("tools":[])", "[] is too short - 'tools'"},
            {R"("tools":{})", "'tools' must be Array"},
            {R"("tools":[{"type":"function"}])", "Field required: tools[0].function"},
            {R"("tools":[{"type":"other","function":{"name":"x"}}])", "Field required: tools[0].function"},
            {R"("tools":[{"type":"function","function":{}}])", "Field required: tools[0].function.name"},
            {R"("tools":[{"type":"function","function":{"name":"search"}}])",
             "Tool names are not allowed to be [search]"},
            {R"("tools":[{"type":"function","function":{"name":"web_search"}}])", ""},
            {R"("tools":[{"type":"function","function":{"name":"x","parameters":[]}}])",
             "Input should be a valid dictionary: tools[0].function.parameters"},
        };
        for (auto const& c : cases) {
            CAPTURE(c.more);
            CHECK(complaint(c.more) == c.complaint);
        }
        for (auto name : {"", "two words", "名", "a.b"}) {
            CAPTURE(name);
            auto more = R"("tools":[{"type":"function","function":{"name":")" + std::string(name) + R"("}}])";
            CHECK(complaint(more).starts_with("Invalid 'tools[0].function.name'"));
        }
        auto long_name = R"("tools":[{"type":"function","function":{"name":")" + std::string(65, 'a') + R"("}}])";
        CHECK(complaint(long_name).starts_with("Invalid 'tools[0].function.name'"));
    }

    TEST_CASE("forms of tool_choice") {
        constexpr std::string_view strings = "tool_choice is one of the strings that should be [\"none\", \"auto\"]";
        struct {
            std::string_view choice, complaint;
        } const cases[] = {
            {"\"auto\"", ""},
            {"\"none\"", ""},
            {"\"required\"", ""},
            {"null", ""},
            {R"({"type":"function","function":{"name":"add"}})", ""},
            {R"({"type":"function","function":{"name":"other"}})",
             "The function named in tool_choice is not among tools."},
            {"\"any\"", strings},
            {"5", strings},
            {R"({"type":"function"})", strings},
            {R"({"function":{"name":"add"}})", strings},
        };
        for (auto const& c : cases) {
            CAPTURE(c.choice);
            CHECK(complaint(std::string(two_tools) + ",\"tool_choice\":" + std::string(c.choice)) == c.complaint);
        }
    }

    TEST_CASE("a forced choice is refused while thinking") {
        for (auto choice : {"\"required\"", R"({"type":"function","function":{"name":"add"}})"})
            CHECK(complaint(std::string(two_tools) + ",\"tool_choice\":" + choice, true) ==
                  "The tool_choice parameter does not support being set to required or object in thinking mode");
        CHECK(complaint(std::string(two_tools) + ",\"tool_choice\":\"auto\"", true).empty());
    }

    TEST_CASE("which tools are called") {
        struct {
            std::string_view text, more;
            names expected;
        } const cases[] = {
            {"Hello", "", {}},
            {"Please use get_weather for Hangzhou", "", {"get_weather"}},
            {"forget_weather and get_weather2", "", {}},
            {"get_weather", R"("tool_choice":"none")", {}},
            {"Hello", R"("tool_choice":"required")", {"get_weather"}},
            {"Hello", R"("tool_choice":{"type":"function","function":{"name":"add"}})", {"add"}},
            {"get_weather", R"("tool_choice":{"type":"function","function":{"name":"add"}})", {"add"}},
            {"get_weather, then add", "", {"get_weather"}},
            {"get_weather, then add", R"("parallel_tool_calls":true)", {"get_weather", "add"}},
            {"[[tool]]", "", {"get_weather"}},
            {"[[tool:add]]", "", {"add"}},
            {"[[tool:add]][[tool:add]]", R"("parallel_tool_calls":true)", {"add", "add"}},
            {"[[tools]]", R"("parallel_tool_calls":true)", {"get_weather", "add"}},
            {"[[tool:unknown]]", "", {}},
        };
        for (auto const& c : cases) {
            CAPTURE(c.text);
            CAPTURE(c.more);
            CHECK(called(c.text, c.more) == c.expected);
        }
    }

    TEST_CASE("arguments satisfy the parameters' schema") {
        auto asked = sandbox::read_chat_request(sandbox_test::post_chat(chat_body("x", two_tools)));
        sandbox::generator random(3);
        auto calls = make_tool_calls(*asked, {}, "get_weather add", random);
        REQUIRE(calls.size() == 1);
        auto arguments = json::parse(calls[0].arguments);
        CHECK(sandbox_test::at(arguments, "/city") == "sandbox city");
        CHECK(arguments.at("days").as_int64() >= 1);
        CHECK(arguments.at("days").as_int64() <= 3);
        CHECK(calls[0].id.starts_with("call_"));
        CHECK(calls[0].id.size() == 29);
    }
}
