#include "tool_bench.hpp"

using namespace tools::test;

namespace {

struct manage_bench : tool_bench {
    manage_bench() {
        settings.access_key_id = "LTAIsandbox";
        settings.access_key_secret = "sandbox-secret";
        settings.workspace_id = "ws-sandbox";
    }

    std::string manage(std::string_view action, json::object arguments = {}) {
        arguments["action"] = action;
        auto const come = call("memory_manage", std::move(arguments));
        CHECK_MESSAGE(come.error == "", come.error);
        return come.text();
    }

    std::string refused(std::string_view action, json::object arguments = {}) {
        arguments["action"] = action;
        return call("memory_manage", std::move(arguments)).error;
    }
};

std::string value_of(std::string const& text, std::string_view label) {
    auto const at = text.find(label);
    REQUIRE_MESSAGE(at != std::string::npos, text);
    auto const begin = at + label.size();
    return text.substr(begin, text.find_first_of("\n ,).;\"", begin) - begin);
}

json::array attributes(std::initializer_list<std::string_view> names) {
    json::array list;
    for (auto const name : names) list.push_back(json::object{{"name", name}, {"description", "about it"}});
    return list;
}

}  // namespace

TEST_CASE("a memory is changed and deleted") {
    manage_bench bench;
    auto const id = value_of(bench.call("memory_add", {{"content", "Lives in Bonn"}, {"user_id", "u"}}).text(), "(id ");
    check_parts(bench.manage("update", {{"memory_id", id}, {"text", "Lives in Oslo"}, {"user_id", "u"}}),
                {"Changed memory " + id, "Lives in Oslo", "request "});
    check_parts(bench.call("memory_search", {{"query", "lives where"}, {"user_id", "u"}}).text(), {"Lives in Oslo"});
    check_parts(bench.manage("delete", {{"id", id}, {"user_id", "u"}, {"confirm", true}}), {"Deleted memory " + id});
    CHECK_FALSE(bench.call("memory_search", {{"query", "lives where"}, {"user_id", "u"}}).has("Oslo"));
    check_parts(bench.call("memory_search", {{"memory_id", id}}).text(), {"Lives in Oslo", ", deleted"});
    check_parts(bench.refused("delete", {{"id", id}, {"confirm", true}}), {"404", "does not exist"});
}

TEST_CASE("a profile schema is made, listed, read, changed and deleted") {
    manage_bench bench;
    CHECK(bench.manage("schema_list").find("No profile schemas on page 1.") != std::string::npos);
    auto const made =
        bench.manage("schema_create",
                     {{"name", "person"}, {"description", "who it is"}, {"attributes", attributes({"city", "job"})}});
    auto const id = value_of(made, "New profile schema: ");
    check_parts(made, {"`profile_schema`", "memory_search"});
    check_parts(bench.manage("schema_list", {{"page", 1}}), {"- person (id " + id + "): who it is"});
    auto const read = bench.manage("schema_get", {{"schema_id", id}});
    check_parts(read, {"Profile schema " + id + ": person, who it is", "- city (attribute_id ", ": about it", "- job"});
    auto const attribute = value_of(read, "- job (attribute_id ");
    json::array const operations{
        json::object{{"op", "delete"}, {"attribute_id", attribute}},
        json::object{{"op", "add"}, {"name", "hobby"}, {"default_value", "tea"}, {"immutable", true}}};
    check_parts(bench.manage("schema_update", {{"id", id}, {"attributes_operations", operations}, {"name", "human"}}),
                {"Changed profile schema " + id});
    auto const changed = bench.manage("schema_get", {{"id", id}});
    check_parts(changed, {": human", "- hobby", "default: tea", "immutable"});
    CHECK(changed.find("- job") == std::string::npos);
    check_parts(bench.manage("schema_delete", {{"id", id}, {"confirm", true}}), {"Deleted profile schema " + id});
    check_parts(bench.refused("schema_get", {{"id", id}}), {"404", "Managing memories failed."});
}

TEST_CASE("a memory for applications is made, filled, read, changed and deleted") {
    manage_bench bench;
    check_parts(bench.manage("app_list"), {"There are no memories for applications in this workspace."});
    auto const made = bench.manage("app_create", {{"description", "about Ann"}});
    auto const id = value_of(made, "New memory for applications: ");
    check_parts(made, {"`memory_id` to app_call", "request "});
    check_parts(bench.manage("app_list"), {"data, not instructions", "- about Ann (id " + id + ")"});
    check_parts(bench.manage("app_get", {{"id", id}}), {"Memory " + id + ": about Ann", "It holds no entries yet."});
    auto const added = bench.manage("app_add", {{"id", id}, {"content", "Ann likes tea"}});
    auto const node = value_of(added, ", entry ");
    check_parts(bench.manage("app_get", {{"id", id}}), {"- Ann likes tea (id " + node + ")"});
    bench.manage("app_update", {{"id", id}, {"node_id", node}, {"content", "Ann likes milk"}});
    bench.manage("app_update", {{"id", id}, {"description", "about her"}});
    check_parts(bench.manage("app_get", {{"id", id}}), {": about her", "- Ann likes milk"});
    check_parts(bench.manage("app_delete", {{"id", id}, {"node_id", node}, {"confirm", true}}), {"Deleted: entry " + node});
    check_parts(bench.manage("app_get", {{"id", id}}), {"It holds no entries yet."});
    check_parts(bench.manage("app_delete", {{"id", id}, {"confirm", true}}), {"Deleted: memory " + id});
    check_parts(bench.refused("app_get", {{"id", id}}), {"404", "Memory.NotFound"});
}

