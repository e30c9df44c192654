// Many principals with one key, as over HTTP: what is whose (design.md, "Whose is it?").

#include "seal/keyring.hpp"
#include "seal/random.hpp"
#include "tool_bench.hpp"
#include "tools/app_call.hpp"
#include "tools/app_handles.hpp"
#include "tools/memory_add.hpp"
#include "tools/memory_manage.hpp"
#include "tools/memory_search.hpp"
#include "tools/ownership.hpp"
#include "tools/task_handle.hpp"
#include "tools/vocabulary_manage.hpp"
#include "tools/voice_manage.hpp"

using namespace tools::test;

namespace {

/// A caller that a transport authenticated.
struct someone final : mcp::request_context {
    someone(tool_bench& bench, std::string principal)
        : request_context(bench.io.get_executor(), bench.sender, std::move(principal), platform::clock::now()) {}
    bool wants_progress() const override { return false; }
    void report(double, std::optional<double>, std::string_view) override {}
    void stream_text(std::string_view) override {}
    void log(mcp::log_level, std::string_view) override {}
};

using maker = std::unique_ptr<mcp::tool> (*)(tools::services const&);

struct shared_bench : tool_bench {
    shared_bench() {
        with.handles = &handles;
        settings.access_key_id = "LTAIsandbox";
        settings.access_key_secret = "sandbox-secret";
        settings.workspace_id = "ws-sandbox";
    }

    std::string call_as(std::string principal, maker make, json::object arguments) {
        someone context(*this, std::move(principal));
        auto const tool = make(with);
        try {
            outcome come;
            come.result = run(tool->call(arguments, context));
            return come.text();
        } catch (mcp::tool_error const& error) {
            return error.what();
        }
    }
    std::string manage_as(std::string principal, std::string_view action, json::object more = {}) {
        more["action"] = action;
        more["confirm"] = true;
        return call_as(std::move(principal), tools::make_memory_manage, std::move(more));
    }
    std::string ask_as(std::string principal, json::object more) {
        more["app_id"] = "app-sandbox";
        return call_as(std::move(principal), tools::make_app_call, std::move(more));
    }

