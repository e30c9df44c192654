// Whole commands, in this process: what they print and the code they leave with.

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"

#include "cli/support.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/json/parse.hpp>

using namespace cli_test;
namespace json = boost::json;

TEST_CASE("call prints the answer, then the line about it") {
    clean_home const home;
    auto const got = run({"call", "chat", "--sandbox", "--arg", "prompt=[[say:It is so.]]"});
    CHECK(got.code == cli::success);
    CHECK(got.out.starts_with("It is so.\n[qwen-plus · "));
}

TEST_CASE("call --json prints the whole result") {
    clean_home const home;
    auto const got = run({"call", "chat", "--sandbox", "--json", "--args", R"({"prompt":"[[say:yes]]","seed":"7"})"});
    CHECK(got.code == cli::success);
    auto const result = json::parse(got.out).as_object();
    CHECK(result.at("structuredContent").at("text") == "yes");
    CHECK_FALSE(result.contains("_meta"));
}

TEST_CASE("--arg wins over --args") {
    clean_home const home;
    auto const got =
        run({"call", "chat", "--sandbox", "--args", R"({"prompt":"[[say:one]]"})", "--arg", "prompt=[[say:two]]"});
    CHECK(got.out.starts_with("two\n"));
}

TEST_CASE("calls that fail") {
    struct {
        std::vector<std::string> words;
        int code;
        std::string said;
    } const cases[] = {
        {{"call", "chat", "--sandbox"}, cli::failed, "prompt"},
        {{"call", "chat", "--sandbox", "--arg", "promt=x"}, cli::failed, "did you mean `prompt`?"},
        {{"call", "chat", "--sandbox", "--arg", "prompt=[[error:Arrearage]]"}, cli::failed, "Arrearage"},
        {{"call", "chit", "--sandbox"}, cli::failed, "Did you mean chat?"},
        {{"call", "chat", "--arg", "prompt=x"}, cli::failed, "#/api-key"},
        {{"call", "chat", "--sandbox", "--arg", "prompt"}, cli::wrong_usage, "--arg prompt is not name=value"},
        {{"call", "chat", "--sandbox", "--arg", "=x"}, cli::wrong_usage, "name=value"},
        {{"call", "chat", "--sandbox", "--args", "[1]"}, cli::wrong_usage, "--args is not a JSON object"},
        {{"call", "chat", "--sandbox", "--args", "{"}, cli::wrong_usage, "--args is not a JSON object"},
        {{"call", "chat", "--sandbox", "--arg", "prompt=caf\xE9 au lait"},
         cli::wrong_usage,
         "--arg prompt: the value is not UTF-8, from its byte 4 on"},
        {{"call", "chat", "--sandbox", "--arg", "pr\xFFmpt=x"},
         cli::wrong_usage,
         "--arg pr\xEF\xBF\xBDmpt: the name is not UTF-8, from its byte 3 on"},
        {{"call", "chat", "--sandbox", "--arg", "\xFF"}, cli::wrong_usage, "--arg \xEF\xBF\xBD is not name=value"},
        {{"call", "chat", "--sandbox", "--args", "{\"prompt\":\"\xC3\"}"},
         cli::wrong_usage,
         "--args is not UTF-8, from its byte 12 on"},
        {{"call", "ch\xFFt", "--sandbox"}, cli::wrong_usage, "the name of the tool is not UTF-8"},
        {{"call", "chat", "--sandbox", "--args", R"({"prompt":"x","parameters":{"a":1e400}})"},
         cli::wrong_usage,
         "--args has a number out of range"},
        {{"call"}, cli::wrong_usage, "tool"},
        {{"tools", "--config", "/nonexistent.json"}, cli::bad_settings, "/nonexistent.json"},
        {{"call", "chat", "--base-url", "ftp://x"}, cli::bad_settings, "base-url"},
        {{"sandbox", "--listen", ":0", "--fault", "no-such-fault"}, cli::bad_settings, "no-such-fault"},
        {{"sandbox", "--listen", ":0", "--quirk", "no-such-quirk"}, cli::bad_settings, "no-such-quirk"},
        {{"sandbox", "--listen", ":0", "--tls-cert", "/nonexistent", "--tls-key", "/nonexistent"},
         cli::bad_settings,
         "/nonexistent"},
    };
    for (auto const& each : cases) {
        std::string line;
        for (auto const& word : each.words) line += word + ' ';
        CAPTURE(line);
        clean_home const home;
        auto const got = run(each.words);
        CHECK(got.code == each.code);
        CHECK(got.out.empty());
        CAPTURE(got.err);
        CHECK(says(got.err, each.said));
    }
}

TEST_CASE("an address in use is told with what to do") {
    boost::asio::io_context io;
    boost::asio::ip::tcp::acceptor taken(io, {boost::asio::ip::address_v4::loopback(), 0});
    auto const address = "127.0.0.1:" + std::to_string(taken.local_endpoint().port());
    for (std::string const command : {"http", "sandbox"}) {
        clean_home const home;
        auto const got = run({command, "--listen", address});
        CHECK(got.code == cli::cannot_listen);
        CHECK(says(got.err, "--listen"));
    }
}

TEST_CASE("tools lists names and descriptions, or the definitions as JSON") {
    clean_home const home;
    auto const text = run({"tools"});
    CHECK(text.code == cli::success);
    CHECK(text.out.starts_with("chat  "));
    auto const definitions = run({"tools", "--json"});
    CHECK(definitions.code == cli::success);
    CHECK(json::parse(definitions.out).as_array().at(0).at("name") == "chat");
}

TEST_CASE("a secret never reaches an error") {
    clean_home const home;
    auto const got = run({"tools", "--api-key", "sk-secret-of-someone", "--base-url", "ftp://sk-secret-of-someone"});
    CHECK(got.code == cli::bad_settings);
    CHECK_FALSE(says(got.err, "sk-secret-of-someone"));
}