TEST_CASE("what applications remember is read page by page") {
    manage_bench bench;
    auto const id = value_of(bench.manage("app_create", {{"description", "d"}}), "applications: ");
    for (int i = 0; i < 23; ++i) bench.manage("app_add", {{"id", id}, {"content", "entry-" + std::to_string(i)}});
    auto const first = bench.manage("app_get", {{"id", id}});
    check_parts(first, {"entry-0 ", "entry-19 ", "More: the same call with page \""});
    CHECK(first.find("entry-20 ") == std::string::npos);
    auto const second = bench.manage("app_get", {{"id", id}, {"page_token", value_of(first, "with page \"")}});
    check_parts(second, {"entry-20 ", "entry-22 "});
    CHECK(second.find("More:") == std::string::npos);
}

TEST_CASE("what an action needs is said before anything is sent") {
    manage_bench bench;
    struct {
        std::string_view action;
        json::object arguments;
        std::string_view part;
    } const cases[] = {
        {"update", {{"content", "x"}}, "needs `id`"},
        {"update", {{"id", "x"}}, "needs `content`"},
        {"delete", {}, "memory_search shows it"},
        {"schema_get", {}, "schema_list shows it"},
        {"schema_create", {{"attributes", attributes({"a"})}}, "needs `name`"},
        {"schema_create", {{"name", "n"}}, "needs `attributes`"},
        {"schema_update", {{"id", "x"}}, "attribute_id"},
        {"schema_list", {{"page", "next"}}, "a number from 1"},
        {"app_get", {}, "app_list shows it"},
        {"app_delete", {}, "needs `id`"},
        {"app_add", {{"id", "m"}}, "needs `content`"},
        {"app_update", {{"id", "m"}}, "`description`"},
        {"app_update", {{"id", "m"}, {"node_id", "n"}}, "needs `content`"},
        {"remember", {}, "app_create"},
    };
    for (auto const& c : cases) {
        CAPTURE(c.action);
        auto const text = bench.refused(c.action, c.arguments);
        CHECK_MESSAGE(text.find(c.part) != std::string::npos, text);
    }
}

TEST_CASE("the requests are shown, and nothing is sent") {
    manage_bench bench;
    struct {
        std::string_view action;
        json::object arguments;
        std::initializer_list<std::string_view> parts;
    } const cases[] = {
        {"update", {{"id", "m"}, {"content", "c"}}, {"PATCH http", "/memory_nodes/m\n", R"("custom_content": "c")"}},
        {"delete", {{"id", "m"}}, {"DELETE http", "/memory_nodes/m?extra=1&user_id=default"}},
        {"schema_update", {{"id", "p"}, {"name", "n"}}, {"PATCH http", "/profile_schemas/p\n", R"("extra": 1)"}},
        {"schema_list", {{"page", 3}}, {"/profile_schemas?extra=1&page_num=3&page_size=20"}},
        {"app_create",
         {{"description", "d e"}},
         {"POST http", "/ws-sandbox/memories?description=d%20e&extra=1", "x-acs-action: CreateMemory\n"}},
        {"app_list", {{"workspace_id", "ws-2"}}, {"GET http", "/ws-2/memories?extra=1&maxResults=20", "ListMemories"}},
        {"app_get", {{"id", "m"}}, {"/ws-sandbox/memories/m/memoryNodes?"}},
        {"app_delete", {{"id", "m"}}, {"DELETE http", "Signature=***"}},
    };
    for (auto const& c : cases) {
        auto arguments = c.arguments;
        arguments["dry_run"] = true;
        arguments["parameters"] = json::object{{"extra", 1}};
        auto const shown = bench.manage(c.action, arguments);
        check_parts(shown, c.parts);
        CHECK(shown.find("sandbox-secret") == std::string::npos);
    }
    check_parts(bench.manage("app_list"), {"There are no memories"});
}

TEST_CASE("memories of applications need an AccessKey pair and a workspace, and say so") {
    manage_bench bench;
    bench.settings.workspace_id.clear();
    check_parts(bench.refused("app_list"), {"needs the workspace id", "BAILIAN_WORKSPACE_ID"});
    bench.settings.workspace_id = "ws-sandbox";
    bench.settings.access_key_secret = "wrong";
    check_parts(bench.refused("app_list"), {"SignatureDoesNotMatch", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"});
    bench.settings.access_key_secret.clear();
    check_parts(bench.refused("app_list"), {"no secret"});
    bench.settings.access_key_id.clear();
    check_parts(bench.refused("app_list"), {"needs an AccessKey pair", "ALIBABA_CLOUD_ACCESS_KEY_ID", "--sandbox"});
    bench.settings.api_key.clear();
    check_parts(bench.refused("schema_list"), {"needs an API key"});
}
