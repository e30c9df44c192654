#include "mcp/schema.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

namespace json = boost::json;

TEST_CASE("a schema outside the portable subset is refused, with the place") {
    struct {
        char const* schema;
        char const* place;
    } const cases[] = {
        {R"({"type":"object","oneOf":[]})", "inputSchema.oneOf"},
        {R"({"type":"object","$ref":"#/x"})", "inputSchema.$ref"},
        {R"({"type":"object","$schema":"x"})", "inputSchema.$schema"},
        {R"({"type":"object","properties":{"a":{"type":["string","null"]}}})", "inputSchema.properties.a.type"},
        {R"({"type":"object","properties":{"a":{"type":"text"}}})", "inputSchema.properties.a.type"},
        {R"({"type":"object","properties":{"a":true}})", "inputSchema.properties.a"},
        {R"({"type":"object","properties":{"a":{"type":"string","pattern":"x"}}})", "inputSchema.properties.a.pattern"},
        {R"({"type":"object","properties":{"a":{"type":"array","items":true}}})", "inputSchema.properties.a.items"},
        {R"({"type":"object","properties":{"a":{"type":"array","items":{"anyOf":[]}}}})",
         "inputSchema.properties.a.items.anyOf"},
        {R"({"type":"object","properties":{"a":{"enum":[1]}}})", "inputSchema.properties.a.enum"},
        {R"({"type":"object","properties":{"a":{"minimum":"1"}}})", "inputSchema.properties.a.minimum"},
        {R"({"type":"object","properties":{"a":{"minLength":-1}}})", "inputSchema.properties.a.minLength"},
        {R"({"type":"object","additionalProperties":{"type":"string"}})", "inputSchema.additionalProperties"},
        {R"({"type":"object","required":["b"],"properties":{"a":{}}})", "inputSchema.required"},
        {R"({"properties":{}})", "inputSchema.type"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.schema);
        std::string refusal;
        try {
            mcp::arguments_schema const made(json::parse(each.schema).as_object());
        } catch (std::invalid_argument const& error) {
            refusal = error.what();
        }
        CAPTURE(refusal);
        CHECK(refusal.find(each.place) != std::string::npos);
    }
}

TEST_CASE("every keyword of the subset is taken") {
    CHECK_NOTHROW(mcp::arguments_schema(json::parse(R"({
        "type":"object","title":"t","description":"d","additionalProperties":false,"required":["s"],
        "properties":{
            "s":{"type":"string","minLength":1,"maxLength":2,"format":"uri","default":"x","examples":["y"]},
            "e":{"type":"string","enum":["a","b"]},
            "i":{"type":"integer","minimum":0,"maximum":9},
            "n":{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1},
            "a":{"type":"array","items":{"type":"object","properties":{},"additionalProperties":true},
                 "minItems":1,"maxItems":2}}})")
                                            .as_object()));
}
