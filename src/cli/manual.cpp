#include "cli/manual.hpp"

#include "cli/options.hpp"

namespace cli {

namespace {

constexpr std::string_view introduction = R"(.SH DESCRIPTION
.B dashscope-mcp
is a server of the Model Context Protocol (MCP) for Alibaba Cloud DashScope (Model Studio). Programs such as Claude Code
or Cursor start it and speak MCP over its standard input and output; it also serves Streamable HTTP.
.PP
Without a command it serves standard input and output.
.B dashscope-mcp login
keeps an API key,
.B dashscope-mcp install
registers the server with a client,
.B dashscope-mcp doctor
tells what stands in the way.
.PP
An option wins over the environment, that over the configuration file, that over the default. With
.B \-\-sandbox
everything runs on a built-in emulator: no key, no network, no bill.
)";

constexpr std::string_view conclusion = R"(.SH FILES
.TP
.I ~/.bailian/config.json
The configuration of the official command line tool, with its profiles. The environment variable
.B BAILIAN_CONFIG_DIR
names another folder for it.
.TP
.I ~/.local/state/dashscope\-mcp
The key that seals session ids over HTTP; what
.B call \-\-sandbox
made.
.TP
.I ~/Downloads/dashscope
Results, unless another folder is named.
.SH EXIT STATUS
.TP
.B 0
Success.
.TP
.B 1
The tool answered with an error, the work broke off, or
.B doctor
found something to mend.
.TP
.B 2
Wrong usage.
.TP
.B 3
Wrong configuration.
.TP
.B 4
The address can't be listened on.
)";

// A backslash and a hyphen mean something to groff, and a point or quote at a line's beginning.
std::string escaped(std::string_view text) {
    std::string out;
    for (char c : text) {
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
    }
    if (out.starts_with('.') || out.starts_with('\'')) out.insert(0, "\\&");
    return out;
}

std::string shown(outlined_option const& option) {
    std::string names;
    for (auto const& flag : option.flags) names += (names.empty() ? "" : ", ") + ("\\fB" + escaped(flag) + "\\fR");
    if (option.flags.empty()) names = "\\fI" + escaped(option.name) + "\\fR";
    if (!option.flags.empty() && !option.value.empty()) names += " \\fI" + escaped(option.value) + "\\fR";
    return ".TP\n" + names + "\n" + escaped(option.help) + "\n";
}

}  // namespace

std::string manual(std::vector<outlined_command> const& all) {
    std::string out = ".TH DASHSCOPE\\-MCP 1 \"\" \"dashscope\\-mcp " + std::string(version()) +
                      "\" \"User Commands\"\n.SH NAME\ndashscope\\-mcp \\- MCP server for Alibaba Cloud DashScope\n"
                      ".SH SYNOPSIS\n.B dashscope\\-mcp\n[\\fIOPTION\\fR]... [\\fICOMMAND\\fR]\n";
    out += introduction;
    out += ".SH OPTIONS\nThey may stand before or after the command.\n";
    for (auto const& option : all.front().options) out += shown(option);
    out += ".SH COMMANDS\n";
    for (auto const& command : all) {
        if (command.name.empty()) continue;
        out += ".SS " + escaped(command.name) + "\n" + escaped(command.help) + ".\n";
        for (auto const& option : command.options) out += shown(option);
    }
    out += conclusion;
    return out;
}

}  // namespace cli
