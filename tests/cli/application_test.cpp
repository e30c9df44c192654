// The layers wired together as `stdio` and `http` do it.

#include "cli/application.hpp"

#include "cli/support.hpp"
#include "tools/support.hpp"

using namespace cli_test;
namespace json = boost::json;

namespace {

std::string const call = R"({"jsonrpc":"2.0","id":1,"method":"tools/call",
                             "params":{"name":"chat","arguments":{"prompt":"hello"}}})";

struct bench {
    explicit bench(cli::options const& given) : app(io, given), engine(app.make_engine()) {}
    ~bench() {
        engine->cancel_all();
        io.restart();
        io.poll();
    }

    std::shared_ptr<testing::peer> send(std::string const& text) {
        auto const to = std::make_shared<testing::peer>();
        boost::asio::post(io, [&, to] { engine->receive({text, nullptr, {}}, to); });
        tools_test::run_until(io, [&] { return to->finished; });
        return to;
    }

    boost::asio::io_context io{1};
    cli::application app;
    std::unique_ptr<mcp::engine> engine;
};

}  // namespace

TEST_CASE("--sandbox answers in the same process, without a key and past every setting") {
    clean_home home;
    home.set("DASHSCOPE_BASE_URL", "https://dashscope.invalid");
    home.set("https_proxy", "http://proxy.invalid:1");
    home.set("DASHSCOPE_API_KEY", "sk-real");
    bench at(options_of({"--sandbox"}));
    auto const answer = at.send(call);
    CHECK(says(answer->text(), "[sandbox] qwen-plus heard: hello"));
    CHECK_FALSE(says(answer->reply.body, "sk-real"));
}

TEST_CASE("several engines share one application") {
    clean_home const home;
    bench at(options_of({"--sandbox"}));
    auto const other = at.app.make_engine();
    auto const to = std::make_shared<testing::peer>();
    boost::asio::post(at.io, [&] { other->receive({call, nullptr, {}}, to); });
    CHECK(says(at.send(call)->text(), "[sandbox]"));
    tools_test::run_until(at.io, [&] { return to->finished; });
    CHECK(says(to->text(), "[sandbox]"));
}

TEST_CASE("the server tells its name, version and instructions") {
    clean_home const home;
    bench at(options_of({}));
    auto const answer = at.send(
        R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}}})");
    auto const shown = answer->result();
    CHECK(shown.at("serverInfo").at("name") == "dashscope-mcp");
    CHECK(shown.at("serverInfo").at("version") == json::value(cli::version()));
    CHECK(says(shown.at("instructions").as_string().c_str(), "chat"));
    CHECK(at.app.tools().find("chat") != nullptr);
}

TEST_CASE("without a key tools are listed, and a call says where to get one") {
    clean_home const home;
    bench at(options_of({}));
    auto const list = at.send(R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})")->result();
    CHECK_FALSE(list.at("tools").as_array().empty());
    auto const answer = at.send(call);
    CHECK(tools_test::is_error(*answer));
    CHECK(says(answer->text(), "#/api-key"));
}

TEST_CASE("where the key comes from: flag over environment over file") {
    struct {
        bool file, environment, flag;
        std::string expected;
    } const cases[] = {{true, false, false, "Bearer sk-file"},
                       {true, true, false, "Bearer sk-environment"},
                       {true, true, true, "Bearer sk-flag"},
                       {false, false, true, "Bearer sk-flag"}};
    for (auto const& each : cases) {
        clean_home home;
        boost::asio::io_context server_io;  // only gives the upstream its port
        std::vector<std::string> words;
        if (each.file) home.write(".bailian/config.json", R"({"api_key":"sk-file"})");
        if (each.environment) home.set("DASHSCOPE_API_KEY", "sk-environment");
        if (each.flag) words = {"--api-key", "sk-flag"};
        // The application's settings are fixed when it is made: the port must be known before.
        tools_test::stand_in upstream(server_io);
        home.set("DASHSCOPE_BASE_URL", "http://127.0.0.1:" + std::to_string(upstream.port()) + "/compatible-mode/v1");
        bench at(options_of(words));
        auto const to = std::make_shared<testing::peer>();
        boost::asio::post(at.io, [&] { at.engine->receive({call, nullptr, {}}, to); });
        // Two contexts on one thread take turns.
        auto const limit = platform::clock::now() + std::chrono::minutes(1);
        while (!to->finished && platform::clock::now() < limit) {
            at.io.restart();
            at.io.run_one_for(std::chrono::milliseconds(1));
            server_io.restart();
            server_io.poll();
        }
        REQUIRE(to->finished);
        CHECK(to->text() == "fine");
        REQUIRE(upstream.requests.size() == 1);
        CHECK(upstream.requests[0].authorization == each.expected);
    }
}

TEST_CASE("a configuration that can't be is refused at once") {
    struct {
        std::vector<std::string> words;
        std::string file;
        std::string said;
    } const cases[] = {
        {{}, "{", "config.json"},
        {{}, "[]", "config.json"},
        {{"--config", "/nonexistent/config.json"}, "", "/nonexistent/config.json"},
        {{"--profile", "work"}, "{}", "work"},
        {{"--region", "nowhere"}, "", "nowhere"},
        {{"--base-url", "ftp://x"}, "", "base-url"},
        {{"--base-url", "http://example.com"}, "", "http"},
    };
    for (auto const& each : cases) {
        clean_home const home;
        if (!each.file.empty()) home.write(".bailian/config.json", each.file);
        boost::asio::io_context io;
        try {
            cli::application const app(io, options_of(each.words));
            FAIL("it was taken");
        } catch (dashscope::settings_error const& refused) {
            std::string const text = refused.what();
            CAPTURE(text);
            CHECK(says(text, each.said));
        }
    }
}

TEST_CASE("a configuration file by name") {
    clean_home const home;
    auto const path = home.write("mine.json", R"({"region":"nowhere"})");
    boost::asio::io_context io;
    CHECK_THROWS_AS(cli::application(io, options_of({"--config", path})), dashscope::settings_error);
    CHECK_THROWS_AS(cli::application(io, options_of({"--config", "~/mine.json"})), dashscope::settings_error);
}
