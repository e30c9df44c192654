#include "cli/options.hpp"

#include "cli/exit_code.hpp"

#include "cli/support.hpp"

#include <functional>

using namespace cli_test;
using cli::command;
using cli::options;

namespace {

bool is_flag(options const& given, std::string_view name, std::string_view value) {
    auto const found = given.flags.find(name);
    return found != given.flags.end() && found->second == value;
}

// A command line that is answered at once, without a command to run.
ran print(std::vector<std::string> const& words) {
    captured const output;
    auto const outcome = parse(words);
    return {outcome.given ? -1 : outcome.exit_code, output.out(), output.err()};
}

}  // namespace

TEST_CASE("command lines and what they mean") {
    struct {
        std::vector<std::string> words;
        std::function<bool(options const&)> means;
    } const cases[] = {
        {{}, [](auto const& o) { return o.what == command::stdio && o.flags.empty() && !o.with_sandbox; }},
        {{"stdio"}, [](auto const& o) { return o.what == command::stdio; }},
        {{"--upstream", "b=Maps", "--upstream", "a"},
         [](auto const& o) { return is_flag(o, "upstreams", "b=Maps,a"); }},
        {{"--sandbox"}, [](auto const& o) { return o.what == command::stdio && o.with_sandbox; }},
        {{"http"},
         [](auto const& o) {
             return o.what == command::http && o.http_listen.host == "127.0.0.1" && o.http_listen.port == 8080 &&
                    o.path == "/mcp" && o.body_limit == 16 * 1024 * 1024;
         }},
        {{"http", "--listen", "0.0.0.0:9"},
         [](auto const& o) { return o.http_listen.host == "0.0.0.0" && o.http_listen.port == 9; }},
        {{"http", "--listen=[::1]:0"}, [](auto const& o) { return o.http_listen.host == "::1"; }},
        {{"http", "--path", "/x", "--body-limit", "2048"},
         [](auto const& o) { return o.path == "/x" && o.body_limit == 2048; }},
        {{"http", "--allow-host", "a", "--allow-host", "b:1", "--key-file", "k"},
         [](auto const& o) { return o.allowed_hosts == std::vector<std::string>{"a", "b:1"} && o.key_file == "k"; }},
        {{"http", "--public-url", "https://mcp.example.com/dashscope", "--upload-limit", "5000"},
         [](auto const& o) { return o.public_url == "https://mcp.example.com/dashscope" && o.upload_limit == 5000; }},
        {{"http", "--poll-after", "50"}, [](auto const& o) { return o.poll_after == std::chrono::seconds(50); }},
        {{"http"}, [](auto const& o) { return o.public_url.empty() && o.upload_limit == std::uint64_t{1} << 30; }},
        {{"sandbox"},
         [](auto const& o) {
             return o.what == command::sandbox && o.sandbox_listen.port == 8900 && o.sandbox_listen.host == "127.0.0.1";
         }},
        {{"sandbox", "--latency", "5", "--chunk-delay", "6", "--seed", "7", "--fault", "429*2", "--fault", "reset",
          "--fault-rate", "0.5"},
         [](auto const& o) {
             return o.sandbox.latency.count() == 5 && o.sandbox.chunk_delay.count() == 6 && o.sandbox.seed == 7 &&
                    o.sandbox.faults == std::vector<std::string>{"429*2", "reset"} && o.sandbox.fault_rate == 0.5;
         }},
        {{"sandbox", "--quirk", "search-sse", "--quirk", "memory-ids", "--sandbox-access-key-id", "a",
          "--sandbox-access-key-secret", "b", "--sandbox-security-token", "c"},
         [](auto const& o) {
             return o.sandbox.quirks == std::vector<std::string>{"search-sse", "memory-ids"} &&
                    o.sandbox.access_key_id == "a" && o.sandbox.access_key_secret == "b" &&
                    o.sandbox.security_token == "c";
         }},
        {{"sandbox", "--tls-cert", "c", "--tls-key", "k"},
         [](auto const& o) { return o.sandbox.certificate_file == "c" && o.sandbox.key_file == "k"; }},
        {{"call", "chat", "--arg", "prompt=x", "--arg", "n=2", "--json"},
         [](auto const& o) {
             return o.what == command::call && o.tool == "chat" && o.json &&
                    o.arguments == std::vector<std::string>{"prompt=x", "n=2"};
         }},
        {{"call", "chat", "--args", R"({"prompt":"x"})"},
         [](auto const& o) { return o.arguments_json == R"({"prompt":"x"})"; }},
        // Values that look like options or lists are values.
        {{"call", "chat", "--arg", "stop=[a, b]", "--arg", "x=a=b"},
         [](auto const& o) { return o.arguments == std::vector<std::string>{"stop=[a, b]", "x=a=b"}; }},
        {{"tools", "--json"}, [](auto const& o) { return o.what == command::tools && o.json; }},
        // What is meant for every command may stand before or after it.
        {{"--sandbox", "call", "chat"}, [](auto const& o) { return o.with_sandbox && o.what == command::call; }},
        {{"call", "chat", "--sandbox"}, [](auto const& o) { return o.with_sandbox; }},
        {{"http", "--api-key", "sk-x"}, [](auto const& o) { return is_flag(o, "api_key", "sk-x"); }},
        {{"--base-url", "u", "--region", "r", "--workspace-id", "w", "--openapi-endpoint", "e", "--default-text-model",
          "m", "--timeout", "9", "--profile", "p"},
         [](auto const& o) {
             return is_flag(o, "base_url", "u") && is_flag(o, "region", "r") && is_flag(o, "workspace_id", "w") &&
                    is_flag(o, "openapi_endpoint", "e") && is_flag(o, "default_text_model", "m") &&
                    is_flag(o, "timeout", "9") && is_flag(o, "profile", "p");
         }},
        {{"--no-source-header", "--allow-plain-http"},
         [](auto const& o) { return is_flag(o, "source_channel", "false") && is_flag(o, "allow_plain_http", "true"); }},
        {{"--config", "c", "--ca-file", "a", "--log-level", "debug", "--log-json", "--progress-interval", "0"},
         [](auto const& o) {
             return o.config_path == "c" && o.ca_file == "a" && o.log_level == "debug" && o.log_json &&
                    o.progress_interval_ms == 0;
         }},
    };
    for (auto const& each : cases) {
        std::string line;
        for (auto const& word : each.words) line += word + ' ';
        CAPTURE(line);
        auto const outcome = parse(each.words);
        REQUIRE(outcome.given);
        CHECK(outcome.exit_code == cli::success);
        CHECK(each.means(*outcome.given));
    }
}

