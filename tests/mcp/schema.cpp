#include "mcp/schema.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using mcp::arguments_schema;
namespace json = boost::json;

namespace {

json::object const& aliases() {
    static json::object const made = json::parse(R"({"prompt":"text","number":"count"})").as_object();
    return made;
}

arguments_schema const& schema() {
    static arguments_schema const made(json::parse(R"({
        "type":"object",
        "properties":{
            "text":{"type":"string","minLength":1,"maxLength":5},
            "count":{"type":"integer","minimum":1,"maximum":4},
            "ratio":{"type":"number","minimum":0,"exclusiveMaximum":2},
            "flag":{"type":"boolean"},
            "mode":{"type":"string","enum":["Fast","slow"]},
            "words":{"type":"array","items":{"type":"string"},"minItems":1,"maxItems":3},
            "options":{"type":"object","properties":{"deep":{"type":"integer"},"must":{"type":"string"}},
                       "required":["must"]},
            "rows":{"type":"array","items":{"type":"object"}},
            "above":{"type":"number","exclusiveMinimum":0}
        },
        "additionalProperties":false})")
                                           .as_object(),
                                       &aliases());
    return made;
}

mcp::checked_arguments check(std::string const& text) {
    return schema().apply(json::parse(text).as_object());
}

}  // namespace

TEST_CASE("good arguments pass, and what hosts send wrongly is mended") {
    struct {
        char const* given;
        char const* taken;
    } const cases[] = {
        {R"({})", R"({})"},
        {R"({"text":"abc","count":4,"ratio":1.5,"flag":true})",
         R"({"text":"abc","count":4,"ratio":1.5E0,"flag":true})"},
        {R"({"count":"3"})", R"({"count":3})"},
        {R"({"count":" 3 "})", R"({"count":3})"},
        {R"({"count":3.0})", R"({"count":3})"},
        {R"({"count":"3.0"})", R"({"count":3})"},
        {R"({"ratio":"0.5"})", R"({"ratio":5E-1})"},
        {R"({"ratio":1})", R"({"ratio":1})"},
        {R"({"flag":"true"})", R"({"flag":true})"},
        {R"({"flag":"False"})", R"({"flag":false})"},
        {R"({"text":12})", R"({"text":"12"})"},
        {R"({"text":true})", R"({"text":"true"})"},
        {R"({"mode":"fast"})", R"({"mode":"Fast"})"},
        {R"({"mode":"SLOW"})", R"({"mode":"slow"})"},
        {R"({"words":["a"]})", R"({"words":["a"]})"},
        {R"({"words":"a"})", R"({"words":["a"]})"},
        {R"({"words":"[\"a\",\"b\"]"})", R"({"words":["a","b"]})"},
        {R"({"words":["a",7]})", R"({"words":["a","7"]})"},
        {R"({"options":"{\"must\":\"x\",\"deep\":\"2\"}"})", R"({"options":{"must":"x","deep":2}})"},
        {R"({"options":{"must":"x","free":[1]}})", R"({"options":{"must":"x","free":[1]}})"},
        {R"({"rows":{"a":1}})", R"({"rows":[{"a":1}]})"},
        {R"({"text":null,"count":null})", R"({})"},
        {R"({"prompt":"abc"})", R"({"text":"abc"})"},
        {R"({"prompt":"abc","text":"def"})", R"({"text":"def"})"},
        {R"({"number":"2"})", R"({"count":2})"},
        {R"({"text":"日本語日本"})", R"({"text":"日本語日本"})"},  // five characters, fifteen bytes
    };
    for (auto const& each : cases) {
        CAPTURE(each.given);
        auto const result = check(each.given);
        CHECK(result.problems == "");
        CHECK(json::serialize(result.arguments) == each.taken);
    }
}

