#include "install/registration.hpp"

#include "install/json_document.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace install;

namespace {

server const plain{.name = "dashscope", .command = "/opt/my apps/dashscope-mcp", .arguments = {}};
server const full{.name = "dashscope", .command = "/opt/dashscope-mcp", .arguments = {"--toolsets", "all"}};

server with_stored_key() {
    auto made = plain;
    made.key_is_stored = true;
    return made;
}

std::string golden(std::string_view id, std::string_view which) {
    std::ifstream file(std::string(GOLDEN_FOLDER) + "/" + std::string(id) + "." + std::string(which));
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// `UPDATE_GOLDEN=1 test_install` writes them anew, for the change to be looked at.
void check_golden(std::string_view id, std::string const& text) {
    if (std::getenv("UPDATE_GOLDEN"))
        std::ofstream(std::string(GOLDEN_FOLDER) + "/" + std::string(id) + ".after") << text;
    CHECK(text == golden(id, "after"));
}

std::string decoded_base64(std::string_view text) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    unsigned bits = 0;
    int count = 0;
    for (char c : text.substr(0, text.find('='))) {
        bits = bits << 6 | static_cast<unsigned>(alphabet.find(c));
        if ((count += 6) >= 8) out += static_cast<char>(bits >> (count -= 8) & 255);
    }
    return out;
}

std::string decoded_percent(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace

TEST_CASE("files that have other servers get ours, and nothing else changes") {
    for (auto const& each : all_clients()) {
        if (each.how == format::link) continue;
        CAPTURE(each.id);
        auto const before = golden(each.id, "before");
        REQUIRE_FALSE(before.empty());
        auto const after = add_server(each, plain, before);
        check_golden(each.id, after);
        CHECK(has_server(each, "dashscope", after));
        CHECK(add_server(each, plain, after) == after);
    }
}

TEST_CASE("uninstalling gives back what was there") {
    for (auto const& each : all_clients()) {
        if (each.how == format::link || each.id == "qwen") continue;
        CAPTURE(each.id);
        auto const before = golden(each.id, "before");
        auto const back = remove_server(each, "dashscope", add_server(each, full, before));
        CHECK_FALSE(has_server(each, "dashscope", back));
        CHECK(remove_server(each, "dashscope", back) == back);
        // A list that was not there before stays, empty.
        if (each.id != "gemini" && each.id != "zed") CHECK(back == before);
    }
}

TEST_CASE("what a registered entry starts") {
    for (auto const& each : all_clients()) {
        if (each.how == format::link) continue;
        CAPTURE(each.id);
        CHECK(command_of(each, "dashscope", add_server(each, full, golden(each.id, "before"))) == full.command);
        CHECK(command_of(each, "other", golden(each.id, "before")).empty());
        CHECK(command_of(each, "dashscope", "").empty());
    }
    auto const& codex = *find_client("codex");
    auto const of = [&](std::string const& value) {
        return command_of(codex, "a", "[mcp_servers.a]\ncommand = " + value + "\n");
    };
    CHECK(of(R"("/a \"b\" \u00e9")") == "/a \"b\" é");
    CHECK(of(R"('/a\b')") == R"(/a\b)");
    CHECK(of("'''/a'''").empty());
    CHECK(of("[1]").empty());
}

TEST_CASE("an entry of ours is brought up to date, what people added stays") {
    auto const& qwen = *find_client("qwen");
    auto const file = json::parse(add_server(qwen, full, golden("qwen", "before")));
    auto const& entry = file.at("mcpServers").at("dashscope");
    CHECK(entry.at("command") == json::value("/opt/dashscope-mcp"));
    CHECK(entry.at("args") == json::value(json::array{"--toolsets", "all"}));
    CHECK(entry.at("env").at("DASHSCOPE_API_KEY") == json::value("sk-typed-in"));
    CHECK(entry.at("trust") == json::value(true));

    auto const& cursor = *find_client("cursor");
    auto const remote = R"({"mcpServers":{"dashscope":{"url":"http://127.0.0.1:8080/mcp","headers":{"a":"b"},"x":1}}})";
    CHECK(json::parse(add_server(cursor, with_stored_key(), remote)).at("mcpServers").at("dashscope") ==
          json::value{{"x", 1}, {"command", plain.command}, {"args", json::array()}});

    auto const& codex = *find_client("codex");
    CHECK(add_server(codex, with_stored_key(),
                     "[mcp_servers.dashscope]\nurl = \"u\"\ntool_timeout_sec = 9\nenabled = false\n") ==
          "[mcp_servers.dashscope]\ntool_timeout_sec = 9\nenabled = false\ncommand = \"/opt/my "
          "apps/dashscope-mcp\"\nargs = []\n");
}

TEST_CASE("no client is given a key that the server finds itself, and none a secret") {
    for (auto const& each : all_clients()) {
        CAPTURE(each.id);
        auto const stored = snippet(each, with_stored_key()) + link(each, with_stored_key());
        CHECK(stored.find("DASHSCOPE_API_KEY") == std::string::npos);
        CHECK(stored.find("inputs") == std::string::npos);
        CHECK((snippet(each, plain).find(each.reference) != std::string::npos || each.reference.empty()));
    }
}

TEST_CASE("VS Code asks for the key once, however often we are installed") {
    auto const& vscode = *find_client("vscode");
    auto other = full;
    other.name = "second";
    auto const two = add_server(vscode, other, add_server(vscode, plain, ""));
    auto const file = json::parse(two);
    CHECK(file.at("inputs").as_array().size() == 1);
    CHECK(file.at("inputs").at(0).at("password") == json::value(true));
    auto const one = remove_server(vscode, "dashscope", two);
    CHECK(json::parse(one).at("inputs").as_array().size() == 1);
    CHECK(json::parse(remove_server(vscode, "second", one)).at("inputs").as_array().empty());
}

TEST_CASE("files that can't be edited are refused") {
    for (auto const& each : all_clients()) {
        if (each.how == format::link) continue;
        CAPTURE(each.id);
        for (auto const* text : {"{", "[[", "mcp"}) {
            CHECK_THROWS_AS(add_server(each, plain, text), edit_error);
            CHECK_THROWS_AS(remove_server(each, "dashscope", text), edit_error);
            CHECK_THROWS_AS(has_server(each, "dashscope", text), edit_error);
        }
    }
    CHECK_THROWS_AS(add_server(*find_client("cursor"), plain, R"({"mcpServers":[]})"), edit_error);
}

TEST_CASE("links hold the entry") {
    json::value const entry{{"command", plain.command},
                            {"args", json::array()},
                            {"env", {{"DASHSCOPE_API_KEY", "${env:DASHSCOPE_API_KEY}"}}}};
    auto const cursor = link(*find_client("cursor"), plain);
    constexpr std::string_view head = "cursor://anysphere.cursor-deeplink/mcp/install?name=dashscope&config=";
    REQUIRE(cursor.starts_with(head));
    CHECK(json::parse(decoded_base64(decoded_percent(cursor.substr(head.size())))) == entry);

    auto const vscode = link(*find_client("vscode"), plain);
    REQUIRE(vscode.starts_with("vscode:mcp/install?"));
    auto const config = json::parse(decoded_percent(vscode.substr(19)));
    CHECK(config.at("name") == json::value("dashscope"));
    CHECK(config.at("type") == json::value("stdio"));
    CHECK(config.at("inputs").at(0).at("id") == json::value("dashscope-api-key"));

    auto const cherry = link(*find_client("cherry-studio"), full);
    REQUIRE(cherry.starts_with("cherrystudio://mcp/install?servers="));
    auto const servers = json::parse(decoded_base64(decoded_percent(cherry.substr(35))));
    CHECK(servers.at("mcpServers").at("dashscope").at("command") == json::value(full.command));

    CHECK(link(*find_client("zed"), plain).empty());
}

TEST_CASE("the clients' own commands, quoted for a shell") {
    CHECK(own_command(*find_client("claude-code"), plain) ==
          "claude mcp add --scope user dashscope --env 'DASHSCOPE_API_KEY=${DASHSCOPE_API_KEY:-}' -- "
          "'/opt/my apps/dashscope-mcp'");
    CHECK(own_command(*find_client("claude-code"), with_stored_key()) ==
          "claude mcp add --scope user dashscope -- '/opt/my apps/dashscope-mcp'");
    CHECK(own_command(*find_client("qwen"), full) ==
          "qwen mcp add --scope user -e 'DASHSCOPE_API_KEY=${DASHSCOPE_API_KEY}' dashscope /opt/dashscope-mcp "
          "--toolsets all");
    CHECK(own_command(*find_client("cursor"), plain).empty());
}

namespace {

// Refused, or edited into something that has the server and loses it again.
void check_edit(client const& where, std::string const& text) {
    std::string after;
    try {
        after = add_server(where, full, text);
    } catch (edit_error const&) {
        CHECK_THROWS_AS(add_server(where, full, text), edit_error);
        return;
    }
    CHECK(has_server(where, full.name, after));
    CHECK(command_of(where, full.name, after) == full.command);
    CHECK_FALSE(has_server(where, full.name, remove_server(where, full.name, after)));
}

}  // namespace

TEST_CASE("files that were cut off or damaged are refused, or edited as what they are") {
    for (auto const& each : all_clients()) {
        if (each.how == format::link) continue;
        CAPTURE(each.id);
        auto const text = golden(each.id, "before");
        for (std::size_t length = 0; length < text.size(); ++length) check_edit(each, text.substr(0, length));
        constexpr std::string_view damage = "\"'{}[],:=#/*\\\n\r\t \0x";
        for (std::size_t at = 0; at < text.size(); ++at)
            for (std::size_t k = 0; k < 4; ++k) {
                auto damaged = text;
                damaged[at] = damage[(at * 7 + k * 5) % damage.size()];
                CAPTURE(at);
                check_edit(each, damaged);
            }
    }
}
