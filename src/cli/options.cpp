#include "cli/options.hpp"

#include "cli/completion.hpp"
#include "cli/exit_code.hpp"
#include "cli/server_words.hpp"
#include "install/clients.hpp"
#include "net/url.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace cli {

namespace {

constexpr char const* footer = R"(
Without a command the server speaks MCP over standard input and output, as hosts start it.

Configuration: a flag wins over the environment, that over ~/.bailian/config.json (the file of the official CLI), that
over the defaults. The key is best given as DASHSCOPE_API_KEY: a flag can be seen by every local user. Get one at
https://bailian.console.aliyun.com/cn-beijing/?tab=app#/api-key. Without one, --sandbox tries everything on an emulator.

Exit codes: 0 success; 1 the tool answered with an error, the work broke off, or doctor found something to mend; 2 wrong
usage; 3 wrong configuration; 4 the address can't be listened on.)";

// A setting is only passed on when it was given: an empty flag must not hide the environment.
void add_setting(CLI::App& app, options& into, std::string const& flag, std::string const& name,
                 std::string const& help, std::string const& kind = "TEXT") {
    app.add_option_function<std::string>(
           flag, [&into, name](std::string const& value) { into.flags[name] = value; }, help)
        ->type_name(kind)
        ->group("DashScope");
}

void add_settings(CLI::App& app, options& into) {
    add_setting(app, into, "--api-key", "api_key", "API key (DASHSCOPE_API_KEY)", "KEY");
    add_setting(app, into, "--base-url", "base_url", "API host: scheme, host and port (DASHSCOPE_BASE_URL)", "URL");
    add_setting(app, into, "--region", "region",
                "cn-beijing, ap-southeast-1, us-east-1 or eu-central-1 (DASHSCOPE_REGION)");
    add_setting(app, into, "--workspace-id", "workspace_id", "Workspace (BAILIAN_WORKSPACE_ID)", "ID");
    add_setting(app, into, "--openapi-endpoint", "openapi_endpoint",
                "Host of the AccessKey-signed API (BAILIAN_OPENAPI_ENDPOINT)", "HOST");
    app.add_option_function<std::vector<std::string>>(
           "--upstream",
           [&into](std::vector<std::string> const& given) {
               std::string all;
               for (auto const& each : given) all += (all.empty() ? "" : ",") + each;
               into.flags["upstreams"] = all;
           },
           "MCP server of DashScope's marketplace whose tools are offered, too; may be given several times "
           "(DASHSCOPE_MCP_UPSTREAMS)")
        ->type_name("[PREFIX=]NAME")
        ->allow_extra_args(false)
        ->group("DashScope");
    add_setting(app, into, "--default-text-model", "default_text_model", "Model of chat when a call names none",
                "NAME");
    add_setting(app, into, "--timeout", "timeout", "Longest call to DashScope (DASHSCOPE_TIMEOUT)", "SECONDS");
    add_setting(app, into, "--output-dir", "output_dir",
                "Folder for results, made when first needed (DASHSCOPE_MCP_OUTPUT_DIR; ~/Downloads/dashscope)",
                "FOLDER");
    add_setting(app, into, "--profile", "profile", "Profile of the configuration file (DASHSCOPE_MCP_PROFILE)", "NAME");
    app.add_flag_callback(
           "--no-source-header", [&into] { into.flags["source_channel"] = "false"; },
           "Do not tell DashScope that requests come from dashscope-mcp")
        ->group("DashScope");
    app.add_flag_callback(
           "--allow-plain-http", [&into] { into.flags["allow_plain_http"] = "true"; },
           "Allow an http:// base URL that is not on loopback; the key then travels unencrypted")
        ->group("DashScope");
    app.add_option("--config", into.config_path, "Configuration file instead of ~/.bailian/config.json")
        ->type_name("FILE")
        ->group("DashScope");
    app.add_option("--ca-file", into.ca_file, "Trusted authorities (PEM) instead of the system's")
        ->type_name("FILE")
        ->group("DashScope");
}

void add_common(CLI::App& app, options& into) {
    app.add_flag("--sandbox", into.with_sandbox, "Use the built-in DashScope emulator: no key, no network, no bill");
    app.add_option("--sandbox-data", into.sandbox.data_directory,
                   "Folder where the emulator keeps tasks and uploads; in memory unless set, but for `call`, which has "
                   "one in the user's state folder")
        ->type_name("DIR");
    // For those who test servers, not for those who use one: no help shows it.
    app.add_flag("--conformance", into.conformance)->group("");
    app.add_option("--log-level", into.log_level, "debug, info, warning, error or off; the log goes to stderr")
        ->check(CLI::IsMember({"debug", "info", "warning", "error", "off"}));
    app.add_flag("--log-json", into.log_json, "Log as JSON lines");
    app.add_option(
           "--output", into.output,
           "What becomes of pictures, films and speech: urls, files (the default, but urls over HTTP) or inline "
           "(pictures only) (DASHSCOPE_MCP_OUTPUT)")
        ->type_name("MODE")
        ->check(CLI::IsMember({"urls", "files", "inline"}));
    app.add_flag_callback(
        "--no-previews", [&into] { into.previews = false; }, "No small picture beside the text of a result");
    app.add_option(
           "--root", into.roots,
           "Folder from which tools may read files, in place of the usual ones (over HTTP there are none); may be "
           "given several times")
        ->type_name("FOLDER");
    app.add_option(
           "--confirm-above", into.confirm_above,
           "Ask the user before a picture, film, voice or transcript that costs more, by the Beijing list prices; "
           "an unknown price counts as more (DASHSCOPE_MCP_CONFIRM_ABOVE)")
        ->type_name("CNY")
        ->envname("DASHSCOPE_MCP_CONFIRM_ABOVE")
        ->check(CLI::Range(0.0, 1e6));
    app.add_option("--progress-interval", into.progress_interval_ms, "Least time between two pieces of streamed text")
        ->type_name("MS")
        ->check(CLI::Range(0, 60'000));
}

// The environment's names are read only where the flag is not given, as everywhere.
void add_names(CLI::App& app, std::vector<std::string>& into, std::string const& flag, std::string const& variable,
               std::string const& help) {
    app.add_option_function<std::vector<std::string>>(
           flag,
           [&into](std::vector<std::string> const& given) {
               into.clear();
               for (auto const& each : given)
                   for (auto& name : mcp::split_names(each)) into.push_back(std::move(name));
           },
           help)
        ->type_name("NAME,...")
        ->allow_extra_args(false)
        ->envname(variable)
        ->group("Tools");
}

void add_tool_choice(CLI::App& app, mcp::tool_choice& into) {
    add_names(app, into.tools, "--tools", "DASHSCOPE_MCP_TOOLS", "Offer these tools; with --toolsets these too");
    add_names(app, into.toolsets, "--toolsets", "DASHSCOPE_MCP_TOOLSETS",
              "Offer the tools of these sets, such as speech; all: every tool; default: those that are on by default");
    add_names(app, into.excluded, "--exclude-tools", "DASHSCOPE_MCP_EXCLUDE_TOOLS", "Do not offer these tools");
    app.add_flag("--read-only", into.read_only, "Offer only tools that change nothing and make no paid media")
        ->envname("DASHSCOPE_MCP_READ_ONLY")
        ->group("Tools");
}

CLI::Option* add_listen(CLI::App& app, listen_address& into, std::string const& fallback) {
    return app
        .add_option_function<std::string>(
            "--listen",
            [&into](std::string const& text) {
                auto const parsed = parse_listen(text);
                if (!parsed)
                    throw CLI::ValidationError("--listen",
                                               "'" + text + "' is not ADDRESS:PORT, such as 127.0.0.1:8080");
                into = *parsed;
            },
            "Address and port; port 0 takes a free one and prints it as a JSON line on stderr")
        ->type_name("ADDRESS:PORT")
        ->default_str(fallback);
}

std::string is_public_url(std::string const& text) {
    auto const url = net::parse_url(text);
    bool const plain = url && url->userinfo.empty() && text.find_first_of("?#") == std::string::npos;
    return plain ? ""
                 : "must be an http or https URL, such as https://mcp.example.com or https://example.com/dashscope";
}

void add_http(CLI::App& app, options& into) {
    add_listen(app, into.http_listen, "127.0.0.1:8080");
    app.add_option("--path", into.path, "Path of the endpoint")
        ->capture_default_str()
        ->check([](std::string const& path) { return path.starts_with('/') ? "" : "a path begins with a slash"; });
    app.add_option("--allow-host", into.allowed_hosts,
                   "Further host name, with or without port, that Host and Origin may name")
        ->type_name("NAME")
        ->allow_extra_args(false);
    app.add_option("--key-file", into.key_file,
                   "File with the key that seals session ids; made when missing, shared by replicas")
        ->type_name("FILE");
    app.add_option("--public-url", into.public_url,
                   "How callers reach this server, for links to it; without it the host that they addressed "
                   "(DASHSCOPE_MCP_PUBLIC_URL)")
        ->type_name("URL")
        ->envname("DASHSCOPE_MCP_PUBLIC_URL")
        ->check(is_public_url);
    app.add_option("--upload-limit", into.upload_limit, "Largest file by an upload link")
        ->type_name("BYTES")
        ->capture_default_str()
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 40));
    app.add_option_function<int>(
           "--poll-after", [&into](int seconds) { into.poll_after = std::chrono::seconds(seconds); },
           "Close the connection of an event stream after so long; the client comes back for the rest. For proxies "
           "that "
           "cut long connections, and for clients of 2025-11-25 only; 0: never")
        ->type_name("SECONDS")
        ->default_str("0")
        ->check(CLI::Range(0, 86'400));
    app.add_option("--body-limit", into.body_limit, "Largest request body")
        ->type_name("BYTES")
        ->capture_default_str()
        ->check(CLI::Range(std::size_t{1024}, std::size_t{1} << 30));
}

void add_sandbox(CLI::App& app, options& into) {
    add_listen(app, into.sandbox_listen, "127.0.0.1:8900");
    auto& to = into.sandbox;
    app.add_option_function<int>(
           "--latency", [&to](int ms) { to.latency = std::chrono::milliseconds(ms); },
           "Time before the first byte of each answer")
        ->type_name("MS");
    app.add_option_function<int>(
           "--chunk-delay", [&to](int ms) { to.chunk_delay = std::chrono::milliseconds(ms); },
           "Time between streamed chunks")
        ->type_name("MS");
    app.add_option_function<int>(
           "--task-time", [&to](int ms) { to.task_time = std::chrono::milliseconds(ms); },
           "Time from a task's submission to its end; 1000 unless set")
        ->type_name("MS")
        ->check(CLI::Range(0, 86'400'000));
    app.add_option("--seed", to.seed, "Another seed, other answers; the same seed, the same bytes");
    app.add_option("--fault", to.faults, "Fault to play or draw, see docs/sandbox.md; may be given several times")
        ->type_name("NAME[*COUNT]")
        ->allow_extra_args(false);
    app.add_option("--fault-rate", to.fault_rate, "Share of requests that get a drawn fault")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--quirk", to.quirks,
                   "A way in which the real service differs, see docs/sandbox.md; may be given several times")
        ->type_name("NAME")
        ->allow_extra_args(false);
    app.add_option("--sandbox-access-key-id", to.access_key_id, "The pair that signs: its id")
        ->type_name("ID")
        ->capture_default_str();
    app.add_option("--sandbox-access-key-secret", to.access_key_secret, "The pair that signs: its secret")
        ->type_name("SECRET")
        ->capture_default_str();
    app.add_option("--sandbox-security-token", to.security_token, "The only STS token that is good, then required")
        ->type_name("TOKEN");
    auto* certificate = app.add_option("--tls-cert", to.certificate_file, "Certificate chain (PEM): speak TLS");
    auto* key = app.add_option("--tls-key", to.key_file, "Private key (PEM)");
    certificate->type_name("FILE")->needs(key);
    key->type_name("FILE")->needs(certificate);
}

void add_call(CLI::App& app, options& into) {
    app.add_option("tool", into.tool, "Name of the tool")->required();
    app.add_option("--arg", into.arguments, "One argument, as name=value; may be given several times")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
    app.add_option("--args", into.arguments_json, "Arguments as a JSON object")->type_name("JSON");
    app.add_flag("--json", into.json, "Print the whole result as JSON");
}

void add_registration(CLI::App& app, options& into, bool installs) {
    app.add_option("client", into.client, "One of " + install::client_ids() + "; without one: what each has");
    app.add_option("--name", into.server_name, "Name of the server in the client")
        ->capture_default_str()
        ->check([](std::string const& name) {
            bool const fits =
                !name.empty() && name.size() <= 40 &&
                name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") ==
                    std::string::npos;
            return fits ? "" : "a name has 1 to 40 letters, digits, - and _";
        });
    app.add_option("--file", into.client_file, "The client's file, if it is not where it usually is")
        ->type_name("FILE");
    app.add_flag("-y,--yes", into.yes, "Write without asking");
    if (installs) app.add_flag("--print", into.print_only, "Only print what would be added, as text or as a link");
}

}  // namespace

std::string_view version() {
    return DASHSCOPE_MCP_VERSION;
}

parse_outcome parse_command_line(int count, char const* const* words) {
    options given;
    CLI::App app("MCP server for Alibaba Cloud DashScope (Model Studio, 百炼)", "dashscope-mcp");
    app.set_version_flag("--version", "dashscope-mcp " + std::string(version()));
    app.footer(footer);
    app.fallthrough();
    app.require_subcommand(0, 1);
    add_common(app, given);
    add_tool_choice(app, given.tools);
    add_settings(app, given);

    auto const choose = [&](command what) { return [&given, what] { given.what = what; }; };
    app.add_subcommand("stdio", "Serve MCP over standard input and output (the default)")
        ->callback(choose(command::stdio));
    auto* http = app.add_subcommand("http", "Serve MCP over Streamable HTTP")->callback(choose(command::http));
    auto* emulator = app.add_subcommand("sandbox", "Run the DashScope emulator")->callback(choose(command::sandbox));
    auto* call = app.add_subcommand("call", "Call one tool and print its result")->callback(choose(command::call));
    auto* tools = app.add_subcommand("tools", "List the tools")->callback(choose(command::tools));
    auto* install =
        app.add_subcommand("install", "Register the server with a client, to be started with the options given")
            ->callback(choose(command::install));
    auto* uninstall =
        app.add_subcommand("uninstall", "Remove the server from a client")->callback(choose(command::uninstall));
    auto* login = app.add_subcommand("login", "Ask for the API key, check it, keep it in the configuration file")
                      ->callback(choose(command::login));
    login->add_flag("!--no-check", given.check, "Save the key without asking DashScope about it");
    auto* doctor =
        app.add_subcommand("doctor", "Check configuration, key, connection, folders and clients; costs nothing")
            ->callback(choose(command::doctor));
    doctor->add_flag("--json", given.json, "Print the findings as JSON");
    std::string shell;
    auto* complete =
        app.add_subcommand("completion", "Print what a shell needs to complete this program's command lines");
    complete->add_option("kind", shell, "bash, zsh, fish; or man for the manual page")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish", "man"}));
    add_registration(*install, given, true);
    add_registration(*uninstall, given, false);
    add_http(*http, given);
    add_sandbox(*emulator, given);
    add_call(*call, given);
    tools->add_flag("--json", given.json, "Print the definitions as JSON");

    // The program's own help shows every command with its options; a command's help, only its own.
    app.set_help_flag();
    app.set_help_all_flag("-h,--help", "Print this help message and exit");
    try {
        app.parse(count, words);
        given.program = words[0];
        if (complete->parsed()) {
            std::cout << completion(app, shell) << std::flush;
            return {std::nullopt, success};
        }
        if (given.what == command::install) given.server_words = server_words(app);
    } catch (CLI::ParseError const& stop) {
        // Help and version are "errors" of code 0; real ones get our own code.
        bool const wrong = app.exit(stop, std::cout, std::cerr) != 0;
        return {std::nullopt, wrong ? wrong_usage : success};
    }
    return {std::move(given), success};
}

}  // namespace cli
