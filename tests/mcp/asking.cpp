// Questions during a call, seen from the wire, in both eras.

#include "harness.hpp"

#include "jsonrpc/write.hpp"

using namespace testing;
using namespace std::chrono_literals;

namespace {

platform::task<mcp::tool_result> greet(mcp::request_context& context) {
    std::vector<mcp::question> asked;
    asked.push_back(mcp::ask_form("user_name", "What is your name?", {{"name", {{"type", "string"}}}}, {"name"}));
    auto const answers = co_await context.ask(std::move(asked));
    auto const form = mcp::read_form(answers[0]);
    mcp::tool_result result;
    if (form.how == mcp::decision::accepted)
        result.add_text("Hello, " + std::string(form.content.at("name").as_string()) + "!");
    else
        result.add_text(form.how == mcp::decision::declined ? "declined" : "cancelled");
    co_return result;
}

platform::task<mcp::tool_result> in_two_steps(mcp::request_context& context) {
    std::string words;
    for (auto const* key : {"step1", "step2"}) {
        std::vector<mcp::question> asked;
        asked.push_back(mcp::ask_form(key, key, {{"word", {{"type", "string"}}}}, {"word"}));
        auto const answers = co_await context.ask(std::move(asked));
        words += std::string(answers[0].at("content").at("word").as_string());
    }
    mcp::tool_result result;
    result.add_text(words);
    co_return result;
}

platform::task<mcp::tool_result> ask_everything(mcp::request_context& context) {
    std::vector<mcp::question> asked;
    asked.push_back(mcp::ask_form("form", "?", {}));
    asked.push_back(mcp::ask_model("model", {{"maxTokens", 5}}));
    asked.push_back(mcp::ask_roots("roots"));
    auto const answers = co_await context.ask(std::move(asked));
    mcp::tool_result result;
    result.add_text(json::serialize(json::array(answers.begin(), answers.end())));
    co_return result;
}

constexpr char const* all_capabilities = R"({"elicitation":{},"sampling":{},"roots":{}})";

std::string modern_call(std::string const& tool, std::string const& more = "",
                        std::string const& capabilities = all_capabilities) {
    return R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":")" + tool + R"(","arguments":{})" +
           (more.empty() ? "" : "," + more) + R"(,"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)" +
           R"("io.modelcontextprotocol/clientCapabilities":)" + capabilities + "}}}";
}

std::string legacy_call(std::string const& tool, std::string const& id = "1") {
    return R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":"tools/call","params":{"name":")" + tool +
           R"(","arguments":{}}})";
}

std::string state_of(std::shared_ptr<peer> const& asked) {
    return R"("requestState":)" + json::serialize(asked->result().at("requestState"));
}

std::string responses(std::string const& text) {
    return R"("inputResponses":)" + text;
}

std::string accepted(std::string const& key, std::string const& content) {
    return "\"" + key + R"(":{"action":"accept","content":)" + content + "}";
}

std::string answer(json::object const& question, std::string const& outcome) {
    return R"({"jsonrpc":"2.0","id":)" + json::serialize(question.at("id")) + "," + outcome + "}";
}

/// With the tools above and, where it is legacy, an initialize that declares everything.
struct asking : bench {
    headers const none;
    std::unique_ptr<headers> session;

    asking() {
        add("greet", [](auto const&, auto& context) { return greet(context); });
        add("steps", [](auto const&, auto& context) { return in_two_steps(context); });
        add("all", [](auto const&, auto& context) { return ask_everything(context); });
    }

    std::string initialize(std::string const& capabilities, std::string const& version = "2025-11-25") {
        return R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":")" + version +
               R"(","capabilities":)" + capabilities + "}}";
    }
    void over_stdio(std::string const& capabilities = all_capabilities) {
        start(false);
        send(initialize(capabilities));
    }
    headers open_session() {
        return headers({{"mcp-session-id", send(initialize(all_capabilities), &none)->reply.session_id}});
    }
};

}  // namespace

TEST_CASE("modern: a request comes back with its answers and is run again") {
    asking env;
    env.start(false);
    auto const first = env.send(modern_call("greet"));
    auto const result = first->result();
    CHECK(result.at("resultType") == "input_required");
    CHECK(json::value(result.at("inputRequests")) ==
          json::parse(R"({"user_name":{"method":"elicitation/create","params":{"message":"What is your name?",)"
                      R"("requestedSchema":{"type":"object","properties":{"name":{"type":"string"}},)"
                      R"("required":["name"]}}}})"));
    CHECK(result.at("_meta").as_object().contains("io.modelcontextprotocol/serverInfo"));
    CHECK_FALSE(result.contains("content"));
    CHECK(env.engine->running() == 0);

    auto const given = responses("{" + accepted("user_name", R"({"name":"Alice"})") + R"(,"extra":{"x":1}})");
    auto const second = env.send(modern_call("greet", given + "," + state_of(first)));
    CHECK(second->text() == "Hello, Alice!");
    CHECK(second->result().at("resultType") == "complete");
    // A client may know beforehand what it will be asked.
    CHECK(env.send(modern_call("greet", given))->text() == "Hello, Alice!");
    for (auto const* each : {"decline", "cancel"}) {
        auto const refused = responses(R"({"user_name":{"action":")" + std::string(each) + R"("}})");
        CHECK(env.send(modern_call("greet", refused))->text() == std::string(each) + (each[0] == 'd' ? "d" : "led"));
    }
}

