#include "install/clients.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <fstream>

namespace fs = std::filesystem;
using namespace install;

namespace {

struct home {
    home() {
        auto pattern = (fs::temp_directory_path() / "clients XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path = pattern;
        environment["HOME"] = pattern;
    }
    ~home() { fs::remove_all(path); }
    void make(fs::path const& name) const {
        fs::create_directories((path / name).parent_path());
        std::ofstream(path / name) << "{}";
    }
    std::string place(std::string_view id) const {
        auto const file = file_of(*find_client(id), environment);
        return file.empty() ? "" : file.lexically_relative(path).string();
    }

    fs::path path;
    platform::environment environment;
};

}  // namespace

TEST_CASE("clients are found by their ids, however they are written") {
    for (auto const& each : all_clients()) CHECK(find_client(each.id) == &each);
    CHECK(find_client("Claude Desktop") == find_client("claude-desktop"));
    CHECK(find_client("CLAUDE_CODE") == find_client("claude-code"));
    CHECK(find_client("emacs") == nullptr);
    CHECK(find_client("") == nullptr);
    CHECK(client_ids().starts_with("claude-desktop, claude-code, "));
}

#ifndef __APPLE__
TEST_CASE("where each client keeps its servers") {
    home const in;
    struct {
        std::string_view id, place;
    } const cases[] = {
        {"claude-desktop", ".config/Claude/claude_desktop_config.json"},
        {"claude-code", ".claude.json"},
        {"cursor", ".cursor/mcp.json"},
        {"vscode", ".config/Code/User/mcp.json"},
        {"windsurf", ".codeium/windsurf/mcp_config.json"},
        {"cline", ".cline/data/settings/cline_mcp_settings.json"},
        {"codex", ".codex/config.toml"},
        {"gemini", ".gemini/settings.json"},
        {"qwen", ".qwen/settings.json"},
        {"cherry-studio", ""},
        {"opencode", ".config/opencode/opencode.json"},
        {"zed", ".config/zed/settings.json"},
    };
    CHECK(std::size(cases) == all_clients().size());
    for (auto const& [id, place] : cases) CHECK(in.place(id) == place);
}

TEST_CASE("folders that the environment names") {
    home in;
    auto const elsewhere = (in.path / "else").string();
    for (auto const* name : {"XDG_CONFIG_HOME", "CLAUDE_CONFIG_DIR", "CODEX_HOME"}) in.environment[name] = elsewhere;
    CHECK(in.place("claude-desktop") == "else/Claude/claude_desktop_config.json");
    CHECK(in.place("codex") == "else/config.toml");
    in.make("else/.claude.json");
    in.make(".claude.json");
    CHECK(in.place("claude-code") == "else/.claude.json");
    in.environment["CODEX_HOME"] = "not/absolute";
    CHECK(in.place("codex") == ".codex/config.toml");
}

TEST_CASE("of several places the one that exists counts, then the one whose folder does") {
    home const in;
    in.make(".config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/other.json");
    CHECK(in.place("cline").starts_with(".config/Code"));
    in.make(".cline/data/settings/cline_mcp_settings.json");
    CHECK(in.place("cline").starts_with(".cline"));
    in.make(".config/opencode/opencode.jsonc");
    CHECK(in.place("opencode") == ".config/opencode/opencode.jsonc");
}
#endif
