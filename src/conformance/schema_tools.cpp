#include "conformance/schema_tools.hpp"

#include "conformance/fixture_tool.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace conformance {

namespace {

// As the suite prescribes it: each of these keywords must come through tools/list.
constexpr auto whole_vocabulary = R"({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "$defs": {
        "address": {
            "$anchor": "addressDef",
            "type": "object",
            "properties": {"street": {"type": "string"}, "city": {"type": "string"}}
        }
    },
    "properties": {
        "name": {"type": "string"},
        "address": {"$ref": "#/$defs/address"},
        "contactMethod": {"type": "string", "enum": ["phone", "email"]},
        "phone": {"type": "string"},
        "email": {"type": "string"}
    },
    "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
    "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
    "then": {"required": ["phone"]},
    "else": {"required": ["email"]},
    "additionalProperties": false
})";

constexpr auto with_header = R"({
    "type": "object",
    "properties": {
        "region": {"type": "string", "description": "Sent as Mcp-Param-Region, too.", "x-mcp-header": "Region"}
    }
})";

platform::task<mcp::tool_result> echo(json::object arguments, mcp::request_context&) {
    mcp::tool_result result;
    result.add_text("Called with: " + json::serialize(arguments));
    co_return result;
}

}  // namespace

void add_schema_tools(mcp::registry& to) {
    add_fixture_with_schema(to, "json_schema_2020_12_tool", "Tool with JSON Schema 2020-12 features",
                            json::parse(whole_vocabulary).as_object(), echo);
    add_fixture_with_schema(to, "test_custom_header", "Takes an argument that a header repeats.",
                            json::parse(with_header).as_object(), echo);
}

}  // namespace conformance
