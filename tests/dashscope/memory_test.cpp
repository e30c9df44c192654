#include "dashscope/memory.hpp"

#include "support.hpp"

#include <boost/json/serialize.hpp>

using namespace dashscope;
using namespace dashscope::test;

TEST_CASE("each operation has its method, its path and its fields") {
    json::array const attributes{json::object{{"name", "city"}}};
    json::array const messages{json::object{{"role", "user"}, {"content", "I live in Hangzhou"}}};
    struct {
        memory_request made;
        std::string_view method, path, fields;
    } const cases[] = {
        {add_memory({"u", "likes tea", {}, {}, {}}), "POST", "/add", R"({"user_id":"u","custom_content":"likes tea"})"},
        {add_memory({"u", "", messages, "ps", {{"a", 1}}}), "POST", "/add",
         R"({"user_id":"u","messages":[{"role":"user","content":"I live in Hangzhou"}],"profile_schema":"ps","meta_data":{"a":1}})"},
        {search_memories({"u", "tea?", 5, 0.2}), "POST", "/memory_nodes/search",
         R"({"user_id":"u","messages":[{"role":"user","content":"tea?"}],"top_k":5,"min_score":2E-1})"},
        {search_memories({"u", "tea?", {}, {}}), "POST", "/memory_nodes/search",
         R"({"user_id":"u","messages":[{"role":"user","content":"tea?"}]})"},
        {list_memories("u", 2, 20), "GET", "/memory_nodes", R"({"user_id":"u","page_num":2,"page_size":20})"},
        {get_memory("m"), "GET", "/memory_nodes/m", "{}"},
        {update_memory("u", "m", "new"), "PATCH", "/memory_nodes/m", R"({"custom_content":"new","user_id":"u"})"},
        {delete_memory("u", "m"), "DELETE", "/memory_nodes/m", R"({"user_id":"u"})"},
        {get_user_profile("p", "u"), "GET", "/profile_schemas/p/user_profile", R"({"user_id":"u"})"},
        {create_profile_schema({"n", "d", attributes}), "POST", "/profile_schemas",
         R"({"name":"n","description":"d","attributes":[{"name":"city"}]})"},
        {list_profile_schemas(1, 10), "GET", "/profile_schemas", R"({"page_num":1,"page_size":10})"},
        {get_profile_schema("p"), "GET", "/profile_schemas/p", "{}"},
        {update_profile_schema("p", {"", "d2", {}}), "PATCH", "/profile_schemas/p", R"({"description":"d2"})"},
        {update_profile_schema("p", {"", "", attributes}), "PATCH", "/profile_schemas/p",
         R"({"attributes_operations":[{"name":"city"}]})"},
        {delete_profile_schema("p"), "DELETE", "/profile_schemas/p", "{}"},
        {get_memory("../x?y"), "GET", "/memory_nodes/..%2Fx%3Fy", "{}"},
    };
    for (auto const& c : cases) {
        CAPTURE(c.path);
        CHECK(c.made.method == c.method);
        CHECK(c.made.path == "/api/v2/apps/memory" + std::string(c.path));
        CHECK(json::serialize(c.made.fields) == c.fields);
        CHECK(c.made.has_body() == (c.method == "POST" || c.method == "PATCH"));
    }
}

TEST_CASE("fields of requests without a body go into the query") {
    CHECK(list_memories("张 三", 1, 10).target() ==
          "/api/v2/apps/memory/memory_nodes?page_num=1&page_size=10&user_id=%E5%BC%A0%20%E4%B8%89");
    CHECK(get_memory("m").target() == "/api/v2/apps/memory/memory_nodes/m");
    CHECK(add_memory({"u", "c", {}, {}, {}}).target() == "/api/v2/apps/memory/add");
    auto profile = get_user_profile("p", "u");
    profile.fields["need_detail"] = true;
    CHECK(profile.target() == "/api/v2/apps/memory/profile_schemas/p/user_profile?need_detail=true&user_id=u");
}