TEST_CASE("command lines that are wrong say so on stderr and leave with 2") {
    for (std::vector<std::string> const& words : std::initializer_list<std::vector<std::string>>{
             {"no-such-command"},
             {"--no-such-option"},
             {"http", "sandbox"},
             {"http", "--listen"},
             {"http", "--listen", "example.com:80"},
             {"http", "--listen", "127.0.0.1:99999"},
             {"http", "--body-limit", "much"},
             {"http", "--body-limit", "0"},
             {"http", "--body-limit", "-1"},
             {"http", "--path", "mcp"},
             {"http", "--body-limit", "10"},
             {"http", "--public-url", "mcp.example.com"},
             {"http", "--public-url", "ftp://mcp.example.com"},
             {"http", "--public-url", "https://mcp.example.com/?x"},
             {"http", "--public-url", "https://me:secret@mcp.example.com"},
             {"http", "--upload-limit", "0"},
             {"http", "--poll-after", "-1"},
             {"http", "--poll-after", "soon"},
             {"http", "--fault", "429"},
             {"stdio", "--listen", "127.0.0.1:1"},
             {"call"},
             {"call", "chat", "prompt=x"},
             {"sandbox", "--fault-rate", "2"},
             {"sandbox", "--latency", "x"},
             {"sandbox", "--tls-cert", "c"},
             {"sandbox", "--tls-key", "k"},
             {"--log-level", "loud"},
             {"--progress-interval", "-1"},
         }) {
        std::string line;
        for (auto const& word : words) line += word + ' ';
        CAPTURE(line);
        auto const got = print(words);
        CHECK(got.code == cli::wrong_usage);
        CHECK(got.out.empty());
        CHECK_FALSE(got.err.empty());
    }
}

TEST_CASE("help and version go to stdout and are a success") {
    auto const version = print({"--version"});
    CHECK(version.code == cli::success);
    CHECK(version.out == "dashscope-mcp " + std::string(cli::version()) + "\n");

    auto const help = print({"--help"});
    CHECK(help.code == cli::success);
    CHECK(help.err.empty());
    for (auto const* part :
         {"stdio", "http", "sandbox", "call", "tools", "--api-key", "DASHSCOPE_API_KEY", "--base-url", "--region",
          "--sandbox", "--listen", "--arg", "--fault", "Exit codes", "#/api-key"}) {
        CAPTURE(part);
        CHECK(says(help.out, part));
    }
}

TEST_CASE("each command has help of its own") {
    for (std::string const command : {"stdio", "http", "sandbox", "call", "tools"}) {
        CAPTURE(command);
        auto const help = print({command, "--help"});
        CHECK(help.code == cli::success);
        CHECK_FALSE(help.out.empty());
    }
}
