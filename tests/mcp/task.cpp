// The tasks extension, from its wire form to its methods.

#include "harness.hpp"

#include "mcp/request_error.hpp"

using namespace testing;
using namespace std::chrono_literals;
using mcp::task_status;

namespace {

/// One task of each status; remembers what it was told.
class some_tasks final : public mcp::task_source {
public:
    platform::task<mcp::task_detail> get(std::string id, mcp::request_context&) override {
        auto const found = all.find(id);
        if (found == all.end()) throw mcp::request_error(mcp::no_such_task(id, "It is too old."));
        co_return found->second;
    }
    platform::task<void> update(std::string id, json::object responses, mcp::request_context&) override {
        told += "update " + id + " " + json::serialize(responses);
        co_return;
    }
    platform::task<void> cancel(std::string id, mcp::request_context& context) override {
        told += "cancel " + id + " for " + context.principal();
        co_return;
    }

    mcp::task_detail& add(std::string const& id, task_status status) {
        auto& made = all[id];
        made.facts.id = id;
        made.facts.status = status;
        made.facts.created = std::chrono::system_clock::time_point(1'700'000'000s);
        made.facts.updated = made.facts.created + 5s;
        return made;
    }

    std::map<std::string, mcp::task_detail> all;
    std::string told;
};

constexpr char const* with_tasks = R"({"extensions":{"io.modelcontextprotocol/tasks":{}}})";

std::string request(std::string const& method, std::string const& params, char const* capabilities = with_tasks) {
    return R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":{)" + params + (params.empty() ? "" : ",") +
           R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)" +
           R"("io.modelcontextprotocol/clientCapabilities":)" + capabilities + "}}}";
}

struct with_source : bench {
    some_tasks tasks;

    with_source() {
        options.tasks = &tasks;
        add("work", [this](auto const&, mcp::request_context& context) { return work(context); });
    }
    platform::task<mcp::tool_result> work(mcp::request_context& context) {
        mcp::tool_result result;
        if (context.takes_tasks())
            result.task = tasks.add("made", task_status::working).facts;
        else
            result.add_text("done");
        co_return result;
    }
    json::object get(std::string const& id) {
        return send(request("tasks/get", R"("taskId":")" + id + "\""))->result();
    }
};

}  // namespace

TEST_CASE("a task's members") {
    mcp::task_facts facts;
    facts.id = "t\"1";
    facts.created = std::chrono::system_clock::time_point(1'700'000'000s);
    facts.updated = facts.created + 61s;
    auto const read = [&] { return json::parse("{" + mcp::task_members(facts) + "}").as_object(); };
    CHECK(
        json::value(read()) ==
        json::parse(
            R"({"taskId":"t\"1","status":"working","createdAt":"2023-11-14T22:13:20Z","lastUpdatedAt":"2023-11-14T22:14:21Z","ttlMs":null})"));
    facts.message = "RUNNING";
    facts.ttl = 24h;
    facts.poll_interval = 5s;
    CHECK(read().at("statusMessage") == "RUNNING");
    CHECK(read().at("ttlMs") == 86'400'000);
    CHECK(read().at("pollIntervalMs") == 5000);
    struct {
        task_status status;
        char const* name;
    } const cases[] = {{task_status::working, "working"},
                       {task_status::input_required, "input_required"},
                       {task_status::completed, "completed"},
                       {task_status::failed, "failed"},
                       {task_status::cancelled, "cancelled"}};
    for (auto const& each : cases) {
        facts.status = each.status;
        CHECK(read().at("status") == each.name);
    }
}

TEST_CASE("a call gives a task to who takes tasks, a result to everyone else") {
    with_source env;
    env.start(false);
    std::string const call = R"("name":"work","arguments":{})";
    auto const made = env.send(request("tools/call", call))->result();
    CHECK(made.at("resultType") == "task");
    CHECK(made.at("taskId") == "made");
    CHECK(made.at("status") == "working");
    for (auto const* absent : {"content", "result", "isError", "requestState", "task"})
        CHECK_FALSE(made.contains(absent));
    CHECK(made.at("_meta").as_object().contains("io.modelcontextprotocol/serverInfo"));

    CHECK(env.send(request("tools/call", call, "{}"))->text() == "done");
    // A legacy session can't take them, whatever it declares.
    env.send(
        R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":)" +
        std::string(with_tasks) + "}}");
    CHECK(env.send(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"work"}})")->text() == "done");
    CHECK(env.send(R"({"jsonrpc":"2.0","id":1,"method":"tasks/get","params":{"taskId":"made"}})")->error_code() ==
          -32601);
}

