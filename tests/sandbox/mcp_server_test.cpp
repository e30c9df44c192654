#include "support.hpp"

#include "sandbox/tokens.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;
using sandbox_test::at;
using sandbox_test::body_of;
using sandbox_test::send;

namespace {

struct fixture {
    explicit fixture(std::vector<std::string> quirks = {}) : service(settings_with(std::move(quirks))) {}

    static sandbox::options settings_with(std::vector<std::string> quirks) {
        sandbox::options settings;
        settings.quirks = std::move(quirks);
        return settings;
    }

    sandbox::plan post(std::string body) {
        auto asked = send("POST", "/api/v1/mcps/" + server + "/mcp", std::move(body));
        asked.fields.push_back({"accept", "application/json, text/event-stream"});
        if (!session.empty()) asked.fields.push_back({"mcp-session-id", session});
        return service.answer(asked);
    }
    json::value rpc(std::string method, std::string params = "{}") {
        last = post(R"({"jsonrpc":"2.0","id":7,"method":")" + method + R"(","params":)" + params + "}");
        if (last.content_type == "application/json") return body_of(last);
        for (auto const& line : lines()) {
            auto message = json::parse(line);
            if (message.as_object().contains("id")) return message;
        }
        return {};
    }
    std::vector<std::string> lines() const {
        std::vector<std::string> all;
        auto const text = last.body();
        for (std::size_t at = text.find("data:"); at != std::string::npos; at = text.find("data:", at + 1))
            all.push_back(text.substr(at + 5, text.find('\n', at) - at - 5));
        return all;
    }
    json::value open(std::string version = "2025-03-26") {
        auto const body = rpc("initialize", R"({"protocolVersion":")" + version +
                                                R"(","capabilities":{},)"
                                                R"("clientInfo":{"name":"test","version":"1"}})");
        session = sandbox_test::header(last, "Mcp-Session-Id");
        return body;
    }
    json::value search(std::string query, std::string more = {}, std::string tool = "bailian_web_search") {
        return rpc("tools/call", R"({"name":")" + tool + R"(","arguments":{"query":)" +
                                     json::serialize(json::value(query)) + more + "}}");
    }
    static json::value result_of(json::value const& answer) {
        return json::parse(at(answer, "/result/content/0/text"));
    }

    sandbox::service service;
    sandbox::plan last;
    std::string server = "WebSearch";
    std::string session;
};

}  // namespace

