// Completions and the manual page come from the command line itself: nothing of it may be missing there.

#include "cli/exit_code.hpp"

#include "cli/support.hpp"

#include <regex>
#include <set>

using namespace cli_test;

namespace {

// Every flag that the whole help shows.
std::set<std::string> all_flags() {
    auto const help = [] {
        captured const output;
        parse({"--help"});
        return output.out();
    }();
    std::set<std::string> flags;
    std::regex const flag(R"(\n +(?:-\w, *)?(--[a-z][a-z-]*))");
    for (std::sregex_iterator at(help.begin(), help.end(), flag), end; at != end; ++at) flags.insert((*at)[1]);
    return flags;
}

std::string completion(std::string const& kind) {
    captured const output;
    auto const outcome = parse({"completion", kind});
    CHECK_FALSE(outcome.given);
    CHECK(outcome.exit_code == cli::success);
    return output.out();
}

}  // namespace

TEST_CASE("every flag and command is completed and described") {
    auto flags = all_flags();
    flags.erase("--help");  // of help_all, which is no option like the others
    REQUIRE(flags.size() > 40);
    auto const bash = completion("bash");
    auto const zsh = completion("zsh");
    auto const fish = completion("fish");
    auto const man = completion("man");
    for (auto const& flag : flags) {
        CAPTURE(flag);
        CHECK(says(bash, flag));
        CHECK(says(zsh, flag + "["));
        CHECK(says(fish, " -l " + flag.substr(2) + " "));
        CHECK(says(man, std::regex_replace(flag, std::regex("-"), "\\-")));
    }
    for (auto const* command :
         {"stdio", "http", "sandbox", "call", "tools", "install", "uninstall", "login", "doctor"}) {
        CAPTURE(command);
        CHECK(says(bash, std::string("|") + command + "|") == (std::string_view(command) != "stdio"));
        CHECK(says(zsh, std::string("'") + command + ":"));
        CHECK(says(fish, std::string(" -a ") + command + " "));
        CHECK(says(man, std::string(".SS ") + command + "\n"));
    }
}

TEST_CASE("values that are known are offered, paths are completed as paths") {
    CHECK(says(completion("bash"), "compgen -W 'urls files inline'"));
    CHECK(says(completion("zsh"), "MODE:(urls files inline)'"));
    CHECK(says(completion("fish"), "-l output -x -a 'urls files inline'"));
    CHECK(says(completion("bash"), "claude-desktop claude-code cursor"));
    CHECK(says(completion("fish"), "-l config -r -F"));
    CHECK(says(completion("zsh"), "FILE:_files'"));
}

TEST_CASE("what is hidden stays hidden") {
    for (auto const* kind : {"bash", "zsh", "fish", "man"}) CHECK_FALSE(says(completion(kind), "conformance"));
}

TEST_CASE("other shells are refused with those that there are") {
    captured const output;
    CHECK(parse({"completion", "tcsh"}).exit_code == cli::wrong_usage);
    CHECK(says(output.err(), "bash"));
    CHECK(parse({"completion"}).exit_code == cli::wrong_usage);
}