TEST_CASE("modern: what is missing, or does not fit, is asked again; what is no response is an error") {
    asking env;
    env.start(false);
    for (auto const* given :
         {"{}", R"({"wrong_key":{"action":"accept"}})", R"({"user_name":{"action":"accept"}})",
          R"({"user_name":{"action":"accept","content":{"name":5}}})", R"({"user_name":{"action":"perhaps"}})"}) {
        CAPTURE(given);
        CHECK(env.send(modern_call("greet", responses(given)))->result().at("resultType") == "input_required");
    }
    for (auto const* given : {"null", "5", R"({"user_name":12345})"})
        CHECK(env.send(modern_call("greet", responses(given)))->error_code() == -32602);
}

TEST_CASE("modern: several rounds carry what was answered before") {
    asking env;
    env.start(false);
    auto const one = env.send(modern_call("steps"));
    CHECK(one->result().at("inputRequests").as_object().contains("step1"));
    auto const two = env.send(
        modern_call("steps", responses("{" + accepted("step1", R"({"word":"a"})") + "}") + "," + state_of(one)));
    CHECK(json::value(two->result().at("inputRequests")).as_object().size() == 1);
    CHECK(two->result().at("inputRequests").as_object().contains("step2"));
    CHECK(two->result().at("requestState") != one->result().at("requestState"));
    auto const last = responses("{" + accepted("step2", R"({"word":"b"})") + "}");
    CHECK(env.send(modern_call("steps", last + "," + state_of(two)))->text() == "ab");
    // Only what that state holds is known.
    CHECK(env.send(modern_call("steps", last))->result().at("inputRequests").as_object().contains("step1"));
}

TEST_CASE("modern: a state that was changed, or is another call's, is refused") {
    asking env;
    env.start(false);
    auto const state = std::string(env.send(modern_call("greet"))->result().at("requestState").as_string());
    auto const given = responses("{" + accepted("user_name", R"({"name":"A"})") + "}");
    auto const with = [&](std::string const& text) { return given + R"(,"requestState":")" + text + "\""; };
    CHECK(env.send(modern_call("greet", with(state)))->text() == "Hello, A!");
    CHECK(env.send(modern_call("greet", with(state + "-TAMPERED")))->error_code() == -32602);
    CHECK(env.send(modern_call("steps", with(state)))->error_code() == -32602);
    // Another process has another key, unless it is given one.
    env.restart(false);
    CHECK(env.send(modern_call("greet", with(state)))->error_code() == -32602);
}

TEST_CASE("modern: a keyring that replicas share makes states good everywhere") {
    asking env;
    mcp::request_states const states([&]() -> seal::keyring const& { return env.keys; }, [&] { return env.now; });
    env.options.states = &states;
    env.start(false);
    auto const first = env.send(modern_call("greet"));
    env.restart(false);
    auto const given = responses("{" + accepted("user_name", R"({"name":"B"})") + "}");
    CHECK(env.send(modern_call("greet", given + "," + state_of(first)))->text() == "Hello, B!");
}

TEST_CASE("modern: many questions at once; a client that can't be asked is told what is missing") {
    asking env;
    env.start(false);
    auto const asked = env.send(modern_call("all"))->result();
    CHECK(asked.at("inputRequests").as_object().size() == 3);
    CHECK(asked.at("inputRequests").at("roots") == json::parse(R"({"method":"roots/list","params":{}})"));
    auto const refused = env.send(modern_call("all", "", R"({"elicitation":{}})"));
    CHECK(refused->error_code() == -32021);
    CHECK(refused->reply.status == 400);
    CHECK(refused->error().at("data") == json::parse(R"({"requiredCapabilities":{"sampling":{},"roots":{}}})"));
}

TEST_CASE("legacy: a call asks on its own stream and goes on with the answer") {
    asking env;
    env.over_stdio();
    auto const call = env.send(legacy_call("greet"));
    REQUIRE(call->notifications.size() == 1);
    auto const question = call->notifications[0];
    CHECK(question.at("method") == "elicitation/create");
    CHECK(question.at("jsonrpc") == "2.0");
    CHECK(question.at("params").at("message") == "What is your name?");
    CHECK_FALSE(call->finished);

    // Answers of others, or of long ago, say nothing.
    env.send(R"({"jsonrpc":"2.0","id":"other","result":{"action":"accept","content":{"name":"X"}}})");
    env.send(R"({"jsonrpc":"2.0","id":1,"result":{}})");
    CHECK_FALSE(call->finished);
    auto const taken = env.send(answer(question, R"("result":{"action":"accept","content":{"name":"Bob"}})"));
    CHECK(taken->reply.body.empty());
    CHECK(taken->reply.status == 202);
    env.finish(call);
    CHECK(call->text() == "Hello, Bob!");
    CHECK(call->notifications.size() == 1);
    env.send(answer(question, R"("result":{"action":"cancel"})"));
}

