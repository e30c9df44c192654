// Tools of the sandbox's marketplace beside ours.

#include "cli/upstream_offers.hpp"

#include "cli/application.hpp"
#include "cli/support.hpp"
#include "tools/support.hpp"

using namespace cli_test;
namespace json = boost::json;

namespace {

std::vector<std::string> more(std::vector<std::string> words) {
    words.insert(words.begin(), {"--sandbox", "--upstream", "market-sandbox"});
    return words;
}

struct bench {
    explicit bench(std::vector<std::string> const& words) : app(io, options_of(words)), engine(app.make_engine()) {}
    ~bench() {
        engine->cancel_all();
        io.restart();
        io.poll();
    }

    std::shared_ptr<testing::peer> send(std::string const& text) {
        auto const to = std::make_shared<testing::peer>();
        boost::asio::post(io, [&, to] { engine->receive({text, nullptr, {}, unasked}, to); });
        tools_test::run_until(io, [&] { return to->finished; });
        return to;
    }
    json::array list() {
        return send(R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})")->result().at("tools").as_array();
    }
    void initialize() {
        send(R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25"}})");
    }

    boost::asio::io_context io{1};
    cli::application app;
    std::unique_ptr<mcp::engine> engine;
    std::shared_ptr<testing::peer> unasked = std::make_shared<testing::peer>();
};

std::vector<std::string> names_of(mcp::registry const& tools) {
    std::vector<std::string> names;
    for (auto const& each : tools.all()) names.push_back(each.name);
    return names;
}

}  // namespace

TEST_CASE("tools of another server join ours after the first list, and that is told once") {
    clean_home const home;
    bench at(more({}));
    at.initialize();
    auto const before = at.list().size();
    tools_test::run_until(at.io, [&] { return at.unasked->notifications.size() == 1; });
    auto const after = at.list();
    REQUIRE(after.size() == before + 2);
    CHECK(after[before].at("name") == "sandbox_weather");
    auto const answer = at.send(R"({"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"sandbox_weather",)"
                                R"("arguments":{"city":"Oslo","units":"METRIC"}}})");
    CHECK(says(answer->text(), "[sandbox] Oslo: "));
    at.app.close();
    CHECK(at.unasked->notifications.size() == 1);
}

TEST_CASE("an engine that is made later has them at once") {
    clean_home const home;
    bench at(more({}));
    at.app.await_upstreams();
    auto const other = at.app.make_engine();
    auto const to = std::make_shared<testing::peer>();
    other->receive({R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})", nullptr, {}}, to);
    CHECK(says(to->reply.body, "sandbox_weather"));
}

TEST_CASE("what the operator chose") {
    struct {
        std::vector<std::string> words;
        std::vector<std::string> names;
        bool announced;
    } const cases[] = {
        {{"--tools", "chat"}, {"chat"}, false},
        {{"--tools", "chat,sandbox_weather"}, {"chat", "sandbox_weather"}, true},
        {{"--toolsets", "sandbox", "--exclude-tools", "sandbox_weather"}, {"sandbox_plan_a_route_betw_8421"}, true},
        {{"--toolsets", "sandbox", "--read-only"}, {}, false},
    };
    for (auto const& each : cases) {
        clean_home const home;
        bench at(more(each.words));
        at.initialize();
        at.app.await_upstreams();
        CHECK(names_of(at.app.tools()) == each.names);
        CHECK(at.unasked->notifications.size() == (each.announced ? 1 : 0));
    }
}

TEST_CASE("wrong names of servers and tools are refused") {
    for (auto const& words : {std::vector<std::string>{"--upstream", "a b"},
                              {"--upstream", "x=a", "--upstream", "x=b"},
                              {"--upstream", "a", "--tools", "b_x"},
                              {"--tools", "sandbox_weather"}}) {
        clean_home const home;
        boost::asio::io_context io(1);
        CHECK_THROWS_AS(cli::application(io, options_of(words)), dashscope::settings_error);
    }
}

TEST_CASE("call and tools show them") {
    clean_home const home;
    auto const listed = run({"tools", "--sandbox", "--upstream", "w=market-sandbox", "--toolsets", "w"});
    CHECK(listed.code == 0);
    CHECK(says(listed.out, "w_weather"));
    auto const called = run({"call", "w_weather", "--sandbox", "--upstream", "w=market-sandbox", "--arg", "city=Rome"});
    CHECK(called.code == 0);
    CHECK(says(called.out, "[sandbox] Rome: "));
    CHECK(run({"call", "w_none", "--sandbox", "--upstream", "w=market-sandbox"}).code == 1);
}
