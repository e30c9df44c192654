#include "install/toml_document.hpp"

#include <doctest/doctest.h>

using namespace install;

namespace {

key_path const table{"mcp_servers", "x"};

std::string problem(std::string text, bool edits = false) {
    try {
        toml_document document(std::move(text));
        if (edits) document.set(table, "command", "a");
    } catch (edit_error const& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST_CASE("keys are added to their table, which is made at the end if it is missing") {
    struct {
        std::string_view before, after;
    } const cases[] = {
        {"", "[mcp_servers.x]\nk = \"v\"\n"},
        {"a = 1", "a = 1\n\n[mcp_servers.x]\nk = \"v\"\n"},
        {"a = 1\n[b]\nc = 2 # d\n", "a = 1\n[b]\nc = 2 # d\n\n[mcp_servers.x]\nk = \"v\"\n"},
        {"[mcp_servers.x]\na = 1\n\n# next\n[z]\n", "[mcp_servers.x]\na = 1\nk = \"v\"\n\n# next\n[z]\n"},
        {"[mcp_servers.x]\na = 1", "[mcp_servers.x]\na = 1\nk = \"v\"\n"},
        {"[ mcp_servers . \"x\" ]\n[z]", "[ mcp_servers . \"x\" ]\nk = \"v\"\n[z]"},
        {"[mcp_servers.x]\nk = [ # old\n  \"]\",\n] # stays\n", "[mcp_servers.x]\nk = \"v\" # stays\n"},
        {"[mcp_servers]\nx.k = 1\n", "[mcp_servers]\nx.k = \"v\"\n"},
        {"[mcp_servers.x.env]\nA = 'b'\n", "[mcp_servers.x.env]\nA = 'b'\n\n[mcp_servers.x]\nk = \"v\"\n"},
        {"a = 1\r\n", "a = 1\r\n\r\n[mcp_servers.x]\r\nk = \"v\"\r\n"},
        {"t = \"\"\"\n[mcp_servers.x]\n\\\"\"\"\"\"\nu = '''[mcp_servers.x]'''\n",
         "t = \"\"\"\n[mcp_servers.x]\n\\\"\"\"\"\"\nu = '''[mcp_servers.x]'''\n\n[mcp_servers.x]\nk = \"v\"\n"},
        {"d = 1979-05-27T07:32:00Z\n[[l]]\na = { b = [1, {c = \"}\"}] }\n[[l]]\n",
         "d = 1979-05-27T07:32:00Z\n[[l]]\na = { b = [1, {c = \"}\"}] }\n[[l]]\n\n[mcp_servers.x]\nk = \"v\"\n"},
    };
    for (auto const& [before, after] : cases) {
        CAPTURE(before);
        toml_document file{std::string(before)};
        file.set(table, "k", "v");
        CHECK(file.text() == after);
        CHECK(file.has(table));
    }
}

TEST_CASE("a table goes with those below it and the blank line above") {
    struct {
        std::string_view before, after;
    } const cases[] = {
        {"a = 1\n\n[mcp_servers.x]\nk = 1\n", "a = 1\n"},
        {"[mcp_servers.x]\nk = 1\n# inside\nl = 2\n\n# of z\n[z]\n", "\n# of z\n[z]\n"},
        {"[mcp_servers.y]\nk = 1\n\n[mcp_servers.x]\nk = 1\n\n[mcp_servers.x.env]\nA = 1\n\n[z]\n",
         "[mcp_servers.y]\nk = 1\n\n[z]\n"},
        {"[mcp_servers]\nx = { command = \"a\" }\ny = 1\n", "[mcp_servers]\ny = 1\n"},
        {"[mcp_servers]\nx.command = \"a\"\nx.args = []\n", "[mcp_servers]\n"},
        {"mcp_servers.x.command = \"a\"\n", ""},
    };
    for (auto const& [before, after] : cases) {
        CAPTURE(before);
        toml_document file{std::string(before)};
        CHECK(file.has(table));
        CHECK(file.remove(table));
        CHECK(file.text() == after);
        CHECK_FALSE(file.has(table));
        CHECK_FALSE(file.remove(table));
    }
}

TEST_CASE("adding and removing again gives the file back") {
    for (std::string const before : {"", "a = 1\n", "# c\r\n[b]\r\nc = 1\r\n", "[mcp_servers.y]\nk = 1\n"}) {
        toml_document file(before);
        file.set(table, "command", "a");
        file.set(table, "args", json::array{"b"});
        CHECK(file.remove(table));
        CHECK(file.text() == before);
    }
}

TEST_CASE("tables that are written in another way are not guessed at") {
    for (auto const* text : {"mcp_servers = {}\n", "[mcp_servers]\nx = { command = \"a\" }\n",
                             "[mcp_servers]\nx.args = []\n", "[[mcp_servers]]\nname = \"x\"\n"}) {
        CAPTURE(text);
        CHECK(problem(text).empty());
        CHECK(problem(text, true).find("mcp_servers") != std::string::npos);
    }
}

TEST_CASE("broken files are refused with the place, and without what they hold") {
    for (auto const* text : {"a", "a = ", "a = \"sk-secret", "[a\n", "[a] b = 1\n", "= 1\n", "a = [1, 2\n",
                             "a = 1\n}\n", "a = \"x\" \"y\"\n", "a = '''x\n"}) {
        CAPTURE(text);
        auto const said = problem(text);
        CHECK(said.find("line ") != std::string::npos);
        CHECK(said.find("secret") == std::string::npos);
    }
    CHECK(problem("ok = 1\n\nbad\n").find("line 3") != std::string::npos);
}

TEST_CASE("values as TOML") {
    CHECK(toml_literal("a\"b\\c\n\t") == R"("a\"b\\c\u000A\u0009")");
    CHECK(toml_literal(json::array{"a", 1, true}) == R"(["a", 1, true])");
    CHECK(toml_literal(json::array()) == "[]");
    CHECK(toml_header({"mcp_servers", "a b", "c-d_1"}) == R"([mcp_servers."a b".c-d_1])");
}