TEST_CASE("bad arguments are named, with what is allowed") {
    struct {
        char const* given;
        char const* problem;
    } const cases[] = {
        {R"({"count":0})", "- `count` must be an integer from 1 to 4, not 0"},
        {R"({"count":5})", "- `count` must be an integer from 1 to 4, not 5"},
        {R"({"count":"many"})", "- `count` must be an integer from 1 to 4, not \"many\""},
        {R"({"count":2.5})", "- `count` must be an integer from 1 to 4, not 2.5E0"},
        {R"({"count":true})", "- `count` must be an integer from 1 to 4, not true"},
        {R"({"ratio":2})", "- `ratio` must be a number from 0 below 2, not 2"},
        {R"({"above":0})", "- `above` must be a number above 0, not 0"},
        {R"({"flag":"yes"})", "- `flag` must be true or false, not \"yes\""},
        {R"({"flag":1})", "- `flag` must be true or false, not 1"},
        {R"({"text":""})", "- `text` must be a string of 1 to 5 characters; it has 0"},
        {R"({"text":"abcdef"})", "- `text` must be a string of 1 to 5 characters; it has 6"},
        {R"({"text":{}})", "- `text` must be a string of 1 to 5 characters, not {}"},
        {R"({"mode":"medium"})", "- `mode` must be one of: Fast, slow, not \"medium\""},
        {R"({"words":[]})", "- `words` must be an array of 1 to 3 items, each a string; it has 0"},
        {R"({"words":["a","b","c","d"]})", "- `words` must be an array of 1 to 3 items, each a string; it has 4"},
        {R"({"words":["a",{}]})", "- `words`[1] must be a string, not {}"},
        {R"({"rows":["a"]})", "- `rows`[0] must be an object, not \"a\""},
        {R"({"options":[]})", "- `options` must be an object, not []"},
        {R"({"options":{}})", "- `options`.must is required: a string"},
        {R"({"options":{"must":"x","deep":9223372036854775808}})",
         "- `options`.deep must be an integer, not 9223372036854775808"},
        {R"({"options":{"must":"x","deep":1e300}})", "- `options`.deep must be an integer, not 1E300"},
        {R"({"options":{"must":"x","deep":"y"}})", "- `options`.deep must be an integer, not \"y\""},
        {R"({"txt":"a"})",
         "- `txt` is not a parameter; did you mean `text`? Parameters: text, count, ratio, flag, mode, words, options, "
         "rows, above"},
        {R"({"Text":"a"})",
         "- `Text` is not a parameter; did you mean `text`? Parameters: text, count, ratio, flag, mode, words, "
         "options, "
         "rows, above"},
        // Read as infinity and as not a number, and never to be sent on as such.
        {R"({"ratio":"1e400"})",
         "- `ratio` must be a number from 0 below 2, not \"1e400\": it has a number out of range"},
        {R"({"count":"0e50000"})",
         "- `count` must be an integer from 1 to 4, not \"0e50000\": it has a number out of range"},
        {R"({"options":"{\"must\":[1,{\"x\":-1e999}]}"})",
         "- `options` must be an object, not \"{\\\"must\\\":[1,{\\\"x\\\":-1e999}]}\": it has a number out of range"},
        {R"({"rows":"[{\"a\":1e400}]"})",
         "- `rows` must be an array, each an object, not \"[{\\\"a\\\":1e400}]\": it has a number out of range"},
        {R"({"options":{"must":"x","deep":"1e400"}})",
         "- `options`.deep must be an integer, not \"1e400\": it has a number out of range"},
        {R"({"count":9,"ratio":-1})",
         "- `count` must be an integer from 1 to 4, not 9\n- `ratio` must be a number from 0 below 2, not -1"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.given);
        CHECK(check(each.given).problems == each.problem);
    }
}

TEST_CASE("a required argument that is missing or null is asked for") {
    arguments_schema const required(
        json::parse(R"({"type":"object","properties":{"a":{"type":"string","enum":["x","y"]}},"required":["a"]})")
            .as_object());
    for (char const* text : {"{}", R"({"a":null})"})
        CHECK(required.apply(json::parse(text).as_object()).problems == "- `a` is required: one of: x, y");
}

TEST_CASE("what is shown of a wrong value, and how many problems, is bounded") {
    auto const long_text = check(R"({"count":")" + std::string(5000, 'x') + R"("})").problems;
    CHECK(long_text.size() < 200);
    std::string rows;
    for (int i = 0; i < 1000; ++i) rows += (i ? "," : "") + std::string("1");
    auto const many = check(R"({"rows":[)" + rows + "]}").problems;
    CHECK(many.size() < 2000);
    CHECK(many.find("and 980 more") != std::string::npos);
}

TEST_CASE("a schema without additionalProperties lets unknown arguments through") {
    arguments_schema const open(json::parse(R"({"type":"object","properties":{}})").as_object());
    CHECK(json::serialize(open.apply(json::parse(R"({"x":[1]})").as_object()).arguments) == R"({"x":[1]})");
}

TEST_CASE("unlisted properties are arguments like the others, and are found in `parameters`, too") {
    auto const unlisted = json::parse(R"({"top_k":{"type":"integer","minimum":0},"style":{"type":"string","enum":["a"]},
                                          "list":{"type":"array","items":{"type":"string"}}})")
                              .as_object();
    auto const aliased = json::parse(R"({"k":"top_k"})").as_object();
    arguments_schema const made(json::parse(R"({"type":"object","properties":{"p":{"type":"string"},
                                                "parameters":{"type":"object"}},"additionalProperties":false})")
                                    .as_object(),
                                &aliased, &unlisted);
    struct {
        char const* given;
        char const* taken;
    } const cases[] = {
        {R"({"top_k":3})", R"({"top_k":3})"},
        {R"({"k":"3"})", R"({"top_k":3})"},
        {R"({"parameters":{"top_k":"3","new":1}})", R"({"parameters":{"new":1},"top_k":3})"},
        {R"({"parameters":"{\"top_k\":3}"})", R"({"parameters":{},"top_k":3})"},
        {R"({"parameters":{"list":"one","p":2}})", R"({"parameters":{"p":2},"list":["one"]})"},
        // `parameters` has the last word, as it has everywhere.
        {R"({"top_k":1,"parameters":{"top_k":2}})", R"({"top_k":2,"parameters":{}})"},
        // What does not fit may be newer than the schema.
        {R"({"parameters":{"style":"b","top_k":-1}})", R"({"parameters":{"style":"b","top_k":-1}})"},
        {R"({"parameters":null})", R"({})"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.given);
        auto const checked = made.apply(json::parse(each.given).as_object());
        CHECK(checked.problems == "");
        CHECK(checked.arguments == json::parse(each.taken).as_object());
    }
    CHECK(made.apply(json::parse(R"({"top_k":-1})").as_object()).problems == "- `top_k` must be an integer from 0, not -1");
    CHECK(made.apply(json::parse(R"({"topk":1})").as_object()).problems.find("did you mean `top_k`") != std::string::npos);
}
