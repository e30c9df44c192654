// `install`, `uninstall` and `login` as commands, in a home of their own. Standard input is no terminal here.

#include "cli/exit_code.hpp"

#include "cli/support.hpp"

#include <boost/json/parse.hpp>

#include <fstream>

using namespace cli_test;
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

std::string read(fs::path const& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

json::value entry(fs::path const& file) {
    return json::parse(read(file)).at("mcpServers").at("dashscope");
}

}  // namespace

TEST_CASE("install writes after --yes only, keeps a backup, and uninstall takes it back") {
    clean_home const home;
    auto const before = R"({"mcpServers":{"other":{"command":"x","env":{"OTHER_TOKEN":"hidden-value"}}}})";
    auto const file = home.write(".cursor/mcp.json", before);

    auto const asked = run({"install", "cursor"});
    CHECK(asked.code == cli::wrong_usage);
    CHECK(says(asked.out, "+"));
    CHECK(says(asked.err, "--yes"));
    CHECK_FALSE(says(asked.out, "hidden-value"));
    CHECK(read(file) == before);

    auto const done = run({"install", "cursor", "--yes"});
    CHECK(done.code == cli::success);
    CHECK(says(done.out, "Registered dashscope in Cursor"));
    CHECK(says(done.out, ".backup-"));
    CHECK(entry(file).at("env").at("DASHSCOPE_API_KEY") == json::value("${env:DASHSCOPE_API_KEY}"));
    CHECK(fs::path(entry(file).at("command").as_string().c_str()).is_absolute());

    CHECK(says(run({"install", "cursor", "--yes"}).out, "already"));
    CHECK(run({"uninstall", "cursor", "--yes"}).code == cli::success);
    CHECK(read(file) == before);
    auto const again = run({"uninstall", "cursor", "--yes"});
    CHECK(again.code == cli::success);
    CHECK(says(again.out, "does not have"));
}

TEST_CASE("options given to install are what the server is started with; paths become absolute") {
    clean_home const home;
    auto const got = run({"--read-only", "install", "qwen", "-y", "--toolsets", "text,image", "--profile", "team",
                          "--root", "relative", "--root", "~/Pictures"});
    REQUIRE(got.code == cli::success);
    auto const file = home.path() / ".qwen/settings.json";
    json::array const expected{"--read-only", "--toolsets", "text,image", "--profile", "team",
                               "--root",      (fs::current_path() / "relative").string(),
                               "--root",      (home.path() / "Pictures").string()};
    CHECK(entry(file).at("args") == json::value(expected));
}

TEST_CASE("a key in the configuration file needs no place in the client's, and a flag is no place for it") {
    clean_home home;
    home.write(".bailian/config.json", R"({"api_key":"sk-file"})");
    home.set("DASHSCOPE_API_KEY", "sk-environment");
    auto const got = run({"install", "claude-code", "--yes"});
    CHECK(got.code == cli::success);
    CHECK_FALSE(says(read(home.path() / ".claude.json"), "DASHSCOPE_API_KEY"));

    auto const refused = run({"install", "claude-code", "--api-key", "sk-flag"});
    CHECK(refused.code == cli::wrong_usage);
    CHECK_FALSE(says(refused.err + refused.out, "sk-flag"));
    CHECK(says(refused.err, "login"));
}

TEST_CASE("--print shows the text on stdout, and how else on stderr; nothing is written") {
    clean_home const home;
    auto const cursor = run({"install", "cursor", "--print", "--sandbox"});
    CHECK(cursor.code == cli::success);
    CHECK(json::parse(cursor.out).at("mcpServers").at("dashscope").at("args") == json::value(json::array{"--sandbox"}));
    CHECK(says(cursor.err, "cursor://"));
    CHECK(says(run({"install", "claude-code", "--print"}).err, "Or run claude mcp add"));
    CHECK(run({"install", "codex", "--print"}).out.starts_with("[mcp_servers.dashscope]\n"));
    CHECK(run({"install", "cherry-studio"}).out.starts_with("cherrystudio://"));
    CHECK(fs::is_empty(home.path()));
}

TEST_CASE("without a client install tells what each has") {
    clean_home const home;
    run({"install", "zed", "--yes", "--name", "second"});
    home.write(".gemini/settings.json", "{}");
    home.write(".claude.json", "{");
    auto const got = run({"install", "--name", "second"});
    CHECK(got.code == cli::success);
    CHECK(says(got.out, "zed             registered  "));
    CHECK(says(got.out, "gemini          not registered  "));
    CHECK(says(got.out, "claude-code     not valid JSON at line 1"));
    CHECK(says(got.out, "cherry-studio   by a link\n"));
    CHECK(says(got.out, "windsurf        -  "));
}

TEST_CASE("what can't be done is said, and leaves everything as it was") {
    clean_home const home;
    auto const broken = home.write(".cursor/mcp.json", "{ \"mcpServers\": ");
    auto const list = home.write(".codeium/windsurf/mcp_config.json", R"({"mcpServers":[]})");
    struct {
        std::vector<std::string> words;
        int code;
        std::string_view text;
    } const cases[] = {
        {{"install", "emacs"}, cli::wrong_usage, "there are claude-desktop, claude-code, "},
        {{"install", "cursor", "--yes"}, cli::failed, "not valid JSON at line 1"},
        {{"uninstall", "cursor", "--yes"}, cli::failed, "nothing was changed"},
        {{"install", "windsurf", "--yes"}, cli::failed, "\"mcpServers\" is not an object"},
        {{"install", "zed", "--yes", "--file", home.path().string()}, cli::failed, "can't read"},
        {{"install", "zed", "--name", "a b"}, cli::wrong_usage, "letters, digits"},
        {{"install", "zed", "--name", ""}, cli::wrong_usage, "letters, digits"},
    };
    for (auto const& [words, code, text] : cases) {
        CAPTURE(words);
        auto const got = run(words);
        CHECK(got.code == code);
        CHECK(says(got.err, text));
    }
    CHECK(read(broken) == "{ \"mcpServers\": ");
    CHECK(read(list) == R"({"mcpServers":[]})");
}

TEST_CASE("over npx it is npx that is registered") {
    clean_home home;
    home.set("DASHSCOPE_MCP_LAUNCHER", "npx -y dashscope-mcp");
    auto const got = run({"install", "cursor", "--print", "--sandbox"});
    auto const made = json::parse(got.out).at("mcpServers").at("dashscope");
    CHECK(made.at("command") == json::value("npx"));
    CHECK(made.at("args") == json::value(json::array{"-y", "dashscope-mcp", "--sandbox"}));
}
