#include "support.hpp"

#include "cli/commands.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <unistd.h>

namespace cli_test {

namespace {

std::vector<char const*> with_name(std::vector<std::string> const& words) {
    std::vector<char const*> all{"dashscope-mcp"};
    for (auto const& each : words) all.push_back(each.c_str());
    return all;
}

bool configures(std::string_view name) {
    for (std::string_view const prefix : {"DASHSCOPE_", "BAILIAN_", "ALIBABA_", "XDG_"})
        if (name.starts_with(prefix)) return true;
    auto const proxies = {"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"};
    return std::find(proxies.begin(), proxies.end(), name) != proxies.end();
}

}  // namespace

clean_home::clean_home() {
    for (char** each = environ; *each; ++each) {
        std::string const line = *each;
        auto const equals = line.find('=');
        before_.emplace_back(line.substr(0, equals), line.substr(equals + 1));
    }
    for (auto const& [name, value] : before_)
        if (configures(name)) ::unsetenv(name.c_str());
    auto pattern = (std::filesystem::temp_directory_path() / "cli_test_XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
    set("HOME", pattern);
}

clean_home::~clean_home() {
    ::clearenv();
    for (auto const& [name, value] : before_) ::setenv(name.c_str(), value.c_str(), 1);
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string clean_home::write(std::string const& name, std::string_view text) const {
    auto const path = path_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path.string();
}

void clean_home::set(char const* name, std::string const& value) {
    ::setenv(name, value.c_str(), 1);
}

cli::parse_outcome parse(std::vector<std::string> const& words) {
    auto const all = with_name(words);
    return cli::parse_command_line(static_cast<int>(all.size()), all.data());
}

ran run(std::vector<std::string> const& words) {
    captured const output;
    auto const all = with_name(words);
    auto const code = cli::run(static_cast<int>(all.size()), all.data());
    return {code, output.out(), output.err()};
}

cli::options options_of(std::vector<std::string> const& words) {
    auto outcome = parse(words);
    REQUIRE(outcome.given);
    return std::move(*outcome.given);
}

}  // namespace cli_test
