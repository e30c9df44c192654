#include "install/diff.hpp"

#include <doctest/doctest.h>

using install::unified_diff;

TEST_CASE("changed lines with three around them") {
    CHECK(unified_diff("a\n", "a\n", "f").empty());
    CHECK(unified_diff("", "a\n", "f") == "--- f\n+++ f\n@@ -1 +1 @@\n+a\n");
    CHECK(unified_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\n5\nsix\n7\n8\n9\n", "f") ==
          "--- f\n+++ f\n@@ -3 +3 @@\n 3\n 4\n 5\n-6\n+six\n 7\n 8\n 9\n");
    auto const far = unified_diff("a\n1\n2\n3\n4\n5\n6\n7\n8\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\n8\nB\n", "f");
    CHECK(far.find("@@ -1 +1 @@\n-a\n+A\n 1\n 2\n 3\n@@ -7 +7 @@\n 6\n 7\n 8\n-b\n+B\n") != std::string::npos);
}

TEST_CASE("lines that moved are found among those that stay") {
    CHECK(unified_diff("{\n  \"a\": 1\n}\n", "{\n  \"a\": 1,\n  \"b\": 2\n}\n", "f") ==
          "--- f\n+++ f\n@@ -1 +1 @@\n {\n-  \"a\": 1\n+  \"a\": 1,\n+  \"b\": 2\n }\n");
    CHECK(unified_diff("x\r\n", "x\r\ny\r\n", "f") == "--- f\n+++ f\n@@ -1 +1 @@\n x\n+y\n");
}

TEST_CASE("other servers' secrets are not shown") {
    struct {
        std::string line, shown;
    } const cases[] = {
        {R"("GITHUB_TOKEN": "ghp_abc",)", R"("GITHUB_TOKEN": "***",)"},
        {R"("env": {"API_KEY": "a\"b", "DEBUG": "1"})", R"("env": {"API_KEY": "***", "DEBUG": "1"})"},
        {R"("headers": { "Authorization" : "Bearer x" })", R"("headers": { "Authorization" : "***" })"},
        {R"("DASHSCOPE_API_KEY": "${env:DASHSCOPE_API_KEY}")", R"("DASHSCOPE_API_KEY": "${env:DASHSCOPE_API_KEY}")"},
        {R"("command": "/usr/bin/keytool")", R"("command": "/usr/bin/keytool")"},
        {R"("unfinished)", R"("unfinished)"},
    };
    for (auto const& [line, shown] : cases) {
        auto const diff = unified_diff(line + "\n", line + "\nmore\n", "f");
        CHECK(diff == "--- f\n+++ f\n@@ -1 +1 @@\n " + shown + "\n+more\n");
    }
}

TEST_CASE("texts that are too long to compare are shown as replaced") {
    std::string before;
    std::string after;
    for (int i = 0; i < 3000; ++i) {
        before += std::to_string(i) + "a\n";
        after += std::to_string(i) + "b\n";
    }
    auto const diff = unified_diff(before, after, "f");
    CHECK(diff.find("-0a\n-1a\n") != std::string::npos);
    CHECK(diff.find("+2999b\n") != std::string::npos);
}
