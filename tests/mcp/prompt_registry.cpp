#include "mcp/prompt_registry.hpp"

#include "mcp/request_error.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <stdexcept>

namespace json = boost::json;

namespace {

json::object definition(std::string_view text) {
    return json::parse(text).as_object();
}

constexpr auto greet = R"({"name":"greet","description":"Greets.","arguments":[
    {"name":"who","description":"Whom to greet.","required":true},{"name":"how","description":"How."}]})";

}  // namespace

TEST_CASE("prompts are listed as they were defined, in their order") {
    mcp::prompt_registry prompts;
    CHECK(prompts.list() == "[]");
    CHECK(prompts.empty());
    prompts.add(definition(greet), nullptr);
    prompts.add(definition(R"({"name":"other","description":"Another."})"), nullptr);
    auto const list = json::parse(prompts.list()).as_array();
    REQUIRE(list.size() == 2);
    CHECK(list[0] == json::parse(greet));
    CHECK(prompts.find("greet")->arguments.size() == 2);
    CHECK(prompts.find("greet")->has("how"));
    CHECK_FALSE(prompts.find("greet")->has("where"));
    CHECK(prompts.find("Greet") == nullptr);
    CHECK(prompts.nearest_name("gret") == "greet");
}

TEST_CASE("what is not fit to publish is refused") {
    for (auto const* text :
         {R"({"description":"No name."})", R"({"name":"silent"})", R"({"name":"greet","description":"Twice."})",
          R"({"name":"a","description":"A.","arguments":[{"name":"b"}]})",
          R"({"name":"a","description":"A.","arguments":[{"description":"b"}]})"}) {
        CAPTURE(text);
        mcp::prompt_registry prompts;
        prompts.add(definition(greet), nullptr);
        CHECK_THROWS_AS(prompts.add(definition(text), nullptr), std::invalid_argument);
    }
}

TEST_CASE("arguments are checked by name; values become strings") {
    mcp::prompt_registry prompts;
    prompts.add(definition(greet), nullptr);
    auto const& prompt = *prompts.find("greet");
    struct {
        std::string_view given;
        std::string_view expected;  // or a part of the error
        bool good;
    } const cases[] = {
        {R"({"who":"Ada"})", R"({"who":"Ada"})", true},
        {R"({"who":"Ada","how":null})", R"({"who":"Ada"})", true},
        {R"({"who":7,"how":true})", R"({"who":"7","how":"true"})", true},
        {R"({"who":["a"]})", R"({"who":"[\"a\"]"})", true},
        {"{}", "`who` is missing. Arguments: who (required), how", false},
        {R"({"who":null})", "`who` is missing", false},
        {R"({"who":"Ada","wo":"x"})", "`wo` is not one. Arguments: who (required), how", false},
    };
    for (auto const& each : cases) {
        CAPTURE(each.given);
        auto const given = definition(each.given);
        if (each.good) {
            CHECK(json::serialize(prompt.check(given)) == each.expected);
            continue;
        }
        try {
            prompt.check(given);
            FAIL("no error");
        } catch (mcp::request_error const& error) {
            CHECK(error.why().problem.code == jsonrpc::errc::invalid_params);
            CHECK(std::string(error.what()).find(each.expected) != std::string::npos);
        }
    }
}
