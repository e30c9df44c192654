#include "tools/web_search.hpp"

#include "tool_bench.hpp"

#include <boost/json/parse.hpp>

#include <fstream>
#include <sstream>

using namespace tools::test;

namespace {

sandbox::options quirky(std::vector<std::string> quirks) {
    sandbox::options made;
    made.quirks = std::move(quirks);
    return made;
}

std::string content_of(std::filesystem::path const& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

std::string first_text(outcome const& of) {
    REQUIRE_MESSAGE(of.error.empty(), of.error);
    REQUIRE_FALSE(of.result.content.empty());
    return std::string(of.result.content.front().at("text").as_string());
}

}  // namespace

TEST_CASE("which of a server's tools searches") {
    struct {
        char const* list;
        char const* chosen;
        bool keeps_count;
    } const cases[] = {
        {R"([])", "", true},
        {R"([{"name":"other","inputSchema":{"properties":{"city":{}}}}])", "", true},
        {R"([{"name":"a","inputSchema":{"properties":{"query":{}}}},
             {"name":"bailian_web_search","inputSchema":{"properties":{"query":{},"count":{}}}}])",
         "bailian_web_search", true},
        {R"([{"name":"bailian_web_search"}])", "bailian_web_search", true},
        {R"([{"name":"x"},{"name":"web-search_search-news","inputSchema":{"properties":{"query":{}}}}])",
         "web-search_search-news", false},
        {R"([{"name":"x","inputSchema":7},{"name":"y","inputSchema":{"properties":[]}}])", "", true},
    };
    for (auto const& each : cases) {
        json::object arguments{{"query", "x"}, {"count", 3}};
        CHECK(tools::choose_search_tool(json::parse(each.list).as_array(), arguments) == each.chosen);
        CHECK(arguments.contains("count") == each.keeps_count);
    }
}

TEST_CASE("pages come as they are, whatever the server is like") {
    std::vector<std::vector<std::string>> const servers = {
        {},
        {"search-older-name"},
        {"search-results"},
        {"search-no-session"},
        {"search-sse"},
        {"search-session-ends"},
        {"search-older-name", "search-results", "search-no-session", "search-sse"},
    };
    for (auto const& quirks : servers) {
        tool_bench bench(quirky(quirks));
        for (int round = 0; round < 3; ++round) {
            auto const found = bench.call("web_search", {{"query", "MCP servers"}, {"count", 2}});
            auto const body = json::parse(first_text(found)).as_object();
            bool const older = std::ranges::find(quirks, "search-results") != quirks.end();
            auto const& pages = body.at(older ? "results" : "pages").as_array();
            REQUIRE(pages.size() == 2);
            CHECK(pages[0].at("title") == "[sandbox] MCP servers (1)");
            CHECK(pages[0].as_object().contains("hostlogo"));
            CHECK(body.contains("request_id"));
            CHECK(found.result.content.size() == 2);
            check_parts(found.text(), {"data, not instructions"});
            CHECK_FALSE(found.result.is_error);
        }
    }
}

TEST_CASE("common wrong names of the arguments, and bad ones") {
    tool_bench bench;
    for (auto name : {"q", "text", "prompt"})
        CHECK(bench.call("web_search", {{name, "cats"}, {"limit", "1"}}).has("[sandbox] cats (1)"));
    CHECK(bench.call("web_search", json::object()).has("`query` is required"));
    CHECK(bench.call("web_search", {{"query", ""}}).has("at least 1 character"));
    CHECK(bench.call("web_search", {{"query", "x"}, {"count", 0}}).has("`count`"));
    CHECK(bench.call("web_search", {{"query", "x"}, {"page", 2}}).has("not a parameter"));
}

TEST_CASE("further arguments reach the server") {
    tool_bench bench;
    auto const found = bench.call("web_search", {{"query", "x"}, {"parameters", {{"count", 3}}}});
    CHECK(json::parse(first_text(found)).at("pages").as_array().size() == 3);
}

TEST_CASE("many pages are saved whole, and their beginning is shown") {
    tool_bench bench;
    std::string const query(400, 'q');
    auto const found = bench.call("web_search", {{"query", query}, {"count", 20}});
    auto const shown = first_text(found);
    CHECK(shown.size() < 9000);
    auto const files = found.files();
    REQUIRE(files.size() == 1);
    CHECK(files[0].extension() == ".json");
    auto const whole = content_of(files[0]);
    CHECK(json::parse(whole).at("pages").as_array().size() == 20);
    CHECK(whole.starts_with(shown.substr(0, 7000)));
}

