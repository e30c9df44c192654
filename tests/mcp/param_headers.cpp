#include "mcp/param_headers.hpp"

#include "harness.hpp"

#include <doctest/doctest.h>

#include <string>

using mcp::check_param_headers;
using mcp::read_mirrored_parameters;

namespace {

std::vector<mcp::mirrored_parameter> read(std::string const& properties) {
    auto const schema = boost::json::parse(R"({"type":"object","properties":)" + properties + "}");
    return read_mirrored_parameters(schema.as_object());
}

}  // namespace

TEST_CASE("annotated parameters are found along properties, however deep, and nowhere else") {
    auto const found = read(R"({
        "a": {"type": "string", "x-mcp-header": "Region"},
        "b": {"type": "object", "properties": {"c": {"type": "integer", "x-mcp-header": "Deep-1"}}},
        "d": {"type": "array", "items": {"type": "object", "properties": {"e": {"type": "string", "x-mcp-header": "No"}}}},
        "f": {"type": "boolean"},
        "g": true
    })");
    REQUIRE(found.size() == 2);
    CHECK(found[0].header == "mcp-param-region");
    CHECK(found[0].path == std::vector<std::string>{"a"});
    CHECK(found[1].header == "mcp-param-deep-1");
    CHECK(found[1].path == std::vector<std::string>{"b", "c"});
    CHECK(read_mirrored_parameters({{"type", "object"}}).empty());
}

TEST_CASE("an annotation that clients would drop the tool for is refused") {
    struct {
        char const* properties;
        char const* why;
    } const cases[] = {
        {R"({"a": {"type": "string", "x-mcp-header": ""}})", "x-mcp-header of parameter a is no HTTP token"},
        {R"({"a": {"type": "string", "x-mcp-header": "a b"}})", "x-mcp-header of parameter a is no HTTP token"},
        {R"({"a": {"type": "string", "x-mcp-header": "a:b"}})", "x-mcp-header of parameter a is no HTTP token"},
        {R"({"a": {"type": "string", "x-mcp-header": "\u00e4"}})", "x-mcp-header of parameter a is no HTTP token"},
        {R"({"a": {"type": "string", "x-mcp-header": "x\r\ny"}})", "x-mcp-header of parameter a is no HTTP token"},
        {R"({"a": {"type": "string", "x-mcp-header": 1}})", "x-mcp-header of parameter a is no HTTP token"},
        {R"({"a": {"type": "number", "x-mcp-header": "A"}})",
         "x-mcp-header of parameter a needs the type string, integer or boolean"},
        {R"({"a": {"type": "object", "x-mcp-header": "A"}})",
         "x-mcp-header of parameter a needs the type string, integer or boolean"},
        {R"({"a": {"x-mcp-header": "A"}})", "x-mcp-header of parameter a needs the type string, integer or boolean"},
        {R"({"a": {"type": "string", "x-mcp-header": "X"},
             "b": {"type": "object", "properties": {"c": {"type": "string", "x-mcp-header": "x"}}}})",
         "x-mcp-header of parameter b.c is used twice"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.properties);
        CHECK_THROWS_WITH_AS(read(each.properties), each.why, std::invalid_argument);
    }
}

TEST_CASE("headers of parameters must say what the body says") {
    auto const mirrored = read(R"({
        "s": {"type": "string", "x-mcp-header": "S"},
        "o": {"type": "object", "properties": {"i": {"type": "integer", "x-mcp-header": "I"}}},
        "b": {"type": "boolean", "x-mcp-header": "B"}
    })");
    using fields = std::map<std::string, std::string>;
    struct {
        char const* arguments;
        fields headers;
        bool accepted;
    } const cases[] = {
        {"{}", {}, true},
        {R"({"s":null,"o":{},"b":null})", {}, true},
        {R"({"s":"Hello"})", {{"mcp-param-s", "Hello"}}, true},
        {R"({"s":"Hello"})", {{"mcp-param-s", "=?base64?SGVsbG8=?="}}, true},
        {R"({"s":"Hello, \u4e16\u754c"})", {{"mcp-param-s", "=?base64?SGVsbG8sIOS4lueVjA==?="}}, true},
        {R"({"s":"SGVsbG8="})", {{"mcp-param-s", "SGVsbG8="}}, true},
        {R"({"s":"=?base64?SGVsbG8="})", {{"mcp-param-s", "=?base64?SGVsbG8="}}, true},
        {R"({"s":""})", {{"mcp-param-s", ""}}, true},
        {R"({"s":"Hello"})", {}, false},
        {R"({"s":"Hello"})", {{"mcp-param-s", "hello"}}, false},
        {R"({"s":"Hello"})", {{"mcp-param-s", "=?base64?SGVsbG8?="}}, false},
        {R"({"s":"Hello"})", {{"mcp-param-s", "=?base64?SGVs!!!bG8=?="}}, false},
        {R"({"s":"\u00e4"})", {{"mcp-param-s", "\xC3\xA4"}}, false},
        {R"({"s":"true"})", {{"mcp-param-s", "\"true\""}}, false},
        {"{}", {{"mcp-param-s", "Hello"}}, false},
        {R"({"s":null})", {{"mcp-param-s", "null"}}, false},
        {R"({"o":{"i":42}})", {{"mcp-param-i", "42"}}, true},
        {R"({"o":{"i":42}})", {{"mcp-param-i", "42.0"}}, true},
        {R"({"o":{"i":-7}})", {{"mcp-param-i", "-7"}}, true},
        {R"({"o":{"i":42}})", {{"mcp-param-i", "43"}}, false},
        {R"({"o":{"i":42}})", {{"mcp-param-i", "42x"}}, false},
        {R"({"o":{"i":42}})", {{"mcp-param-i", ""}}, false},
        {R"({"o":{"i":42}})", {}, false},
        {R"({"o":7})", {}, true},
        {R"({"b":true})", {{"mcp-param-b", "true"}}, true},
        {R"({"b":false})", {{"mcp-param-b", "false"}}, true},
        {R"({"b":true})", {{"mcp-param-b", "True"}}, false},
        {R"({"b":true})", {{"mcp-param-b", "false"}}, false},
        {R"({"b":[1]})", {{"mcp-param-b", "true"}}, false},
    };
    for (auto const& each : cases) {
        CAPTURE(each.arguments);
        auto const arguments = boost::json::parse(each.arguments);
        testing::headers const headers(each.headers);
        auto const refused = check_param_headers(mirrored, arguments.as_object(), headers);
        CHECK(refused.has_value() == !each.accepted);
        if (!refused) continue;
        CHECK(refused->status == 400);
        CHECK(refused->problem.code == jsonrpc::errc::header_mismatch);
        CHECK(refused->problem.message.starts_with("Header mismatch: mcp-param-"));
    }
}