TEST_SUITE("sandbox/mcp_server") {
    TEST_CASE("a whole session") {
        fixture f;
        auto const hello = f.open();
        CHECK(at(hello, "/id") == "7");
        CHECK(at(hello, "/result/protocolVersion") == "2025-03-26");
        CHECK(f.session.size() == 32);
        auto const noted = f.post(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
        CHECK(noted.status == 202);
        CHECK(noted.body().empty());
        auto const list = f.rpc("tools/list");
        CHECK(at(list, "/result/tools/0/name") == "bailian_web_search");
        CHECK(at(list, "/result/tools/0/inputSchema/required/0") == "query");
        auto const found = f.search("tea", ",\"count\":3");
        CHECK(at(found, "/result/isError") == "false");
        auto const text = fixture::result_of(found);
        CHECK(text.at("pages").as_array().size() == 3);
        for (auto name : {"title", "url", "snippet", "hostname"})
            CHECK(text.at("pages").at(0).as_object().contains(name));
        CHECK(f.search("tea", ",\"count\":3") == found);
        CHECK(at(f.rpc("ping"), "/result") == "{}");
    }

    TEST_CASE("revisions") {
        fixture f;
        CHECK(at(f.open("2025-11-25"), "/result/protocolVersion") == "2025-11-25");
        CHECK(at(f.open("1999-01-01"), "/result/protocolVersion") == "2025-03-26");
    }

    TEST_CASE("session ids: required, ended, unknown") {
        fixture f;
        f.rpc("tools/list");
        CHECK(f.last.status == 400);
        f.open();
        auto asked = send("DELETE", "/api/v1/mcps/WebSearch/mcp");
        asked.fields.push_back({"mcp-session-id", f.session});
        CHECK(f.service.answer(asked).status == 200);
        CHECK(f.service.answer(asked).status == 404);
        f.rpc("tools/list");
        CHECK(f.last.status == 404);
        f.open();
        f.rpc("tools/list");
        CHECK(f.last.status == 200);
    }

    TEST_CASE("a session that ends by marker") {
        fixture f;
        f.open();
        f.search("tea [[quirk:search-session-ends]]");
        CHECK(f.last.status == 200);
        f.search("tea");
        CHECK(f.last.status == 404);
        auto const first = f.session;
        f.open();
        CHECK(f.session != first);
        f.search("tea");
        CHECK(f.last.status == 200);
    }

    TEST_CASE("the older form, streams, and no sessions") {
        fixture f({"search-older-name", "search-results", "search-no-session", "search-sse"});
        f.open();
        CHECK(f.session.empty());
        CHECK(f.last.content_type.starts_with("text/event-stream"));
        CHECK(at(f.rpc("tools/list"), "/result/tools/0/name") == "web-search_search-news");
        auto const found = fixture::result_of(f.search("tea", "", "web-search_search-news"));
        CHECK(found.at("results").as_array().size() == 10);
        CHECK(!found.as_object().contains("pages"));
        CHECK(at(f.search("tea"), "/error/code") == "-32602");
        f.rpc("tools/call",
              R"({"name":"web-search_search-news","arguments":{"query":"x"},"_meta":{"progressToken":"p"}})");
        REQUIRE(f.lines().size() == 2);
        CHECK(at(json::parse(f.lines()[0]), "/method") == "notifications/progress");
        CHECK(at(json::parse(f.lines()[0]), "/params/progressToken") == "p");
    }

    TEST_CASE("what the gateway refuses, by option and by marker") {
        struct {
            std::string quirk;
            int status;
            std::string_view code;
        } const cases[] = {
            {"search-not-activated", 404, "NotFound"},
            {"search-invalid", 404, "MCP_IS_INVALID"},
            {"search-quota", 429, "Throttling.AllocationQuota"},
            {"search-older-transport", 405, "MethodNotAllowed"},
        };
        for (auto const& c : cases) {
            CAPTURE(c.quirk);
            fixture by_option({c.quirk});
            CHECK(at(by_option.open(), "/code") == c.code);
            CHECK(by_option.last.status == c.status);
            fixture by_marker;
            by_marker.open();
            CHECK(at(by_marker.search("tea [[quirk:" + c.quirk + "]]"), "/code") == c.code);
            CHECK(by_marker.last.status == c.status);
        }
    }

    TEST_CASE("keys of a Token Plan, servers that don't exist, GET") {
        fixture f;
        auto asked = send("POST", "/api/v1/mcps/WebSearch/mcp", R"({"jsonrpc":"2.0","id":1,"method":"ping"})");
        asked.fields = {{"authorization", "Bearer sk-sp-plan"}};
        CHECK(f.service.answer(asked).status == 403);
        f.server = "market-none";
        CHECK(at(f.open(), "/code") == "MCP_IS_INVALID");
        auto const stream = f.service.answer(send("GET", "/api/v1/mcps/WebSearch/mcp"));
        CHECK(stream.status == 405);
        CHECK(sandbox_test::header(stream, "Allow") == "POST, DELETE");
    }

    TEST_CASE("bad messages") {
        fixture f;
        f.open();
        struct {
            std::string_view body;
            int status;
            std::string_view code;
        } const cases[] = {
            {"{", 400, "-32700"},
            {"[]", 400, "-32600"},
            {R"({"id":1,"method":"ping"})", 400, "-32600"},
            {R"({"jsonrpc":"2.0","id":1,"method":"server/discover"})", 200, "-32601"},
            {R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"other"}})", 200, "-32602"},
        };
        for (auto const& c : cases) {
            CAPTURE(c.body);
            auto const answer = f.post(std::string(c.body));
            CHECK(answer.status == c.status);
            CHECK(at(body_of(answer), "/error/code") == c.code);
        }
        CHECK(at(f.search(""), "/result/isError") == "true");
        CHECK(at(f.search("x", ",\"count\":0"), "/result/isError") == "true");
        CHECK(fixture::result_of(f.search("x", ",\"count\":99")).at("pages").as_array().size() == 20);
        auto asked = send("POST", "/api/v1/mcps/WebSearch/mcp", "{}");
        asked.fields.push_back({"accept", "text/html"});
        CHECK(f.service.answer(asked).status == 406);
    }

    TEST_CASE("markers of the query") {
        fixture f;
        f.open();
        CHECK(at(f.search("[[say:Hello]]"), "/result/content/0/text") == "Hello");
        f.search("[[error:Throttling.RateQuota]]");
        CHECK(f.last.status == 429);
    }

    TEST_CASE("a marketplace server") {
        fixture f;
        f.server = "market-sandbox";
        f.open();
        auto const list = f.rpc("tools/list");
        CHECK(list.at("result").at("tools").as_array().size() == 2);
        CHECK(list.at("result").at("tools").at(1).at("name").as_string().size() > 30);
        CHECK(at(list, "/result/tools/0/inputSchema/properties/units/$ref") == "#/definitions/units");
        auto const answer = f.rpc("tools/call", R"({"name":"weather","arguments":{"city":"Rome"}})");
        CHECK(at(answer, "/result/content/0/text").starts_with("[sandbox] Rome: "));
    }
}