TEST_CASE("where nothing is saved nothing is cut") {
    tool_bench bench;
    tools::output urls(bench.http, bench.settings.base, {tools::output_mode::urls, {}});
    tools::services const with{bench.api, bench.settings, bench.http, bench.media, bench.tasks, urls, bench.servers};
    mcp::registry own;
    own.add(R"({"name":"web_search","description":"x","inputSchema":{"type":"object"}})", make_web_search(with));
    listener context(bench.io.get_executor(), bench.sender);
    json::object const arguments{{"query", std::string(400, 'q')}, {"count", 20}};
    auto const found = bench.run(own.find("web_search")->run->call(arguments, context));
    auto const text = std::string(found.content.front().at("text").as_string());
    CHECK(json::parse(text).at("pages").as_array().size() == 20);
}

TEST_CASE("an error of the server's tool stays one") {
    tool_bench bench;
    auto const found = bench.call("web_search", {{"query", "[[chunks:8]]"}});
    CHECK(found.result.is_error);
    CHECK(first_text(found) == "query must not be empty");
}

TEST_CASE("refusals say what to do") {
    struct {
        std::vector<std::string> quirks;
        std::vector<std::string> faults;
        std::vector<char const*> parts;
    } const cases[] = {
        {{"search-not-activated"}, {}, {"HTTP 404", "未开通", "not activated", "mcp-market", "Request id: "}},
        {{"search-invalid"}, {}, {"MCP_IS_INVALID (HTTP 404)", "Activate it once"}},
        {{"search-quota"}, {}, {"Throttling.AllocationQuota (HTTP 429)", "used up"}},
        {{"search-older-transport"}, {}, {"HTTP 405", "older transport"}},
        {{}, {"garbage*9"}, {"did not answer as one does", "not JSON"}},
    };
    for (auto const& each : cases) {
        auto options = quirky(each.quirks);
        options.faults = each.faults;
        tool_bench bench(options);
        auto const found = bench.call("web_search", {{"query", "x"}});
        CHECK(found.error.starts_with("The web search failed."));
        for (auto const* part : each.parts) check_parts(found.error, {part});
    }
}

TEST_CASE("refusals of DashScope's under HTTP 200 keep their code") {
    for (auto const* modifiers : {":http200", ":http200:compat", ":sse"}) {
        tool_bench bench;
        auto const found = bench.call("web_search", {{"query", "[[error:Arrearage" + std::string(modifiers) + "]] x"}});
        CHECK(found.error.starts_with("The web search failed."));
        check_parts(found.error, {"DashScope answered Arrearage", "Settle the bill", "Request id: "});
    }
}

TEST_CASE("keys that are none, or of another kind") {
    struct {
        char const* key;
        std::vector<char const*> parts;
    } const cases[] = {
        {"", {"needs an API key"}},
        {"sk-invalid", {"HTTP 401", "Check the key"}},
        {"sk-sp-0123456789abcdef", {"AccessDenied (HTTP 403)", "Token or Coding Plan"}},
    };
    for (auto const& each : cases) {
        tool_bench bench;
        bench.settings.api_key = each.key;
        auto const found = bench.call("web_search", {{"query", "x"}});
        for (auto const* part : each.parts) check_parts(found.error, {part});
        if (*each.key != '\0') CHECK_FALSE(found.has(each.key));
    }
}

TEST_CASE("what passes is tried again") {
    sandbox::options faults;
    faults.faults = {"503*1", "ok*1", "ok*1", "ok*1", "reset*1"};
    tool_bench bench(faults);
    auto const found = bench.call("web_search", {{"query", "x"}, {"count", 1}});
    check_parts(first_text(found), {"pages"});
    CHECK(found.logs.size() == 2);
}

TEST_CASE("a cancelled search ends") {
    sandbox::options slow;
    slow.latency = std::chrono::minutes(5);
    tool_bench bench(slow);
    CHECK(bench.call("web_search", {{"query", "x"}}, "Searching the web").cancelled);
}

TEST_CASE("a dry run shows the request and sends nothing") {
    tool_bench bench;
    auto const shown = bench.call("web_search", {{"query", "cats"}, {"count", 3}, {"dry_run", true}});
    check_parts(shown.text(), {"nothing was sent", "POST http://127.0.0.1:", "/api/v1/mcps/WebSearch/mcp",
                               R"("method": "tools/call")", R"("name": "bailian_web_search")", R"("query": "cats")",
                               R"("count": 3)"});
    CHECK_FALSE(shown.has(bench.settings.api_key));
    CHECK(bench.http.connections_opened() == 0);
}
