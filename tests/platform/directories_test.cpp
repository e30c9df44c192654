#include "platform/directories.hpp"

#include <doctest/doctest.h>

using platform::environment;

TEST_CASE("directories: where things are") {
    struct {
        environment from;
        std::string home, state, config;
    } const cases[] = {
        {{{"HOME", "/home/u"}}, "/home/u", "/home/u/.local/state/dashscope-mcp", "/home/u/.bailian/config.json"},
        {{{"HOME", "/home/u"}, {"XDG_STATE_HOME", "/var/state"}},
         "/home/u",
         "/var/state/dashscope-mcp",
         "/home/u/.bailian/config.json"},
        {{{"HOME", "/home/u"}, {"XDG_STATE_HOME", "relative"}},
         "/home/u",
         "/home/u/.local/state/dashscope-mcp",
         "/home/u/.bailian/config.json"},
        {{{"HOME", "/home/u"}, {"XDG_STATE_HOME", ""}},
         "/home/u",
         "/home/u/.local/state/dashscope-mcp",
         "/home/u/.bailian/config.json"},
        {{{"HOME", "/home/u"}, {"BAILIAN_CONFIG_DIR", "/etc/bailian"}},
         "/home/u",
         "/home/u/.local/state/dashscope-mcp",
         "/etc/bailian/config.json"},
        {{{"HOME", "/home/u"}, {"BAILIAN_CONFIG_DIR", "relative"}},
         "/home/u",
         "/home/u/.local/state/dashscope-mcp",
         "/home/u/.bailian/config.json"},
    };
    for (auto const& [from, home, state, config] : cases) {
        CHECK(platform::home_directory(from) == home);
        CHECK(platform::state_directory(from) == state);
        CHECK(platform::config_file(from) == config);
    }
}

TEST_CASE("directories: without HOME the user database answers, or nobody") {
    for (environment const& from : {environment{}, environment{{"HOME", ""}}, environment{{"HOME", "not/absolute"}}}) {
        auto const home = platform::home_directory(from);
        CHECK((home.empty() || home.is_absolute()));
        CHECK(platform::config_file(from).empty() == home.empty());
        CHECK(platform::state_directory(from).empty() == home.empty());
    }
    CHECK(platform::state_directory({{"XDG_STATE_HOME", "/state"}}) == "/state/dashscope-mcp");
}

TEST_CASE("directories: the tilde") {
    environment const from{{"HOME", "/home/u"}};
    struct {
        std::string written, meant;
    } const cases[] = {
        {"~", "/home/u"},
        {"~/", "/home/u"},
        {"~/a/b", "/home/u/a/b"},
        {"~other/a", "~other/a"},
        {"/abs/~/x", "/abs/~/x"},
        {"rel/~", "rel/~"},
        {"", ""},
    };
    for (auto const& [written, meant] : cases) CHECK(platform::expand_home(written, from) == meant);
}
