#include "cli/commands.hpp"
#include "cli/configuration.hpp"
#include "cli/exit_code.hpp"
#include "install/diff.hpp"
#include "install/registration.hpp"
#include "platform/files.hpp"
#include "platform/program.hpp"
#include "platform/prompt.hpp"
#include "platform/replace_file.hpp"
#include "platform/terminal.hpp"

#include <iostream>
#include <optional>

#include <unistd.h>

namespace fs = std::filesystem;

namespace cli {

namespace {

constexpr std::size_t largest_file = 64 * 1024 * 1024;

/// Why nothing was done, with the code to leave with.
struct refusal {
    int code;
    std::string why;
};

struct job {
    install::client const& where;
    install::server what;
    fs::path file;
    std::optional<std::string> before;  // nothing: there is no file

    std::string text() const { return before.value_or(""); }
};

std::string shown(install::client const& where) {
    return std::string(where.title);
}

// Over npx the program lies in a cache that comes and goes: then npx is what has to be registered.
void set_command(install::server& what, options const& given, platform::environment const& environment) {
    auto const launcher = platform::value_of(environment, "DASHSCOPE_MCP_LAUNCHER");
    for (std::size_t begin = 0; begin < launcher.size();) {
        auto const end = std::min(launcher.find(' ', begin), launcher.size());
        auto word = std::string(launcher.substr(begin, end - begin));
        if (what.command.empty())
            what.command = std::move(word);
        else
            what.arguments.push_back(std::move(word));
        begin = end + 1;
    }
    if (what.command.empty()) what.command = platform::program_path(given.program, environment).string();
    if (what.command.empty()) throw refusal{failed, "the system does not tell where this program lies"};
    what.arguments.insert(what.arguments.end(), given.server_words.begin(), given.server_words.end());
}

// Every host hands the home folder on, so a key in the configuration file needs no place in the host's.
bool key_is_stored(options const& given, platform::environment const& environment) {
    if (given.with_sandbox) return true;
    try {
        return load_settings(given, environment).origin_of("api_key") == dashscope::origin_kind::file;
    } catch (dashscope::settings_error const&) {
        return false;
    }
}

job make_job(options const& given, platform::environment const& environment) {
    auto const* where = install::find_client(given.client);
    if (!where)
        throw refusal{wrong_usage, "there is no client \"" + given.client + "\"; there are " + install::client_ids()};
    job made{*where, {}, {}, {}};
    made.what.name = given.server_name;
    set_command(made.what, given, environment);
    auto quiet = environment;
    quiet.erase("DASHSCOPE_API_KEY");  // only what is in the file counts
    made.what.key_is_stored = key_is_stored(given, quiet);
    made.file = given.client_file.empty() ? install::file_of(*where, environment) : fs::path(given.client_file);
    return made;
}

void read_file(job& of) {
    if (of.file.empty()) throw refusal{failed, "there is no home folder to find " + shown(of.where) + "'s file in"};
    auto text = platform::read_file(of.file, largest_file);
    if (text)
        of.before = std::move(*text);
    else if (text.error() != boost::system::errc::no_such_file_or_directory)
        throw refusal{failed, platform::describe_failure("read", of.file, text.error())};
}

std::string edited(job const& of, bool adds) {
    try {
        return adds ? install::add_server(of.where, of.what, of.text())
                    : install::remove_server(of.where, of.what.name, of.text());
    } catch (install::edit_error const& error) {
        throw refusal{failed, of.file.string() + ": " + error.what() + "; nothing was changed" +
                                  (adds ? ". `--print` shows what to put there by hand" : "")};
    }
}

// The text to paste goes to stdout, what to do with it to stderr.
int print(job const& of) {
    auto const link = install::link(of.where, of.what);
    auto const command = install::own_command(of.where, of.what);
    if (of.where.how != install::format::link)
        std::cerr << "Add this to " << of.file.string() << ", or run `dashscope-mcp install " << of.where.id << "`:\n";
    std::cout << (of.where.how == install::format::link ? link + "\n" : std::string())
              << install::snippet(of.where, of.what) << std::flush;
    if (!link.empty() && of.where.how != install::format::link) std::cerr << "Or open " << link << '\n';
    if (!command.empty()) std::cerr << "Or run " << command << '\n';
    return success;
}

void tell_about_key(job const& of, platform::environment const& environment) {
    if (of.what.key_is_stored) return;
    bool const set = !platform::value_of(environment, "DASHSCOPE_API_KEY").empty();
    if (of.where.looks == install::shape::prompts)
        std::cout << shown(of.where) << " asks for the API key and keeps it.\n";
    else if (of.where.reference.empty())
        std::cout << shown(of.where)
                  << " hands no variables on: run `dashscope-mcp login` so that the server finds its "
                     "API key.\n";
    else
        std::cout << shown(of.where) << " hands DASHSCOPE_API_KEY on from its own environment"
                  << (set ? "" : ", where it is not set now")
                  << ". `dashscope-mcp login` keeps the key for all clients.\n";
}

/// The person's yes, or --yes.
void require_consent(options const& given) {
    if (given.yes) return;
    if (!platform::is_terminal(STDIN_FILENO))
        throw refusal{wrong_usage,
                      "nothing was written: standard input is no terminal to ask on; run this again with --yes"};
    if (!platform::confirm("Write this?")) throw refusal{failed, "nothing was written"};
}

int change(options const& given, platform::environment const& environment, bool adds) {
    auto work = make_job(given, environment);
    if (work.where.how == install::format::link) {
        if (adds) return print(work);
        std::cout << "Remove " << work.what.name << " in " << shown(work.where) << " itself: Settings > MCP.\n";
        return success;
    }
    if (given.print_only) return print(work);
    read_file(work);
    auto const after = edited(work, adds);
    if (after == work.text()) {
        std::cout << shown(work.where) << (adds ? " has " : " does not have ") << work.what.name
                  << (adds ? " already: " : ": ") << work.file.string() << '\n';
        return success;
    }
    std::cout << install::unified_diff(work.text(), after, work.file.string()) << std::flush;
    require_consent(given);
    auto const backup = platform::replace_file(work.file, {.text = after, .expected = work.before, .backup = true});
    std::cout << (adds ? "Registered " : "Removed ") << work.what.name << (adds ? " in " : " from ")
              << shown(work.where) << ": " << work.file.string() << '\n';
    if (!backup.empty()) std::cout << "What was there before: " << backup.string() << '\n';
    if (adds) tell_about_key(work, environment);
    std::cout << work.where.then << '\n';
    return success;
}

std::string state_of(install::client const& each, std::string const& name, fs::path const& file) {
    if (each.how == install::format::link) return "by a link";
    auto const text = platform::read_file(file, largest_file);
    if (!text) return "-";
    try {
        return install::has_server(each, name, *text) ? "registered" : "not registered";
    } catch (install::edit_error const& error) {
        return error.what();
    }
}

int list(options const& given, platform::environment const& environment) {
    for (auto const& each : install::all_clients()) {
        auto const file = install::file_of(each, environment);
        std::string const id(each.id);
        auto const state = state_of(each, given.server_name, file);
        std::cout << id << std::string(16 - id.size(), ' ') << state
                  << (state == "by a link" ? "" : "  " + file.string()) << '\n';
    }
    std::cout << std::flush;
    return success;
}

}  // namespace

int run_install(options const& given, bool adds) {
    auto const environment = platform::read_environment();
    if (given.client.empty()) return list(given, environment);
    try {
        return change(given, environment, adds);
    } catch (refusal const& why) {
        std::cout << std::flush;
        std::cerr << "dashscope-mcp: " << why.why << '\n';
        return why.code;
    } catch (std::runtime_error const& error) {
        std::cout << std::flush;
        std::cerr << "dashscope-mcp: " << error.what() << '\n';
        return failed;
    }
}

}  // namespace cli
