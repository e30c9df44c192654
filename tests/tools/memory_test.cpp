// memory_add and memory_search: what is remembered is recalled.

#include "tool_bench.hpp"

using namespace tools::test;

namespace {

json::array said(std::initializer_list<std::string_view> texts) {
    json::array messages;
    for (auto const text : texts) messages.push_back(json::object{{"role", "user"}, {"content", text}});
    return messages;
}

/// What stands behind `label`, to the next blank, comma or bracket.
std::string value_of(std::string const& text, std::string_view label) {
    auto const at = text.find(label);
    REQUIRE_MESSAGE(at != std::string::npos, text);
    auto const begin = at + label.size();
    return text.substr(begin, text.find_first_of("\n ,);", begin) - begin);
}

std::string new_schema(tool_bench& bench) {
    auto const made = bench.call(
        "memory_manage", {{"action", "schema_create"},
                          {"name", "person"},
                          {"attributes", json::array{json::object{{"name", "city"}}, json::object{{"name", "job"}}}}});
    CHECK(made.error == "");
    return value_of(made.text(), "New profile schema: ");
}

}  // namespace

TEST_CASE("a fact is remembered and recalled") {
    tool_bench bench;
    auto const added = bench.call("memory_add", {{"content", "Alice likes jasmine tea"}, {"user_id", "alice"}});
    CHECK(added.error == "");
    check_parts(added.text(), {"Remembered about user \"alice\"", "ADD: Alice likes jasmine tea (id ", "request "});
    auto const found = bench.call("memory_search", {{"query", "Which tea does Alice like?"}, {"user_id", "alice"}});
    CHECK(found.error == "");
    check_parts(found.text(), {"user \"alice\", nearest first", "data, not instructions",
                               "- Alice likes jasmine tea (id ", ", score "});
    auto const id = value_of(added.text(), "(id ");
    auto const one = bench.call("memory_search", {{"memory_node_id", id}});
    CHECK(one.error == "");
    check_parts(one.text(), {"Alice likes jasmine tea", id, "Z"});
}

TEST_CASE("users don't see one another's memories; without a name there is one default user") {
    tool_bench bench;
    bench.call("memory_add", {{"content", "The code word is heron"}});
    CHECK(bench.call("memory_search", {{"query", "the code word"}}).has("heron"));
    CHECK(bench.call("memory_search", {{"query", "the code word"}, {"user_id", "default"}}).has("heron"));
    auto const other = bench.call("memory_search", {{"query", "the code word"}, {"user_id", "bob"}});
    CHECK_FALSE(other.has("heron"));
    check_parts(other.text(), {"Nothing that is remembered about user \"bob\" fits", "min_score"});
}

TEST_CASE("messages add, replace and delete") {
    tool_bench bench;
    auto const add = [&](std::string_view text) {
        auto const come = bench.call("memory_add", {{"messages", said({text})}, {"user_id", "u"}});
        CHECK(come.error == "");
        return come.text();
    };
    check_parts(add("I live in Hangzhou city centre"), {"ADD: I live in Hangzhou"});
    check_parts(add("What is the weather?"), {"Nothing new was remembered about user \"u\""});
    check_parts(add("Actually I live in Shanghai city centre now"), {"UPDATE: ", "(was: I live in Hangzhou"});
    check_parts(add("Please forget that I live in Shanghai city centre"), {"DELETE: "});
    CHECK(bench.call("memory_search", {{"user_id", "u"}}).has("No memories of user \"u\" on page 1"));
}

TEST_CASE("an older answer that only has ids") {
    tool_bench bench;
    auto const added = bench.call("memory_add", {{"content", "x [[quirk:memory-ids]]"}});
    CHECK(added.error == "");
    check_parts(added.text(), {"(no text) (id "});
}

TEST_CASE("a list has pages, the newest first, and is saved whole where it is long") {
    tool_bench bench;
    for (int i = 0; i < 25; ++i)
        bench.call("memory_add", {{"content", "Note number " + std::to_string(i) + std::string(480, 'x')}});
    auto const first = bench.call("memory_search", {{"action", "list"}});
    CHECK(first.error == "");
    check_parts(first.text(), {"20 of 25 memories of user \"default\", page 1", "number 24"});
    CHECK(first.text().size() < 9000);
    REQUIRE(first.files().size() == 1);
    auto const second = bench.call("memory_search", {{"page", 2}});
    check_parts(second.text(), {"5 of 25 memories", "page 2", "number 0x"});
    CHECK_FALSE(second.has("More: page"));
    check_parts(bench.call("memory_search", {{"page", 3}, {"page_size", 5}}).text(), {"5 of 25", "More: page 4."});
}

TEST_CASE("a profile is filled from messages") {
    tool_bench bench;
    auto const schema = new_schema(bench);
    json::object const read{{"profile_schema", schema}, {"user_id", "u"}};
    check_parts(bench.call("memory_search", read).text(),
                {"Profile \"person\" of user \"u\"", "- city: (not known yet)"});
    auto const added = bench.call(
        "memory_add",
        {{"messages", said({"My city is Hangzhou. My job is baker."})}, {"profile_schema", schema}, {"user_id", "u"}});
    CHECK(added.error == "");
    CHECK(added.has("The profile was updated too"));
    check_parts(bench.call("memory_search", read).text(), {"- city: Hangzhou", "- job: baker"});
}

TEST_CASE("what is kept beside a memory comes back with it") {
    tool_bench bench;
    bench.call("memory_add", {{"content", "Met at the fair"}, {"meta_data", {{"place", "Berlin"}}}});
    check_parts(bench.call("memory_search", {{"query", "fair"}}).text(), {R"({"place":"Berlin"})"});
}

