#include "upstream/handshake.hpp"
#include "upstream/failure.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

namespace json = boost::json;
using namespace upstream;

TEST_CASE("what is said at the beginning") {
    auto const params = json::parse(initialize_params({"a client", "1.2"})).as_object();
    CHECK(params.at("protocolVersion") == "2025-06-18");
    CHECK(params.at("capabilities").as_object().empty());
    CHECK(params.at("clientInfo") == json::value{{"name", "a client"}, {"version", "1.2"}});
}

TEST_CASE("the version that the server answers counts") {
    for (auto version : {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"}) {
        auto const read = read_initialize(
            {{"protocolVersion", version}, {"capabilities", json::object()}, {"serverInfo", {{"name", "S"}}}});
        CHECK(read.version == version);
        CHECK(read.server == "S");
        CHECK(read.id.empty());
        CHECK_FALSE(read.tools);
    }
}

TEST_CASE("answers to initialize that are none") {
    struct {
        char const* result;
        char const* why;
    } const cases[] = {
        {R"({})", "no protocolVersion"},
        {R"([])", "no protocolVersion"},
        {R"({"protocolVersion":7})", "no protocolVersion"},
        {R"({"protocolVersion":"2026-07-28"})", "MCP 2026-07-28"},
        {R"({"protocolVersion":"1.0"})", "MCP 1.0"},
    };
    for (auto const& each : cases) {
        try {
            read_initialize(json::parse(each.result));
            FAIL(each.result);
        } catch (failure const& failed) {
            CHECK(failed.kind == fault::bad_answer);
            CHECK(std::string(failed.what()).find(each.why) != std::string::npos);
        }
    }
}

TEST_CASE("pages of tools/list") {
    CHECK(list_params("") == "{}");
    CHECK(json::parse(list_params("a\"b")) == json::value{{"cursor", "a\"b"}});
    struct {
        char const* result;
        std::size_t tools;
        char const* next;
    } const cases[] = {
        {R"({"tools":[]})", 0, ""},
        {R"({"tools":[{"name":"a"},{"name":"b"}]})", 2, ""},
        {R"({"tools":[{"name":"a"}],"nextCursor":"x"})", 1, "x"},
        {R"({"tools":[{"name":"a"}],"nextCursor":null})", 1, ""},
        {R"({"tools":[{"name":""},{"title":"b"},7,null,{"name":"c"}]})", 1, ""},
    };
    for (auto const& each : cases) {
        auto const page = read_tools(json::parse(each.result));
        CHECK(page.tools.size() == each.tools);
        CHECK(page.next == each.next);
    }
    for (auto bad : {"{}", "[]", "null", R"({"tools":{}})"}) CHECK_THROWS_AS(read_tools(json::parse(bad)), failure);
}

TEST_CASE("the params of tools/call") {
    json::object const arguments{{"query", "x"}, {"count", 3}};
    CHECK(json::parse(call_params("search", arguments, std::nullopt)) ==
          json::value{{"name", "search"}, {"arguments", arguments}});
    CHECK(json::parse(call_params("search", {}, 7)) ==
          json::value{{"name", "search"}, {"arguments", json::object()}, {"_meta", {{"progressToken", 7}}}});
}
