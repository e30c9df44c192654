#include "dashscope/app_memory.hpp"

#include "support.hpp"

using namespace dashscope;
using namespace dashscope::test;

TEST_CASE("each operation is the SDK's") {
    using enum app_memory_action;
    struct {
        app_memory_action action;
        std::string_view name, method, path, query;
    } const cases[] = {
        {create, "CreateMemory", "POST", "/ws/memories", "description=t"},
        {list, "ListMemories", "GET", "/ws/memories", ""},
        {get, "GetMemory", "GET", "/ws/memories/m", ""},
        {update, "UpdateMemory", "PUT", "/ws/memories/m", "description=t"},
        {remove, "DeleteMemory", "DELETE", "/ws/memories/m", ""},
        {add_node, "CreateMemoryNode", "POST", "/ws/memories/m/memoryNodes", "content=t"},
        {list_nodes, "ListMemoryNodes", "GET", "/ws/memories/m/memoryNodes", ""},
        {update_node, "UpdateMemoryNode", "PUT", "/ws/memories/m/memoryNodes/n", "content=t"},
        {remove_node, "DeleteMemoryNode", "DELETE", "/ws/memories/m/memoryNodes/n", ""},
    };
    for (auto const& c : cases) {
        CAPTURE(c.name);
        auto const made = make_app_memory_request({c.action, "ws", "m", "n", "t", {}, {}});
        CHECK(made.method == c.method);
        CHECK(made.request.action == c.name);
        CHECK(made.request.path == c.path);
        CHECK(acs3_query(made.request.query) == c.query);
        CHECK(made.request.form.empty());
        CHECK(made.request.body.is_null());
    }
}

TEST_CASE("pages, and ids that would leave their place") {
    using enum app_memory_action;
    auto const made = make_app_memory_request({list, "ws", {}, {}, {}, 20, "abc="});
    CHECK(acs3_query(made.request.query) == "maxResults=20&nextToken=abc%3D");
    CHECK(make_app_memory_request({get, "ws", "../x", {}, {}, {}, {}}).request.path == "/ws/memories/..%2Fx");
}

TEST_CASE("answers: one made, one read, a page of memories, a page of nodes, something else") {
    auto page = read_app_memories(json::parse(R"({"memoryId":"m","requestId":"r"})"));
    CHECK(page.request_id == "r");
    REQUIRE(page.entries.size() == 1);
    CHECK(page.entries[0].id == "m");
    page = read_app_memories(json::parse(R"({"memoryNodeId":"n","content":"c","workspaceId":"ws"})"));
    CHECK(page.entries.at(0).id == "n");
    CHECK(page.entries.at(0).text == "c");
    page = read_app_memories(json::parse(
        R"({"memories":[{"memoryId":"a","description":"d"},{"memoryId":"b"}],"totalCount":12,"nextToken":"2"})"));
    CHECK(page.entries.size() == 2);
    CHECK(page.entries.at(0).text == "d");
    CHECK(page.total == 12);
    CHECK(page.next_token == "2");
    page = read_app_memories(json::parse(R"({"memoryNodes":[{"memoryNodeId":"n","content":"c"}]})"));
    CHECK(page.entries.size() == 1);
    CHECK(page.next_token == "");
    for (auto const* text : {"null", "[]", "{}", R"({"memories":{}})", R"({"memoryNodes":[1,{}]})"})
        CHECK(read_app_memories(json::parse(text)).entries.empty());
}