TEST_CASE("memories in every form that answers have") {
    auto page = read_memories(json::parse(
        R"({"memory_nodes":[{"memory_node_id":"a","content":"c","event":"UPDATE","old_content":"o","score":0.5,
            "created_at":1783503852,"updated_at":"2026-05-01 10:00","status":"valid","meta_data":{"k":"v"}}],"total":53})"));
    REQUIRE(page.nodes.size() == 1);
    auto const& node = page.nodes[0];
    CHECK(node.id == "a");
    CHECK(node.content == "c");
    CHECK(node.event == "UPDATE");
    CHECK(node.old_content == "o");
    CHECK(node.score == 0.5);
    CHECK(node.created == "2026-07-08T09:44:12Z");
    CHECK(node.updated == "2026-05-01 10:00");
    CHECK(node.status == "valid");
    CHECK(node.meta_data.contains("k"));
    CHECK(page.total == 53);

    page = read_memories(json::parse(R"({"memory_ids":["a","b"]})"));
    REQUIRE(page.nodes.size() == 2);
    CHECK(page.nodes[1].id == "b");
    page = read_memories(json::parse(R"({"memory_node":{"memory_node_id":"m","status":"delete"}})"));
    REQUIRE(page.nodes.size() == 1);
    CHECK(page.nodes[0].status == "delete");
    CHECK_FALSE(page.total);
}

TEST_CASE("profiles with one value or a list of values") {
    auto profile = read_user_profile(json::parse(
        R"({"profile":{"schema_name":"s","schema_description":"d","attributes":[{"id":"1","name":"city","value":"杭州"},
            {"id":"2","name":"age","value":7},{"id":"3","name":"job"}]}})"));
    CHECK(profile.name == "s");
    CHECK(profile.description == "d");
    CHECK(profile.attributes ==
          std::vector<std::pair<std::string, std::string>>{{"city", "杭州"}, {"age", "7"}, {"job", ""}});
    profile = read_user_profile(json::parse(
        R"({"profile":{"schemaName":"s","attributes":[{"name":"sport","value_items":[{"value":"a"},{"value":"b"}]}]}})"));
    CHECK(profile.name == "s");
    CHECK(profile.attributes[0].second == "a; b");
}

TEST_CASE("profile schemas: a page, one, a new one") {
    auto page = read_profile_schemas(json::parse(
        R"({"profile_schemas":[{"profile_schema_id":"p","name":"n","description":"d","plan_version":"pro"}],"total":1})"));
    CHECK(page.total == 1);
    REQUIRE(page.schemas.size() == 1);
    CHECK(page.schemas[0].id == "p");
    CHECK(page.schemas[0].description == "d");
    page = read_profile_schemas(json::parse(
        R"({"name":"n","attributes":[{"attribute_id":"a","name":"city","description":"where","default_value":"杭州",
            "immutable":true},{"attribute_id":"b","name":"age","default_value":7},1]})"));
    REQUIRE(page.schemas.size() == 1);
    auto const& attributes = page.schemas[0].attributes;
    REQUIRE(attributes.size() == 2);
    CHECK(attributes[0].id == "a");
    CHECK(attributes[0].default_value == "杭州");
    CHECK(attributes[0].immutable);
    CHECK(attributes[1].default_value == "7");
    CHECK_FALSE(attributes[1].immutable);
    CHECK(read_profile_schemas(json::parse(R"({"profile_schema_id":"new"})")).schemas.at(0).id == "new");
    CHECK(read_profile_schemas(json::parse(R"({"profile_schemas":[]})")).schemas.empty());
    CHECK(read_profile_schemas(nullptr).schemas.empty());
}

TEST_CASE("answers of another shape are empty, not errors") {
    for (auto const* text : {"null", "[]", "{}", R"({"memory_nodes":1})", R"({"memory_node":"x"})", R"({"profile":[]})",
                             R"({"total":1e300,"memory_nodes":[]})",
                             R"({"memory_nodes":[{"created_at":-1},{"created_at":1e300},{"created_at":true},7]})"}) {
        CAPTURE(text);
        auto const answer = json::parse(text);
        for (auto const& node : read_memories(answer).nodes) {
            CHECK(node.id == "");
            CHECK(node.created == "");
        }
        CHECK(read_user_profile(answer).attributes.empty());
    }
}
