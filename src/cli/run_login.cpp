#include "cli/commands.hpp"
#include "cli/configuration.hpp"
#include "cli/exit_code.hpp"
#include "cli/run_task.hpp"
#include "cli/stored_key.hpp"
#include "dashscope/key_check.hpp"
#include "dashscope/secret.hpp"
#include "install/text_edit.hpp"
#include "net/message.hpp"
#include "platform/files.hpp"
#include "platform/prompt.hpp"
#include "platform/replace_file.hpp"
#include "platform/terminal.hpp"
#include "telemetry/logger.hpp"

#include <iostream>
#include <optional>

#include <unistd.h>

namespace cli {

namespace {

constexpr std::size_t config_limit = 1024 * 1024;
constexpr std::chrono::seconds patience{20};

int complain(std::string const& why) {
    std::cerr << "dashscope-mcp: " << telemetry::log().scrub(why) << '\n';
    return failed;
}

std::string profile_of(options const& given, platform::environment const& environment) {
    auto const found = given.flags.find("profile");
    return found != given.flags.end() ? found->second
                                      : std::string(platform::value_of(environment, "DASHSCOPE_MCP_PROFILE"));
}

// A profile may be made by this very command: then there is nothing in the file to resolve yet.
dashscope::settings resolve(options const& given, platform::environment const& environment,
                            std::optional<std::string> const& text, std::string const& file) {
    dashscope::settings_input input{given.flags, environment, text.value_or(""), file};
    try {
        return dashscope::resolve_settings(input);
    } catch (dashscope::settings_error const&) {
        if (profile_of(given, environment).empty()) throw;
    }
    for (auto* names : {&input.flags, &input.environment})
        for (auto const* name : {"profile", "DASHSCOPE_MCP_PROFILE"}) names->erase(name);
    input.file_text.clear();
    return dashscope::resolve_settings(input);
}

std::optional<std::string> read_file(std::filesystem::path const& path) {
    auto text = platform::read_file(path, config_limit);
    if (text) return std::move(*text);
    if (text.error() == boost::system::errc::no_such_file_or_directory) return std::nullopt;
    throw std::runtime_error(platform::describe_failure("read", path, text.error()));
}

std::string ask_for_key(dashscope::settings const& settings) {
    std::optional<std::string> line;
    if (platform::is_terminal(STDIN_FILENO)) {
        std::cerr << "Keys: " << dashscope::api_key_console(settings.where) << '\n';
        line = platform::read_secret("API key (it is not shown): ");
    } else {
        line = platform::read_line();
    }
    auto const key = std::string(net::trim(line.value_or("")));
    telemetry::log().add_secret(key);
    return key;
}

struct checked {
    std::optional<std::string> problem;
    net::origin base;  // where the key is good
};

checked check_key(options const& given, platform::environment const& environment, dashscope::settings const& settings,
                  std::string const& key) {
    boost::asio::io_context io(1);
    net::client http(io.get_executor(), http_options(given, environment));
    auto const trial = run_task(io, dashscope::try_key(http, {key, settings.base}, settings.workspace_id, patience));
    if (trial.verdict == dashscope::key_verdict::accepted) return {{}, settings.base};
    if (trial.verdict == dashscope::key_verdict::unknown)
        return {trial.why->text() + " The key could not be checked and was not saved; --no-check saves it unchecked.",
                settings.base};
    auto const elsewhere =
        run_task(io, dashscope::find_home(http, key, dashscope::hosts_of_other_regions(settings.base), patience));
    if (elsewhere) return {{}, *elsewhere};
    return {trial.why->text() + " Nothing was saved.", settings.base};
}

// The default host needs no entry, unless another one stands there.
std::string base_to_store(net::origin const& base, std::string const& stored) {
    net::origin const usual{true, dashscope::dashscope_host(dashscope::region::beijing, {}), 443};
    if (stored.empty() && base.text() == usual.text()) return {};
    if (!stored.empty() && dashscope::parse_base_url(stored, "base_url", true).text() == base.text()) return {};
    return base.text();
}

int log_in(options const& given) {
    auto const environment = platform::read_environment();
    auto const path = config_path(given, environment);
    if (path.empty()) return complain("there is no home folder to keep the key in; name a file with --config");
    auto const before = read_file(path);
    auto const settings = resolve(given, environment, before, path.string());
    auto const flag = given.flags.find("api_key");
    auto const key = flag == given.flags.end() ? ask_for_key(settings) : flag->second;
    if (key.empty()) return complain("no key was given: nothing was saved");
    if (!dashscope::is_valid_api_key(key) || dashscope::is_placeholder(key))
        return complain("that is no API key: it holds blanks, quotes or characters that no key has. Nothing was saved");

    checked result{{}, settings.base};
    if (given.check) result = check_key(given, environment, settings, key);
    if (result.problem) return complain(*result.problem);
    auto const profile = profile_of(given, environment);
    auto const stored = stored_base_url(before.value_or(""), profile);
    auto const after = with_key(before.value_or(""), {key, base_to_store(result.base, stored), profile});
    platform::replace_file(path, {.text = after, .expected = before, .private_mode = true});

    std::cout << "Saved " << dashscope::masked(key) << " in " << path.string();
    if (!profile.empty()) std::cout << ", profile " << profile;
    std::cout << (given.check ? "; " + result.base.host + " accepts it.\n" : "; it was not checked.\n");
    if (result.base.host != settings.base.host)
        std::cout << "It is a key of " << result.base.host << ", not of " << settings.base.host
                  << ": that base URL is saved, too.\n";
    auto const set = platform::value_of(environment, "DASHSCOPE_API_KEY");
    if (!set.empty() && set != key) std::cout << "DASHSCOPE_API_KEY is set to another key, which wins over the file.\n";
    return success;
}

}  // namespace

int run_login(options const& given) {
    try {
        return log_in(given);
    } catch (dashscope::settings_error const&) {
        throw;
    } catch (install::edit_error const& error) {
        return complain("the configuration file: " + std::string(error.what()) + "; nothing was saved");
    } catch (std::runtime_error const& error) {
        return complain(error.what());
    }
}

}  // namespace cli
