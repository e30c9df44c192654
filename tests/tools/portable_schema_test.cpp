#include "tools/portable_schema.hpp"

#include "mcp/schema.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace {

json::object object(std::string const& text) {
    return json::parse(text).as_object();
}

/// The property `p` of the portable form of a schema with that one property.
json::object property(std::string const& schema, std::string const& more = "{}") {
    auto whole = object(more);
    whole["type"] = "object";
    whole["properties"] = json::object{{"p", json::parse(schema)}};
    return tools::portable_schema(whole).at("properties").at("p").as_object();
}

}  // namespace

TEST_CASE("a property of each kind") {
    struct {
        char const* from;
        char const* to;
    } const cases[] = {
        {R"({"type":"string","description":"D"})", R"({"type":"string","description":"D"})"},
        {R"({"type":["string","null"]})", R"({"type":"string"})"},
        {R"({"type":["null","integer"],"minimum":1})", R"({"type":"integer","minimum":1})"},
        {R"({"type":["integer","string"],"minimum":1})",
         R"({"type":"string","description":"Of type integer, string"})"},
        {R"({"type":["integer","number"]})", R"({"type":"number","description":"Of type integer, number"})"},
        {R"({"anyOf":[{"type":"integer","maximum":9},{"type":"null"}],"default":3})",
         R"({"type":"integer","description":"Default: 3","maximum":9})"},
        {R"({"oneOf":[{"type":"integer"},{"type":"string","format":"date"}]})",
         R"({"type":"string","description":"Of type integer, string"})"},
        {R"({"oneOf":[{"const":"a"},{"enum":["b","c"]}]})", R"({"type":"string","enum":["a","b","c"]})"},
        {R"({"oneOf":[{"const":"a"},{"type":"string"}]})", R"({"type":"string"})"},
        {R"({"enum":["a",null,"b"]})", R"({"type":"string","enum":["a","b"]})"},
        {R"({"enum":[1,2]})", R"({"type":"integer","description":"One of: 1, 2"})"},
        {R"({"enum":["a",1]})", R"({"type":"string","enum":["a","1"]})"},
        {R"({"const":"x"})", R"({"type":"string","enum":["x"]})"},
        {R"({"type":"string","pattern":"^a","format":"uri","minLength":2,"title":"T"})",
         R"({"type":"string","description":"Pattern: ^a. Format: uri","minLength":2})"},
        {R"({"type":"array"})", R"({"type":"array","items":{"type":"string"}})"},
        {R"({"type":"array","items":[{"type":"integer"}],"maxItems":3,"uniqueItems":true})",
         R"({"type":"array","maxItems":3,"items":{"type":"string"}})"},
        {R"({"items":{"type":["integer","null"]}})", R"({"type":"array","items":{"type":"integer"}})"},
        {R"({"type":"number","exclusiveMinimum":true,"minimum":0})", R"({"type":"number","minimum":0})"},
        {R"({"type":"object","additionalProperties":{"type":"string"}})", R"({"type":"object"})"},
        {R"({"properties":{"a":{"type":"boolean"}},"required":["a","b"],"additionalProperties":false})",
         R"({"type":"object","properties":{"a":{"type":"boolean"}},"required":["a"]})"},
        {R"({})", R"({"type":"string","description":"Any value; what is no text as JSON"})"},
        {R"(true)", R"({"type":"string","description":"Any value; what is no text as JSON"})"},
        {R"({"type":"file"})", R"({"type":"string"})"},
        {R"({"allOf":[{"type":"string"},{"maxLength":3}],"description":"D"})",
         R"({"type":"string","description":"D","maxLength":3})"},
        {R"({"anyOf":[{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]},)"
         R"({"type":"object","properties":{"b":{"type":"integer"}}}]})",
         R"({"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}}})"},
    };
    for (auto const& each : cases) {
        CAPTURE(std::string(each.from));
        CHECK(property(each.from) == json::parse(each.to));
    }
}

