#include "sandbox/schema_value.hpp"

#include "support.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <set>

namespace json = boost::json;
using sandbox_test::at;

namespace {

json::value make(std::string_view schema, std::uint64_t seed = 1) {
    sandbox::generator random(seed);
    return sandbox::make_instance(json::parse(schema), random);
}

}  // namespace

TEST_SUITE("sandbox/schema_value") {
    TEST_CASE("simple schemas give simple values") {
        struct {
            std::string_view schema, expected;
        } const cases[] = {
            {R"({"type":"string"})", R"("sandbox")"},
            {R"({"type":"string","maxLength":3})", R"("san")"},
            {R"({"type":"string","minLength":10})", R"("sandbox...")"},
            {R"({"type":"string","format":"date"})", R"("2026-01-01")"},
            {R"({"type":"null"})", "null"},
            {R"({"const":{"a":[1]}})", R"({"a":[1]})"},
            {R"({"enum":["only"]})", R"("only")"},
            {R"({"type":"integer","default":42})", "42"},
            {R"({"type":"integer","minimum":5,"maximum":5})", "5"},
            {R"({"type":"number","minimum":0.25,"maximum":0.3,"multipleOf":0.25})", "2.5E-1"},
            {R"({"type":["null","string"]})", "null"},
            {R"({"anyOf":[{"const":1},{"const":2}]})", "1"},
            {R"({"type":"object"})", "{}"},
            {R"({"properties":{"a":{"const":1}}})", R"({"a":1})"},
            {R"({"type":"object","required":["x"]})", R"({"x":"sandbox"})"},
            {R"({"type":"array","items":{"const":1},"minItems":3})", "[1,1,1]"},
            {R"({"type":"array","items":{"const":1},"maxItems":0})", "[]"},
            {R"({"type":"array","prefixItems":[{"const":1},{"const":"b"}]})", R"([1,"b"])"},
            {R"(true)", R"("sandbox")"},
            {R"({"allOf":[{"properties":{"a":{"const":1}}},{"properties":{"b":{"const":2}}}]})", R"({"a":1,"b":2})"},
        };
        for (auto const& c : cases) {
            CAPTURE(c.schema);
            CHECK(json::serialize(make(c.schema)) == c.expected);
        }
    }

    TEST_CASE("numbers keep to every kind of limit") {
        struct {
            std::string_view limits;
            double low, high;
        } const cases[] = {
            {R"("minimum":3,"maximum":6)", 3, 6},       {R"("exclusiveMinimum":3,"exclusiveMaximum":5)", 4, 4},
            {R"("maximum":-10)", -1000, -10},           {R"("exclusiveMaximum":0)", -1000, -1},
            {R"("minimum":1000000)", 1000000, 1000100}, {R"("minimum":7,"multipleOf":5)", 10, 100},
        };
        for (auto const& c : cases)
            for (std::uint64_t seed = 0; seed < 20; ++seed) {
                CAPTURE(c.limits);
                auto value = make("{\"type\":\"integer\"," + std::string(c.limits) + "}", seed);
                REQUIRE(value.is_int64());
                CHECK(value.get_int64() >= static_cast<std::int64_t>(c.low));
                CHECK(value.get_int64() <= static_cast<std::int64_t>(c.high));
            }
        for (std::uint64_t seed = 0; seed < 20; ++seed)
            CHECK(make(R"({"type":"integer","multipleOf":5})", seed).get_int64() % 5 == 0);
        CHECK(make(R"({"type":"integer","multipleOf":1.5})").get_int64() % 3 == 0);
    }

    TEST_CASE("enums and booleans are drawn, seeded") {
        std::set<std::string> seen;
        for (std::uint64_t seed = 0; seed < 30; ++seed)
            seen.insert(json::serialize(make(R"({"enum":["a","b",3]})", seed)));
        CHECK(seen == std::set<std::string>{"\"a\"", "\"b\"", "3"});
        CHECK(make(R"({"type":"boolean"})", 5) == make(R"({"type":"boolean"})", 5));
    }

    TEST_CASE("nested objects, arrays and references") {
        auto value = make(R"({"type":"object","required":["person"],"properties":{
            "person":{"$ref":"#/$defs/person"},
            "tags":{"type":"array","items":{"type":"string"},"minItems":2,"uniqueItems":true}},
            "$defs":{"person":{"type":"object","required":["name","age"],"properties":{
                "name":{"type":"string"},"age":{"type":"integer","minimum":18,"maximum":99}}}}})");
        CHECK(at(value, "/person/name") == "sandbox name");
        CHECK(value.at("person").at("age").as_int64() >= 18);
        REQUIRE(value.at("tags").as_array().size() == 2);
        CHECK(value.at("tags").at(0) != value.at("tags").at(1));
    }

    TEST_CASE("unique integers differ") {
        auto value = make(R"({"type":"array","items":{"type":"integer"},"minItems":5,"uniqueItems":true})");
        std::set<std::int64_t> seen;
        for (auto const& one : value.as_array()) seen.insert(one.as_int64());
        CHECK(seen.size() == 5);
    }

    TEST_CASE("recursive schemas end") {
        auto tree = make(R"({"type":"object","properties":{"value":{"type":"integer"},
            "children":{"type":"array","items":{"$ref":"#"}}},"required":["value"]})");
        CHECK(tree.at("value").is_int64());
        auto list = make(R"({"$ref":"#/$defs/node","$defs":{"node":{"type":"object","required":["next"],"properties":{
            "next":{"anyOf":[{"$ref":"#/$defs/node"},{"type":"null"}]}}}}})");
        CHECK(list.is_object());
        CHECK_NOTHROW(make(R"({"type":"object","required":["me"],"properties":{"me":{"$ref":"#"}}})"));
        CHECK_NOTHROW(make(R"({"$ref":"#"})"));
        CHECK_NOTHROW(make(R"({"$ref":"#/nowhere"})"));
    }

    TEST_CASE("a name that is not ASCII is not cut in two") {
        auto value = make(R"({"type":"object","properties":{"城市":{"type":"string","maxLength":9}}})");
        CHECK(at(value, "/城市") == "sandbox");
    }
}
