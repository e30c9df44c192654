#include "cli/configuration.hpp"

#include "dashscope/config_file.hpp"
#include "platform/directories.hpp"
#include "platform/files.hpp"
#include "telemetry/logger.hpp"

namespace cli {

namespace {

constexpr std::size_t config_limit = 1024 * 1024;

std::string read_config(std::filesystem::path const& path, bool asked_for) {
    if (path.empty()) return {};
    auto text = platform::read_file(path, config_limit);
    if (text) return std::move(*text);
    // The file is optional unless it was named.
    if (!asked_for && text.error() == boost::system::errc::no_such_file_or_directory) return {};
    throw dashscope::settings_error(platform::describe_failure("read", path, text.error()));
}

// The first of the names that is set: curl reads the lower-case ones, other tools the upper-case ones.
std::string first_of(platform::environment const& from, std::initializer_list<std::string_view> names) {
    for (auto name : names)
        if (auto const value = platform::value_of(from, name); !value.empty()) return std::string(value);
    return {};
}

}  // namespace

std::filesystem::path config_path(options const& given, platform::environment const& environment) {
    return given.config_path.empty() ? platform::config_file(environment)
                                     : platform::expand_home(given.config_path, environment);
}

dashscope::settings load_settings(options const& given, platform::environment const& environment) {
    auto const path = config_path(given, environment);
    dashscope::settings_input input;
    input.flags = given.flags;
    input.environment = environment;
    input.file_text = read_config(path, !given.config_path.empty());
    if (!path.empty()) input.file_path = path.string();
    auto settings = dashscope::resolve_settings(input);
    for (auto const* secret :
         {&settings.api_key, &settings.access_key_secret, &settings.security_token, &settings.access_token})
        if (!secret->empty()) telemetry::log().add_secret(*secret);
    return settings;
}

net::client_options http_options(options const& given, platform::environment const& from) {
    net::client_options result;
    // In a CGI process HTTP_PROXY could come from a request header (httpoxy); only the lower-case name is safe.
    result.proxies = {first_of(from, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}),
                      first_of(from, {"http_proxy", "all_proxy", "ALL_PROXY"}),
                      first_of(from, {"no_proxy", "NO_PROXY"})};
    // The emulator is in this very process: no proxy could reach it.
    if (given.with_sandbox) result.proxies = {};
    result.ca_file = given.ca_file;
    result.user_agent = "dashscope-mcp/" + std::string(version());
    return result;
}

dashscope::client_options api_options(dashscope::settings const& settings) {
    dashscope::client_options result;
    result.source_channel = settings.source_channel;
    return result;
}

}  // namespace cli