TEST_CASE("references are followed within the schema") {
    auto const definitions =
        R"({"definitions":{"u":{"type":"string","enum":["m","i"]},"a/b":{"type":"integer"},)"
        R"("deep":{"x":{"type":"boolean"}},"twice":{"$ref":"#/definitions/u"}},"$defs":{"d":{"type":"number"}}})";
    struct {
        char const* from;
        char const* to;
    } const cases[] = {
        {R"({"$ref":"#/definitions/u"})", R"({"type":"string","enum":["m","i"]})"},
        {R"({"$ref":"#/definitions/twice","description":"D"})",
         R"({"type":"string","description":"D","enum":["m","i"]})"},
        {R"({"$ref":"#/definitions/a~1b"})", nullptr},
        {R"({"$ref":"#/definitions/deep/x"})", R"({"type":"boolean"})"},
        {R"({"$ref":"#/$defs/d"})", R"({"type":"number"})"},
        {R"({"anyOf":[{"$ref":"#/$defs/d"},{"type":"null"}]})", R"({"type":"number"})"},
        {R"({"$ref":"#/definitions/none"})", R"({"type":"string","description":"Any value; what is no text as JSON"})"},
        {R"({"$ref":"https://example.com/s.json"})",
         R"({"type":"string","description":"Any value; what is no text as JSON"})"},
    };
    for (auto const& each : cases) {
        CAPTURE(std::string(each.from));
        auto const made = property(each.from, definitions);
        if (each.to)
            CHECK(made == json::parse(each.to));
        else
            CHECK(made.at("type") == "integer");
    }
}

TEST_CASE("schemas without end come to one") {
    for (
        auto text :
        {R"({"type":"object","properties":{"p":{"$ref":"#"}}})", R"({"$ref":"#","type":"object"})",
         R"({"type":"object","definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}},)"
         R"("properties":{"p":{"$ref":"#/definitions/a"}}})",
         R"({"type":"object","definitions":{"t":{"type":"object","properties":{"l":{"$ref":"#/definitions/t"},)"
         R"("r":{"anyOf":[{"$ref":"#/definitions/t"},{"type":"null"}]}}}},"properties":{"p":{"$ref":"#/definitions/t"}}})"}) {
        auto const made = tools::portable_schema(object(text));
        CHECK_NOTHROW(mcp::arguments_schema{made});
        CHECK(json::serialize(made).find("$ref") == std::string::npos);
        CHECK(json::serialize(made).size() < 100'000);
    }
}

TEST_CASE("the root is an object whatever it was") {
    for (auto text : {"{}", R"({"type":"string"})", R"({"type":["object","null"]})", R"({"type":"object"})",
                      R"({"anyOf":[{"type":"object"},{"type":"string"}]})"}) {
        auto const made = tools::portable_schema(object(text));
        CHECK(made.at("type") == "object");
        CHECK(made.at("properties").is_object());
        CHECK_NOTHROW(mcp::arguments_schema{made});
    }
    auto const closed = tools::portable_schema(object(
        R"({"$schema":"x","$id":"y","type":"object","description":"d","additionalProperties":false,"properties":{"a":{"type":"string"}},)"
        R"("required":["a"],"oneOf":[{"required":["a"]},{"required":["b"]}],"if":{},"patternProperties":{}})"));
    CHECK(
        closed ==
        object(
            R"({"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false})"));
    CHECK_FALSE(tools::portable_schema(object(R"({"type":"object","additionalProperties":true})"))
                    .contains("additionalProperties"));
}

TEST_CASE("arguments that had to be strings become what they were meant to be") {
    auto const schema = object(
        R"({"type":"object","properties":{"day":{"oneOf":[{"type":"integer"},{"type":"string"}]},"text":{"type":"string"},)"
        R"("any":{},"n":{"type":"integer"},"flag":{"type":["boolean","string"]},"choice":{"enum":["a",1,true]},"u":{"$ref":"#/$defs/u"}},)"
        R"("$defs":{"u":{"anyOf":[{"type":"object"},{"type":"string"}]}}})");
    struct {
        char const* given;
        char const* meant;
    } const cases[] = {
        {R"({"day":"3"})", R"({"day":3})"},
        {R"({"day":"monday"})", R"({"day":"monday"})"},
        {R"({"day":"true"})", R"({"day":"true"})"},
        {R"({"text":"3"})", R"({"text":"3"})"},
        {R"({"any":"{\"a\":1}"})", R"({"any":{"a":1}})"},
        {R"({"any":"[1"})", R"({"any":"[1"})"},
        {R"({"flag":"false"})", R"({"flag":false})"},
        {R"({"choice":"1"})", R"({"choice":1})"},
        {R"({"choice":"a"})", R"({"choice":"a"})"},
        {R"({"u":"{\"a\":[]}"})", R"({"u":{"a":[]}})"},
        {R"({"n":4,"other":"5"})", R"({"n":4,"other":"5"})"},
    };
    for (auto const& each : cases)
        CHECK(json::serialize(tools::as_declared(object(each.given), schema)) ==
              json::serialize(json::parse(each.meant)));
}
