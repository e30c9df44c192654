#include "mcp/tool_choice.hpp"

#include "harness.hpp"

using namespace mcp;
namespace json = boost::json;

namespace {

std::string tool(std::string const& name, std::string const& more) {
    return R"({"name":")" + name + R"(","description":"d","inputSchema":{"type":"object","properties":{}},)" + more + "}";
}

constexpr char const* reads = R"("annotations":{"readOnlyHint":true})";
constexpr char const* writes = R"("annotations":{"readOnlyHint":false})";

void fill(registry& tools) {
    tools.add(tool("look", R"("toolset":"see",)" + std::string(reads)), nullptr);
    tools.add(tool("paint", R"("toolset":"see",)" + std::string(writes)), nullptr);
    tools.add(tool("speak", R"("toolset":"sound",)" + std::string(writes)), nullptr);
    tools.add(tool("clone", R"("toolset":"sound","default":false,)" + std::string(writes)), nullptr);
    tools.add(tool("lone", R"("default":false,)" + std::string(reads)), nullptr);
}

std::string names(json::value const& list) {
    std::string text;
    for (auto const& each : list.as_array()) text += (text.empty() ? "" : " ") + std::string(each.at("name").as_string());
    return text;
}

}  // namespace

TEST_CASE("names are split, trimmed and lowered") {
    CHECK(split_names("").empty());
    CHECK(split_names(" , ,").empty());
    CHECK(split_names("a") == std::vector<std::string>{"a"});
    CHECK(split_names(" Chat ,vision,\tOMNI,") == std::vector<std::string>{"chat", "vision", "omni"});
}

TEST_CASE("what an operator chooses is what there is") {
    struct {
        tool_choice choice;
        char const* left;
    } const cases[] = {
        {{}, "look paint speak"},
        {{{"all"}, {}, {}, false}, "look paint speak clone lone"},
        {{{"default"}, {}, {}, false}, "look paint speak"},
        {{{"sound"}, {}, {}, false}, "speak clone"},
        {{{"sound", "see"}, {}, {}, false}, "look paint speak clone"},
        {{{}, {"clone"}, {}, false}, "clone"},
        {{{"default"}, {"clone"}, {}, false}, "look paint speak clone"},
        {{{"see"}, {"lone"}, {}, false}, "look paint lone"},
        {{{}, {}, {"paint"}, false}, "look speak"},
        {{{"sound"}, {}, {"speak"}, false}, "clone"},
        {{{}, {"paint"}, {"paint"}, false}, ""},
        {{{}, {}, {}, true}, "look"},
        {{{"all"}, {}, {}, true}, "look lone"},
        {{{}, {"paint", "look"}, {}, true}, "look"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.left);
        registry tools;
        fill(tools);
        tools.restrict_to(each.choice);
        CHECK(names(json::parse(tools.list())) == each.left);
        CHECK(tools.all().size() == json::parse(tools.list()).as_array().size());
    }
}

TEST_CASE("a name that does not exist is told with those that do") {
    struct {
        tool_choice choice;
        char const* text;
    } const cases[] = {
        {{{}, {"sing"}, {}, false}, "there is no tool sing; the tools are look, paint, speak, clone, lone"},
        {{{}, {}, {"sing"}, false}, "there is no tool sing; the tools are look, paint, speak, clone, lone"},
        {{{"noise"}, {}, {}, false}, "there is no toolset noise; the toolsets are default, all, see, sound"},
    };
    registry tools;
    fill(tools);
    for (auto const& each : cases) CHECK_THROWS_WITH_AS(tools.restrict_to(each.choice), each.text, std::invalid_argument);
    CHECK(tools.all().size() == 5);
}

TEST_CASE("what only we read is not published") {
    registry tools;
    fill(tools);
    auto const list = json::parse(tools.list()).as_array();
    for (auto const& each : list) {
        CHECK_FALSE(each.as_object().contains("toolset"));
        CHECK_FALSE(each.as_object().contains("default"));
    }
}

