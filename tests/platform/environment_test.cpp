#include "platform/environment.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <unistd.h>

#include <utility>

TEST_CASE("environment: a snapshot, not a view") {
    ::setenv("DASHSCOPE_MCP_TEST", "a=b=c", 1);
    auto const before = platform::read_environment();
    ::setenv("DASHSCOPE_MCP_TEST", "changed", 1);
    CHECK(platform::value_of(before, "DASHSCOPE_MCP_TEST") == "a=b=c");
    CHECK(platform::value_of(platform::read_environment(), "DASHSCOPE_MCP_TEST") == "changed");
    ::unsetenv("DASHSCOPE_MCP_TEST");
    CHECK_FALSE(platform::read_environment().contains("DASHSCOPE_MCP_TEST"));
    CHECK(platform::value_of({}, "DASHSCOPE_MCP_TEST").empty());
}

TEST_CASE("environment: strange entries") {
    char first[] = "TWICE=one", second[] = "TWICE=two", bare[] = "NOTHING", empty[] = "EMPTY=", nameless[] = "=x";
    char* strange[] = {first, second, bare, empty, nameless, nullptr};
    char** const kept = std::exchange(environ, strange);
    auto const result = platform::read_environment();
    environ = nullptr;
    auto const none = platform::read_environment();
    environ = kept;
    CHECK(result == platform::environment{{"TWICE", "one"}, {"EMPTY", ""}, {"", "x"}});
    CHECK(none.empty());
}
