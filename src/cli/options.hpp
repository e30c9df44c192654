#pragma once
// The command line as a value.

#include "dashscope/settings.hpp"
#include "mcp/tool_choice.hpp"
#include "sandbox/options.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cli {

enum class command { stdio, http, sandbox, call, tools, install, uninstall, login, doctor };

struct listen_address {
    std::string host = "127.0.0.1";  // an address, never a name
    std::uint16_t port = 0;
};

/// `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`, `:8080` or `8080` (both loopback). Nothing for anything else.
std::optional<listen_address> parse_listen(std::string_view text);

struct options {
    command what = command::stdio;

    // Everywhere
    dashscope::text_map flags;  // what dashscope::resolve_settings takes
    std::string config_path;    // empty: ~/.bailian/config.json
    std::string ca_file;
    std::string log_level = "info";
    bool log_json = false;
    bool with_sandbox = false;
    bool conformance = false;  // the fixtures of the conformance suite beside the tools
    int progress_interval_ms = 100;
    std::string output;              // "urls", "files", "inline"; empty: files, over HTTP urls
    bool previews = true;            // a small picture beside the text
    mcp::tool_choice tools;          // which there are
    std::vector<std::string> roots;  // folders that files may be read from, in place of the usual ones

    // http
    listen_address http_listen{"127.0.0.1", 8080};
    std::string path = "/mcp";
    std::vector<std::string> allowed_hosts;
    std::string key_file;  // empty: in the state folder
    std::size_t body_limit = 16 * 1024 * 1024;
    std::chrono::seconds poll_after{0};  // an event stream's connection is closed then, the client polls; 0: never
    std::string public_url;  // of links to this server; empty: the host that a request came in by
    std::optional<double> confirm_above;                  // in yuan; nothing: no job needs a consent
    std::uint64_t upload_limit = std::uint64_t{1} << 30;  // of one file by an upload link

    // sandbox
    listen_address sandbox_listen{"127.0.0.1", 8900};
    sandbox::options sandbox;

    // call
    std::string tool;
    std::vector<std::string> arguments;  // k=v
    std::string arguments_json;
    bool json = false;  // print the whole result; for `tools` the definitions; for `doctor` the findings

    // install, uninstall
    std::string program;  // the command line's first word
    std::string client;   // empty: list them
    std::string server_name = "dashscope";
    std::string client_file;  // empty: where the client keeps it
    bool print_only = false;
    bool yes = false;
    std::vector<std::string> server_words;  // options that the server shall be started with

    bool check = true;  // login: whether the key is good
};

/// The options, or the code to leave with (help and version were printed, or an error was).
struct parse_outcome {
    std::optional<options> given;
    int exit_code = 0;
};

parse_outcome parse_command_line(int count, char const* const* words);

/// The version of this build, from CMakeLists.txt.
std::string_view version();

}  // namespace cli