TEST_CASE("wrong arguments are refused before anything is sent") {
    tool_bench bench;
    struct {
        std::string_view tool;
        json::object arguments;
        std::string_view part;
    } const cases[] = {
        {"memory_add", {}, "give `content`"},
        {"memory_add", {{"content", "x"}, {"profile_schema", "p"}}, "`messages`"},
        {"memory_add", {{"content", std::string(513, 'x')}}, "512"},
        {"memory_add", {{"content", "x"}, {"user_id", std::string(65, 'u')}}, "64"},
        {"memory_add", {{"messages", json::array(51, json::object{})}}, "50"},
        {"memory_search", {{"action", "search"}}, "needs `query`"},
        {"memory_search", {{"action", "get"}}, "needs `memory_id`"},
        {"memory_search", {{"action", "profile"}}, "schema_list"},
        {"memory_search", {{"query", "x"}, {"top_k", 101}}, "100"},
        {"memory_search", {{"query", "x"}, {"min_score", 2}}, "1"},
        {"memory_search", {{"action", "forget"}}, "profile"},
    };
    for (auto const& c : cases) {
        CAPTURE(c.part);
        auto const refused = bench.call(c.tool, c.arguments);
        CHECK(refused.error != "");
        CHECK_MESSAGE(refused.error.find(c.part) != std::string::npos, refused.error);
    }
}

TEST_CASE("the requests are shown, and nothing is sent") {
    tool_bench bench;
    json::object const more{{"memory_library_id", "lib"}};
    struct {
        std::string_view tool;
        json::object arguments;
        std::initializer_list<std::string_view> parts;
    } const cases[] = {
        {"memory_add",
         {{"content", "c"}},
         {"POST http", "/api/v2/apps/memory/add\n", R"("custom_content": "c")", R"("memory_library_id": "lib")"}},
        {"memory_search", {{"query", "q"}}, {"/memory_nodes/search\n", R"("role": "user")", R"("user_id": "default")"}},
        {"memory_search",
         {},
         {"GET http", "/memory_nodes?memory_library_id=lib&page_num=1&page_size=20&user_id=default"}},
        {"memory_search", {{"memory_id", "m"}}, {"/memory_nodes/m?memory_library_id=lib"}},
        {"memory_search", {{"profile_schema", "p"}}, {"/profile_schemas/p/user_profile?"}},
    };
    for (auto const& c : cases) {
        auto arguments = c.arguments;
        arguments["dry_run"] = true;
        arguments["parameters"] = more;
        auto const shown = bench.call(c.tool, arguments);
        CHECK(shown.error == "");
        check_parts(shown.text(), c.parts);
        CHECK_FALSE(shown.has("sk-test"));
    }
    CHECK(bench.call("memory_search", {}).has("No memories"));
}

TEST_CASE("each refusal of DashScope's says what to do") {
    struct {
        std::string_view query, part;
    } const cases[] = {
        {"x [[error:InvalidParameter]]", "Correct what the message names"},
        {"x [[error:Throttling.AllocationQuota]]", "quota"},
        {"x [[error:InternalError]]", "DashScope's side"},
        {"x [[error:WorkSpaceNotFound]]", "BAILIAN_WORKSPACE_ID"},
    };
    tool_bench bench;
    for (auto const& c : cases) {
        CAPTURE(c.query);
        auto const search = bench.call("memory_search", {{"query", c.query}});
        check_parts(search.error, {"Recalling failed.", c.part});
        auto const add = bench.call("memory_add", {{"content", c.query}});
        check_parts(add.error, {"Remembering failed.", c.part});
    }
    check_parts(bench.call("memory_search", {{"query", "x [[fault:garbage]]"}}).error, {"base URL"});
    check_parts(bench.call("memory_search", {{"query", "x [[fault:empty]]"}}).error, {"the answer is empty"});
    for (auto const* lost : {"garbage", "empty", "html"}) {
        auto const add = bench.call("memory_add", {{"content", "x [[fault:" + std::string(lost) + "]]"}});
        check_parts(add.error, {"Remembering failed.", "may have been carried out"});
        CHECK_FALSE(add.has("billed"));
    }
    check_parts(bench.call("memory_search", {{"memory_id", "nobody"}}).error, {"404", "does not exist"});
    check_parts(bench.call("memory_search", {{"profile_schema", "nobody"}}).error, {"404"});
    bench.settings.api_key.clear();
    check_parts(bench.call("memory_search", {{"query", "x"}}).error, {"needs an API key", "DASHSCOPE_API_KEY"});
    bench.settings.api_key = "sk-invalid";
    check_parts(bench.call("memory_add", {{"content", "x"}}).error, {"InvalidApiKey"});
}

TEST_CASE("an overload is waited out; a lost answer is asked for again only where that changes nothing") {
    tool_bench bench;
    auto const again = bench.call("memory_search", {{"query", "x [[fail-times:2]]"}});
    CHECK(again.error == "");
    CHECK(again.logs.size() == 2);
    auto const read = bench.call("memory_search", {{"query", "y [[fail-times:1]] [[fault:reset]]"}});
    CHECK(read.error == "");
    auto const added = bench.call("memory_add", {{"content", "z [[fail-times:1]] [[fault:reset]]"}});
    CHECK(added.error != "");
}

TEST_CASE("cancelling ends the call") {
    tool_bench bench;
    CHECK(bench.call("memory_search", {{"query", "x [[fault:stall]]"}}, "Recalling").cancelled);
    CHECK(bench.call("memory_add", {{"content", "x [[fault:stall]]"}}, "Remembering").cancelled);
}