    seal::keyring keys{seal::random_key()};
    tools::sealed_task_handles handles{keys, [] { return std::chrono::system_clock::now(); }};
};

std::string value_of(std::string const& text, std::string_view label) {
    auto const at = text.find(label);
    REQUIRE_MESSAGE(at != std::string::npos, text);
    auto const begin = at + label.size();
    return text.substr(begin, text.find_first_of("\n ,);\"", begin) - begin);
}

bool has(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("memories of applications are listed to, and taken from, their maker only") {
    shared_bench bench;
    auto const made = bench.manage_as("ann", "app_create", {{"description", "of the kitchen"}});
    auto const handle = value_of(made, "New memory for applications: ");
    CHECK(handle.starts_with("v1."));
    check_parts(bench.manage_as("ann", "app_add", {{"id", handle}, {"content", "likes green tea"}}), {"Remembered in"});
    check_parts(bench.manage_as("ann", "app_list"), {"- of the kitchen (id v1."});
    check_parts(bench.manage_as("ann", "app_get", {{"id", handle}}), {": of the kitchen\n", "likes green tea"});
    CHECK_FALSE(has(bench.manage_as("bob", "app_list"), "kitchen"));
    for (auto const action : {"app_get", "app_delete"})
        check_parts(bench.manage_as("bob", action, {{"id", handle}}),
                    {"id: this is none that this server gave to you"});
    check_parts(bench.manage_as("bob", "app_add", {{"id", handle}, {"content", "x"}}), {"id: this is none"});

    // A new description stays marked, and `parameters` does not unmark it.
    check_parts(bench.manage_as("ann", "app_update",
                                {{"id", handle},
                                 {"description", "of the garden"},
                                 {"parameters", {{"description", tools::owned_text("bob", "forged")}}}}),
                {"Changed: memory"});
    check_parts(bench.manage_as("ann", "app_list"), {"- of the garden (id v1."});
    CHECK_FALSE(has(bench.manage_as("bob", "app_list"), "forged"));
}

TEST_CASE("an application recalls for its memory's maker only") {
    shared_bench bench;
    auto const handle = value_of(bench.manage_as("ann", "app_create"), "New memory for applications: ");
    bench.manage_as("ann", "app_add", {{"id", handle}, {"content", "likes green tea"}});
    json::object const question{{"prompt", "What do I like?"}, {"memory_id", handle}};
    check_parts(bench.ask_as("ann", question), {"I remember: likes green tea"});
    check_parts(bench.ask_as("bob", question), {"memory_id: this is none that this server gave to you"});
    someone const ann(bench, "ann");
    auto const own = tools::opened_memory_handle(bench.with, ann, handle, "memory_id");
    for (auto const* way : {"plain", "parameters"}) {
        CAPTURE(way);
        json::object around{{"prompt", "What do I like?"}};
        if (std::string_view(way) == "plain")
            around["memory_id"] = own;
        else
            around["parameters"] = {{"memory_id", own}};
        check_parts(bench.ask_as("bob", around), {"memory_id: this is none"});
    }
}

TEST_CASE("handles of one kind are none of another") {
    shared_bench bench;
    someone const ann(bench, "ann");
    auto const memory = tools::memory_handle(bench.with, ann, "m1");
    auto const session = tools::app_handle(bench.with, ann, "s1");
    CHECK(tools::opened_memory_handle(bench.with, ann, memory, "id") == "m1");
    CHECK_THROWS_AS(tools::opened_memory_handle(bench.with, ann, session, "id"), mcp::tool_error);
    CHECK_THROWS_AS(tools::opened_app_handle(bench.with, ann, memory, "session_id"), mcp::tool_error);
    CHECK_THROWS_AS(tools::opened_memory_handle(bench.with, ann, bench.handles.make("m1", "ann"), "id"),
                    mcp::tool_error);
    bench.with.handles = nullptr;
    CHECK(tools::memory_handle(bench.with, ann, "m1") == "m1");
    CHECK(tools::opened_memory_handle(bench.with, ann, "m1", "id") == "m1");
}

TEST_CASE("entries of the memory library are read, changed and deleted by their owner only") {
    shared_bench bench;
    auto const added = bench.call_as("ann", tools::make_memory_add, {{"content", "The key lies under the pot"}});
    auto const handle = value_of(added, "(id ");
    CHECK(handle.starts_with("v1."));
    json::object const get{{"memory_id", handle}};
    check_parts(bench.call_as("ann", tools::make_memory_search, get), {"under the pot"});
    check_parts(bench.call_as("bob", tools::make_memory_search, get), {"memory_id: this is none"});
    check_parts(bench.manage_as("bob", "delete", {{"id", handle}}), {"id: this is none"});
    check_parts(bench.manage_as("bob", "update", {{"id", handle}, {"content", "x"}}), {"id: this is none"});

    // Nor by a name merged into the request.
    auto const anns = tools::memory_user("ann", "");
    json::object const search{{"query", "where is the key"}, {"parameters", {{"user_id", anns}}}};
    CHECK_FALSE(has(bench.call_as("bob", tools::make_memory_search, search), "under the pot"));
    json::object const list{{"action", "list"}, {"parameters", {{"user_id", anns}}}};
    CHECK_FALSE(has(bench.call_as("bob", tools::make_memory_search, list), "under the pot"));
    bench.call_as("bob", tools::make_memory_add, {{"content", "Planted"}, {"parameters", {{"user_id", anns}}}});
    CHECK_FALSE(has(bench.call_as("ann", tools::make_memory_search, {{"action", "list"}}), "Planted"));
    check_parts(bench.manage_as("ann", "delete", {{"id", handle}}), {"Deleted memory v1."});
}

TEST_CASE("profile schemas are shown to, and changed by, their maker; the operator's are for all to use") {
    shared_bench bench;
    json::object const schema{
        {"name", "person"}, {"description", "who it is"}, {"attributes", json::array{json::object{{"name", "city"}}}}};
    auto const id = value_of(bench.manage_as("ann", "schema_create", schema), "New profile schema: ");
    auto const common = value_of(bench.manage_as("", "schema_create", schema), "New profile schema: ");
    auto const seen = bench.manage_as("bob", "schema_list");
    CHECK_FALSE(has(seen, id));
    CHECK(has(seen, common));
    check_parts(bench.manage_as("ann", "schema_list"),
                {"(id " + id + "): who it is", "(id " + common + "): who it is"});
    check_parts(bench.manage_as("ann", "schema_get", {{"id", id}}), {": person, who it is\n"});
    for (auto const* action : {"schema_get", "schema_delete"})
        check_parts(bench.manage_as("bob", action, {{"id", id}}), {"is not one of yours"});
    check_parts(bench.manage_as("bob", "schema_update", {{"id", id}, {"name", "mine"}}), {"is not one of yours"});
    check_parts(bench.manage_as("bob", "schema_delete", {{"id", common}}), {"is not one of yours"});
    check_parts(bench.manage_as("ann", "schema_update", {{"id", id}, {"name", "human"}}), {"Changed profile schema"});
    check_parts(bench.manage_as("ann", "schema_delete", {{"id", id}}), {"Deleted profile schema"});
}

TEST_CASE("nothing merged into a request leads to another's words or voices") {
    shared_bench bench;
    json::object const words{
        {"action", "create"}, {"name", "terms"}, {"words", json::array{json::object{{"text", "Bailian"}}}}};
    auto const anns = value_of(bench.call_as("ann", tools::make_vocabulary_manage, words), "New vocabulary: ");
    auto const bobs = value_of(bench.call_as("bob", tools::make_vocabulary_manage, words), "New vocabulary: ");
    json::object const around{
        {"action", "delete"}, {"confirm", true}, {"vocabulary_id", bobs}, {"parameters", {{"vocabulary_id", anns}}}};
    bench.call_as("bob", tools::make_vocabulary_manage, around);
    check_parts(bench.call_as("ann", tools::make_vocabulary_manage, {{"action", "list"}}), {anns});
    CHECK_FALSE(has(bench.call_as("bob", tools::make_vocabulary_manage, {{"action", "list"}}), bobs));

    json::object design{{"action", "design"}, {"name", "ann"}, {"voice_prompt", "calm"}, {"preview_text", "Hello."}};
    auto const voice = value_of(bench.call_as("ann", tools::make_voice_manage, design), "New voice: ");
    design["parameters"] = {{"action", "delete"}, {"voice", voice}, {"preferred_name", tools::owner_mark("ann")}};
    auto const other = value_of(bench.call_as("bob", tools::make_voice_manage, design), "New voice: ");
    CHECK(tools::owns("bob", other));
    CHECK_FALSE(tools::owns("ann", other));
    check_parts(bench.call_as("ann", tools::make_voice_manage, {{"action", "list"}}), {voice});
}
