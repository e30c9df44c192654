#include "mcp/uri_template.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using mcp::uri_template;
using values = std::vector<std::string>;

TEST_CASE("what a template takes, and the values in it") {
    uri_template const one("dashscope://media/{name}");
    uri_template const middle("test://template/{id}/data");
    uri_template const two("x://{a}/b/{c}");
    uri_template const none("x://fixed");
    struct {
        uri_template const& which;
        std::string_view uri;
        std::optional<values> expected;
    } const cases[] = {
        {one, "dashscope://media/a.png", values{"a.png"}},
        {one, "dashscope://media/a%20b%2Fc.png", values{"a b/c.png"}},
        {one, "dashscope://media/%E7%8C%AB.png", values{"猫.png"}},
        {one, "dashscope://media/", std::nullopt},
        {one, "dashscope://media/a/b", std::nullopt},
        {one, "dashscope://media/%zz", std::nullopt},
        {one, "dashscope://media/%2", std::nullopt},
        {one, "dashscope://models/a", std::nullopt},
        {one, "", std::nullopt},
        {middle, "test://template/123/data", values{"123"}},
        {middle, "test://template/123/data/", std::nullopt},
        {middle, "test://template//data", std::nullopt},
        {middle, "test://template/123", std::nullopt},
        {two, "x://1/b/2", (values{"1", "2"})},
        {two, "x://1/c/2", std::nullopt},
        {none, "x://fixed", values{}},
        {none, "x://fixed2", std::nullopt},
    };
    for (auto const& each : cases) {
        CAPTURE(each.which.text());
        CAPTURE(each.uri);
        CHECK(each.which.match(each.uri) == each.expected);
    }
    CHECK(two.variables() == values{"a", "c"});
}

TEST_CASE("what is expanded matches again") {
    uri_template const shape("x://{a}/y/{b}");
    for (values const& given : {values{"plain", "x"}, values{"a b/c?d#e%f", "猫"}, values{"..", "{b}"}}) {
        auto const uri = shape.expand(given);
        CAPTURE(uri);
        CHECK(uri.find(' ') == std::string::npos);
        CHECK(shape.match(uri) == given);
    }
}

TEST_CASE("templates that this does not understand are refused") {
    for (auto const* text : {"x://{", "x://{}", "x://{+path}", "x://{a}{b}", "x://{list*}", "x://{a,b}"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(uri_template{text}, std::invalid_argument);
    }
}
