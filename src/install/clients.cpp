#include "install/clients.hpp"

#include "platform/directories.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace install {

namespace fs = std::filesystem;

namespace {

// Formats and places: each client's own documentation. Where a client hands the server its own environment only in
// part, or not at all, the key is referred to by name; where it can't be, the server finds it in the official CLI's
// file.
std::vector<client> const table = {
    {"claude-desktop",
     "Claude Desktop",
     format::json,
     {"$CONFIG/Claude/claude_desktop_config.json"},
     "mcpServers",
     shape::usual,
     "",
     "{}",
     "Quit Claude Desktop and start it again."},
    {"claude-code",
     "Claude Code",
     format::json,
     {"$CLAUDE_CONFIG_DIR/.claude.json", "~/.claude.json"},
     "mcpServers",
     shape::usual,
     "${DASHSCOPE_API_KEY:-}",
     R"({"type":"stdio"})",
     "New sessions have it; `claude mcp list` shows it."},
    {"cursor",
     "Cursor",
     format::json,
     {"~/.cursor/mcp.json"},
     "mcpServers",
     shape::usual,
     "${env:DASHSCOPE_API_KEY}",
     "{}",
     "Cursor asks whether to enable it: Settings > MCP."},
    {"vscode",
     "VS Code",
     format::json,
     {"$CONFIG/Code/User/mcp.json"},
     "servers",
     shape::prompts,
     "${input:dashscope-api-key}",
     R"({"type":"stdio"})",
     "Start it in VS Code: MCP: List Servers."},
    {"windsurf",
     "Windsurf",
     format::json,
     {"~/.codeium/windsurf/mcp_config.json"},
     "mcpServers",
     shape::usual,
     "${env:DASHSCOPE_API_KEY}",
     "{}",
     "Press Refresh in Windsurf's MCP settings."},
    {"cline",
     "Cline",
     format::json,
     {"$CLINE_DATA_DIR/settings/cline_mcp_settings.json", "~/.cline/data/settings/cline_mcp_settings.json",
      "$CONFIG/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json"},
     "mcpServers",
     shape::usual,
     "",
     R"({"type":"stdio","timeout":600,"disabled":false})",
     "Cline notices by itself."},
    {"codex",
     "Codex",
     format::toml,
     {"$CODEX_HOME/config.toml", "~/.codex/config.toml"},
     "mcp_servers",
     shape::forwards,
     "DASHSCOPE_API_KEY",
     R"({"tool_timeout_sec":600})",
     "New sessions have it; `codex mcp list` shows it."},
    {"gemini",
     "Gemini CLI",
     format::json,
     {"~/.gemini/settings.json"},
     "mcpServers",
     shape::usual,
     "${DASHSCOPE_API_KEY}",
     "{}",
     "New sessions have it; `gemini mcp list` shows it."},
    {"qwen",
     "Qwen Code",
     format::json,
     {"~/.qwen/settings.json"},
     "mcpServers",
     shape::usual,
     "${DASHSCOPE_API_KEY}",
     "{}",
     "New sessions have it; `qwen mcp list` shows it."},
    {"cherry-studio",
     "Cherry Studio",
     format::link,
     {},
     "mcpServers",
     shape::usual,
     "",
     R"({"type":"stdio","isActive":true})",
     "Open the link, or import the text in Settings > MCP > Import from JSON."},
    {"opencode",
     "OpenCode",
     format::json,
     {"$XDG_CONFIG_HOME/opencode/opencode.jsonc", "$XDG_CONFIG_HOME/opencode/opencode.json",
      "~/.config/opencode/opencode.json", "~/.config/opencode/opencode.jsonc"},
     "mcp",
     shape::one_list,
     "{env:DASHSCOPE_API_KEY}",
     R"({"type":"local","enabled":true})",
     "New sessions have it; `opencode mcp list` shows it."},
    {"zed",
     "Zed",
     format::json,
     {"$XDG_CONFIG_HOME/zed/settings.json", "~/.config/zed/settings.json"},
     "context_servers",
     shape::usual,
     "",
     R"({"source":"custom"})",
     "Zed notices by itself."},
};

fs::path config_folder(platform::environment const& from) {
    auto const home = platform::home_directory(from);
#ifdef __APPLE__
    return home / "Library/Application Support";
#else
    fs::path const named = platform::value_of(from, "XDG_CONFIG_HOME");
    return named.is_absolute() ? named : home / ".config";
#endif
}

/// Nothing where a variable that is part of it is not set.
std::optional<fs::path> place(std::string_view written, platform::environment const& from) {
    auto const slash = written.find('/');
    auto const first = written.substr(0, slash);
    auto const rest = written.substr(slash + 1);
    if (first == "~") return platform::home_directory(from) / rest;
    if (first == "$CONFIG") return config_folder(from) / rest;
    fs::path const named = platform::value_of(from, first.substr(1));
    if (!named.is_absolute()) return std::nullopt;
    return named / rest;
}

}  // namespace

std::span<client const> all_clients() {
    return table;
}

client const* find_client(std::string_view id) {
    std::string wanted;
    for (char c : id) {
        auto const low = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        wanted += low == ' ' || low == '_' ? '-' : low;
    }
    auto const found = std::find_if(table.begin(), table.end(), [&](client const& each) { return each.id == wanted; });
    return found == table.end() ? nullptr : &*found;
}

std::string client_ids() {
    std::string all;
    for (auto const& each : table) all += (all.empty() ? "" : ", ") + std::string(each.id);
    return all;
}

fs::path file_of(client const& which, platform::environment const& environment) {
    if (platform::home_directory(environment).empty()) return {};
    std::vector<fs::path> candidates;
    for (auto const written : which.places)
        if (auto path = place(written, environment)) candidates.push_back(std::move(*path));
    std::error_code ignored;
    for (auto const& each : candidates)
        if (fs::exists(fs::symlink_status(each, ignored))) return each;
    for (auto const& each : candidates)
        if (fs::is_directory(each.parent_path(), ignored)) return each;
    return candidates.empty() ? fs::path() : candidates.front();
}

}  // namespace install