TEST_CASE("legacy: declined, cancelled, refused, misunderstood") {
    asking env;
    env.over_stdio();
    struct {
        char const* outcome;
        bool is_error;
        char const* text;
    } const cases[] = {
        {R"("result":{"action":"decline"})", false, "declined"},
        {R"("result":{"action":"cancel"})", false, "cancelled"},
        {R"("error":{"code":-1,"message":"User rejected"})", true, "User rejected"},
        {R"("error":5)", true, "did not answer"},
        {R"("result":{"action":"accept","content":{}})", true, "does not fit"},
        {R"("result":7)", true, "does not fit"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.outcome);
        auto const call = env.send(legacy_call("greet"));
        REQUIRE(call->notifications.size() == 1);
        env.send(answer(call->notifications[0], each.outcome));
        env.finish(call);
        CHECK(call->result().at("isError").as_bool() == each.is_error);
        CHECK(call->text().find(each.text) != std::string::npos);
    }
}

TEST_CASE("legacy: several questions are open at once") {
    asking env;
    env.over_stdio();
    auto const call = env.send(legacy_call("all"));
    REQUIRE(call->notifications.size() == 3);
    env.send(answer(call->notifications[2], R"("result":{"roots":[]})"));
    env.send(answer(call->notifications[0], R"("result":{"action":"decline"})"));
    CHECK_FALSE(call->finished);
    env.send(answer(call->notifications[1], R"("result":{"role":"assistant","content":{"type":"text","text":"hi"}})"));
    env.finish(call);
    CHECK(json::parse(call->text()).at(0).at("action") == "decline");
    CHECK(json::parse(call->text()).at(2).at("roots").as_array().empty());
}

TEST_CASE("legacy: nobody answers") {
    asking env;
    env.options.answer_timeout = 20ms;
    env.over_stdio();
    auto const call = env.send(legacy_call("greet"));
    env.finish(call);
    CHECK(call->result().at("isError").as_bool());
    CHECK(call->text().find("Nobody answered") != std::string::npos);
    // The question is taken back.
    REQUIRE(call->notifications.size() == 2);
    CHECK(call->notifications[1].at("method") == "notifications/cancelled");
    CHECK(call->notifications[1].at("params").at("requestId") == call->notifications[0].at("id"));
}

TEST_CASE("legacy: a call that is cancelled takes its question back") {
    asking env;
    env.over_stdio();
    auto const call = env.send(legacy_call("greet", "9"));
    env.send(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":9}})");
    env.finish(call);
    CHECK(call->reply.body.empty());
    REQUIRE(call->notifications.size() == 2);
    CHECK(call->notifications[1].at("params").at("requestId") == call->notifications[0].at("id"));
}

TEST_CASE("legacy: a client that has not declared it is not asked") {
    asking env;
    env.over_stdio(R"({"sampling":{}})");
    auto const call = env.send(legacy_call("greet"));
    CHECK(call->result().at("isError").as_bool());
    CHECK(call->text().find("elicitation") != std::string::npos);
    CHECK(call->notifications.empty());
}

TEST_CASE("legacy over HTTP: who takes no stream can't be asked") {
    // What a plain JSON client reads: the reply alone.
    class deaf final : public jsonrpc::outlet {
    public:
        void notify(std::string) override { FAIL("nobody would see it"); }
        void finish(jsonrpc::reply answer) override { text = std::move(answer.body); }
        bool is_heard() const override { return false; }
        std::string text;
    };
    asking env;
    env.start(true);
    auto const alice = env.open_session();
    auto const to = std::make_shared<deaf>();
    auto const call = legacy_call("greet");
    boost::asio::post(env.io, [&] { env.engine->receive({call, &alice, {}, nullptr}, to); });
    env.io.restart();
    env.io.poll();
    CHECK(to->text.find("takes no event stream") != std::string::npos);
}

TEST_CASE("legacy over HTTP: the answer comes on another connection, from the same session only") {
    asking env;
    env.start(true);
    auto const alice = env.open_session(), bob = env.open_session();
    auto const call = env.send(legacy_call("greet"), &alice);
    REQUIRE(call->notifications.size() == 1);
    auto const text = answer(call->notifications[0], R"("result":{"action":"accept","content":{"name":"Eve"}})");
    CHECK(env.send(text, &bob)->reply.status == 202);
    CHECK(env.send(text, &env.none)->reply.status == 202);
    CHECK_FALSE(call->finished);
    CHECK(env.send(text, &alice)->reply.status == 202);
    env.finish(call);
    CHECK(call->text() == "Hello, Eve!");
    // Without a session nothing is known of the client.
    CHECK(env.send(legacy_call("greet"), &env.none)->result().at("isError").as_bool());
}