TEST_CASE("tasks/get tells the status with what it brings") {
    with_source env;
    auto result = std::make_shared<mcp::tool_result>();
    result->add_text("film.mp4");
    env.tasks.add("working", task_status::working);
    env.tasks.add("done", task_status::completed).result = result;
    env.tasks.add("broken", task_status::failed).error =
        jsonrpc::error{jsonrpc::errc::internal_error, "broke off", json::value{{"k", 1}}};
    env.tasks.add("ended", task_status::cancelled);
    env.tasks.add("asking", task_status::input_required).asked.push_back(mcp::ask_form("ok", "Sure?", {}));
    env.start(false);
    struct {
        char const* id;
        char const* payload;  // the member that only this status has
    } const cases[] = {
        {"working", nullptr}, {"done", "result"}, {"broken", "error"}, {"ended", nullptr}, {"asking", "inputRequests"}};
    for (auto const& each : cases) {
        CAPTURE(each.id);
        auto const task = env.get(each.id);
        CHECK(task.at("resultType") == "complete");
        CHECK(task.at("taskId") == each.id);
        for (auto const* payload : {"result", "error", "inputRequests"})
            CHECK(task.contains(payload) == (each.payload && std::string_view(each.payload) == payload));
    }
    CHECK(env.get("done").at("result").at("content").at(0).at("text") == "film.mp4");
    CHECK(env.get("broken").at("error") == json::parse(R"({"code":-32603,"message":"broke off","data":{"k":1}})"));
    CHECK(env.get("asking").at("inputRequests").at("ok").at("method") == "elicitation/create");
    auto const absent = env.send(request("tasks/get", R"("taskId":"other")"));
    CHECK(absent->error_code() == -32602);
    CHECK(absent->error().at("message") == "Task not found: other. It is too old.");
}

TEST_CASE("tasks/update and tasks/cancel are acknowledged with nothing") {
    with_source env;
    env.start(false);
    auto const updated =
        env.send(request("tasks/update", R"("taskId":"t","inputResponses":{"k":{"action":"decline"}})"))->result();
    auto const cancelled = env.send(request("tasks/cancel", R"("taskId":"t")"), nullptr, "alice")->result();
    CHECK(env.tasks.told == R"(update t {"k":{"action":"decline"}}cancel t for alice)");
    for (auto const& ack : {updated, cancelled}) {
        CHECK(ack.size() == 2);
        CHECK(ack.at("resultType") == "complete");
    }
}

TEST_CASE("requests about tasks that can't be served") {
    with_source env;
    env.start(false);
    for (auto const* method : {"tasks/get", "tasks/update", "tasks/cancel"}) {
        CAPTURE(method);
        auto const refused = env.send(request(method, R"("taskId":"t","inputResponses":{})", "{}"));
        CHECK(refused->error_code() == -32021);
        CHECK(refused->reply.status == 400);
        CHECK(refused->error().at("data") ==
              json::parse(R"({"requiredCapabilities":{"extensions":{"io.modelcontextprotocol/tasks":{}}}})"));
        CHECK(env.send(request(method, R"("inputResponses":{})"))->error_code() == -32602);
        CHECK(env.send(request(method, R"("taskId":5,"inputResponses":{})"))->error_code() == -32602);
    }
    CHECK(env.send(request("tasks/update", R"("taskId":"t")"))->error_code() == -32602);
    CHECK(env.send(request("tasks/update", R"("taskId":"t","inputResponses":[])"))->error_code() == -32602);
    // What an older draft had.
    for (auto const* method : {"tasks/list", "tasks/result"})
        CHECK(env.send(request(method, R"("taskId":"t")"))->error_code() == -32601);
    // They name nothing that a header would have to repeat.
    headers const listing({{"mcp-protocol-version", "2026-07-28"}, {"mcp-method", "tasks/list"}});
    CHECK(env.send(request("tasks/list", ""), &listing)->error_code() == -32601);
    headers const nameless({{"mcp-protocol-version", "2026-07-28"}, {"mcp-method", "tasks/get"}});
    CHECK(env.send(request("tasks/get", R"("taskId":"t")"), &nameless)->error_code() == -32020);
    CHECK(env.tasks.told.empty());
}

TEST_CASE("the extension is declared to modern clients only") {
    with_source env;
    env.start(false);
    auto const found = env.send(request("server/discover", ""))->result().at("capabilities").as_object();
    CHECK(found.at("extensions") == json::parse(R"({"io.modelcontextprotocol/tasks":{}})"));
    CHECK_FALSE(found.contains("tasks"));
    auto const legacy = env.send(
        R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}}})");
    CHECK_FALSE(legacy->result().at("capabilities").as_object().contains("extensions"));
}

TEST_CASE("who does not take tasks can't listen to them; who does is told that there is nothing to hear") {
    with_source env;
    env.start(false);
    std::string const wanted = R"("notifications":{"taskIds":["t"]})";
    auto const refused = env.send(request("subscriptions/listen", wanted, "{}"));
    CHECK(refused->error_code() == -32021);
    CHECK(refused->reply.status == 400);
    auto const told = env.send(request("subscriptions/listen", wanted));
    REQUIRE(told->notifications.size() == 1);
    CHECK(told->notifications[0].at("params").at("notifications").as_object().empty());
    CHECK(told->result().at("resultType") == "complete");
}

TEST_CASE("without a source there are no tasks") {
    bench env;
    env.start(false);
    CHECK(env.send(request("tasks/get", R"("taskId":"t")"))->error_code() == -32601);
    CHECK_FALSE(
        env.send(request("server/discover", ""))->result().at("capabilities").as_object().contains("extensions"));
}