TEST_CASE("headers narrow what the operator left, and nothing else") {
    struct {
        std::map<std::string, std::string> fields;
        char const* left;
    } const cases[] = {
        {{}, "look paint speak"},
        {{{"x-mcp-toolsets", "see"}}, "look paint"},
        {{{"x-mcp-toolsets", "all"}}, "look paint speak"},
        {{{"x-mcp-tools", "speak, look"}}, "look speak"},
        {{{"x-mcp-tools", "Speak"}}, "speak"},
        {{{"x-mcp-tools", "clone"}}, ""},
        {{{"x-mcp-tools", "unheard_of"}}, ""},
        {{{"x-mcp-tools", ""}}, ""},
        {{{"x-mcp-exclude-tools", "paint,unheard_of"}}, "look speak"},
        {{{"x-mcp-readonly", "true"}}, "look"},
        {{{"x-mcp-readonly", "1"}}, "look"},
        {{{"x-mcp-readonly", "false"}}, "look paint speak"},
        {{{"x-mcp-toolsets", "sound"}, {"x-mcp-tools", "look"}, {"x-mcp-readonly", "TRUE"}}, "look"},
    };
    registry tools;
    fill(tools);
    tools.restrict_to({});
    for (auto const& each : cases) {
        testing::headers const fields(each.fields);
        auto const choice = choice_in_headers(fields);
        CHECK(names(json::parse(tools.list(choice))) == each.left);
    }
}

namespace {

struct http_bench : testing::bench {
    http_bench() {
        for (std::string const name : {"one", "two", "three"})
            add(name, [name](auto&, auto&) { return testing::answer_text(name); });
        start(true);
    }

    std::shared_ptr<testing::peer> ask(std::string const& method, std::string const& params,
                                       std::map<std::string, std::string> more) {
        more.insert({{"mcp-protocol-version", "2026-07-28"}, {"mcp-method", method}});
        if (method == "tools/call") more.insert({"mcp-name", "two"});
        testing::headers const fields(std::move(more));
        return send(R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":{)" + params +
                        testing::modern_meta() + "}}",
                    &fields);
    }
};

}  // namespace

TEST_CASE("a narrowed list is its caller's alone and soon forgotten") {
    http_bench bench;
    auto const whole = bench.ask("tools/list", "", {})->result();
    CHECK(names(whole.at("tools")) == "one two three");
    CHECK(whole.at("cacheScope").as_string() == "public");
    // Twice: the second comes from the cache.
    for (int round = 0; round < 2; ++round) {
        auto const part = bench.ask("tools/list", "", {{"x-mcp-tools", "three,one"}})->result();
        CHECK(names(part.at("tools")) == "one three");
        CHECK(part.at("cacheScope").as_string() == "private");
        CHECK(part.at("ttlMs").as_int64() <= 60'000);
    }
}

TEST_CASE("many different headers cost bounded memory and stay right") {
    http_bench bench;
    for (int i = 0; i < 200; ++i) {
        auto const more = "one" + std::string(i % 2 ? ",two" : "") + ",unheard_of_" + std::to_string(i);
        auto const part = bench.ask("tools/list", "", {{"x-mcp-tools", more}})->result();
        CHECK(names(part.at("tools")) == (i % 2 ? "one two" : "one"));
    }
}

TEST_CASE("what is hidden can't be called") {
    http_bench bench;
    auto const seen = bench.ask("tools/call", R"("name":"two","arguments":{},)", {{"x-mcp-tools", "two"}});
    bench.finish(seen);
    CHECK(seen->text() == "two");
    auto const hidden = bench.ask("tools/call", R"("name":"two","arguments":{},)", {{"x-mcp-exclude-tools", "two"}});
    CHECK(hidden->error_code() == -32602);
    CHECK(hidden->error().at("message").as_string() == "Unknown tool: two");
}
