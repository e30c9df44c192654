// What `doctor` sees without asking anybody, and how findings are shown; whole runs against the emulator.

#include "cli/doctor_local.hpp"
#include "cli/exit_code.hpp"

#include "cli/support.hpp"

#include <sys/stat.h>
#include <boost/json/parse.hpp>

#include <algorithm>

using namespace cli_test;
using cli::diagnosis;
using cli::outlook;
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

net::origin const beijing{true, "dashscope.aliyuncs.com", 443};

cli::finding only(diagnosis const& from) {
    REQUIRE(from.findings.size() == 1);
    auto const& one = from.findings.front();
    // What is not as it should be says what to do.
    if (one.state == outlook::warning || one.state == outlook::failed) CHECK_FALSE(one.fix.empty());
    return one;
}

json::object find(json::value const& report, std::string_view check) {
    for (auto const& each : report.at("findings").as_array())
        if (each.at("check") == json::value(check)) return each.as_object();
    return {};
}

}  // namespace

TEST_CASE("findings as text and as JSON") {
    diagnosis found;
    found.settings = {{"region", "ap-southeast-1", dashscope::origin_kind::environment},
                      {"timeout", "300000 ms", dashscope::origin_kind::fallback}};
    found.add(outlook::good, "tls", "trusted");
    found.add(outlook::warning, "clock", "is off", "set it");
    CHECK(found.healthy());
    auto const text = as_text(found, false);
    CHECK(says(text, "region               ap-southeast-1  (environment)\n"));
    CHECK_FALSE(says(text, "timeout"));
    CHECK(says(text, "✓ tls                trusted\n"));
    CHECK(says(text, "! clock              is off\n                     Fix: set it\n"));
    CHECK_FALSE(says(text, "\x1b["));
    CHECK(says(as_text(found, true), "\x1b[33m!\x1b[0m clock"));

    auto const report = json::parse(as_json(found));
    CHECK(report.at("healthy") == json::value(true));
    CHECK(report.at("settings").as_array().size() == 2);
    CHECK(find(report, "clock").at("fix") == json::value("set it"));
    CHECK_FALSE(find(report, "tls").contains("fix"));
    found.add(outlook::failed, "api_key", "there is none", "get one");
    CHECK_FALSE(found.healthy());
    CHECK(json::parse(as_json(found)).at("healthy") == json::value(false));
}

TEST_CASE("the configuration file") {
    clean_home const home;
    auto const checked = [&](fs::path const& path, bool named) {
        diagnosis found;
        check_config_file(found, path, named);
        return only(found).state;
    };
    auto const file = home.write("config.json", "{}");
    ::chmod(file.c_str(), 0600);
    CHECK(checked(file, false) == outlook::good);
    ::chmod(file.c_str(), 0644);
    CHECK(checked(file, false) == outlook::warning);
    CHECK(checked(home.path() / "none", false) == outlook::info);
    CHECK(checked(home.path() / "none", true) == outlook::failed);
    CHECK(checked({}, false) == outlook::info);
}

TEST_CASE("folders") {
    clean_home const home;
    auto const checked = [&](fs::path const& path) {
        diagnosis found;
        cli::check_folder(found, "output_folder", path, "name another");
        return only(found);
    };
    CHECK(checked(home.path()).state == outlook::good);
    CHECK(says(checked(home.path() / "a/b/c").text, "made when first needed"));
    CHECK(checked(home.write("file", "")).state == outlook::failed);
    CHECK(checked(home.path() / "file/below").state == outlook::failed);
    CHECK_FALSE(fs::exists(home.path() / "a"));
}

TEST_CASE("proxies, without what is secret about them") {
    struct {
        net::proxy_settings proxies;
        outlook state;
        std::string_view text;
    } const cases[] = {
        {{}, outlook::info, "none is set"},
        {{"http://user:secret@proxy.example:3128", "", ""}, outlook::good, "http://proxy.example:3128"},
        {{"http://proxy:1", "", "*.x,.aliyuncs.com"}, outlook::info, "excepts"},
        {{"socks5://proxy:1", "", ""}, outlook::failed, "not the URL"},
        {{"", "http://proxy:1", ""}, outlook::info, "none is set"},
    };
    for (auto const& [proxies, state, text] : cases) {
        diagnosis found;
        check_proxy(found, proxies, beijing);
        auto const one = only(found);
        CHECK(one.state == state);
        CHECK(says(one.text, text));
        CHECK_FALSE(says(one.text, "secret"));
    }
}

TEST_CASE("clients: what they would start") {
    clean_home const home;
    home.write(".cursor/mcp.json", R"({"mcpServers":{"dashscope":{"command":"/gone/dashscope-mcp"}}})");
    home.write(".gemini/settings.json", R"({"mcpServers":{"dashscope":{"command":"sh"}}})");
    home.write(".qwen/settings.json", R"({"mcpServers":{"other":{"command":"sh"}}})");
    home.write(".codex/config.toml", "[mcp_servers.dashscope]\nurl = \"http://127.0.0.1:8080/mcp\"\n");
    home.write(".claude.json", "{");
    diagnosis found;
    check_clients(found, "dashscope", platform::read_environment());
    auto const state = [&](std::string_view id) {
        auto const is = [&](auto const& each) { return each.check == "client " + std::string(id); };
        auto const one = std::find_if(found.findings.begin(), found.findings.end(), is);
        return one == found.findings.end() ? std::string("nothing") : std::to_string(int(one->state)) + " " + one->fix;
    };
    CHECK(state("cursor") == "3 dashscope-mcp install cursor");
    CHECK(state("gemini") == "0 ");
    CHECK(state("codex") == "1 ");
    CHECK(state("claude-code").starts_with("2 "));
    CHECK(state("qwen") == "nothing");
    diagnosis none;
    check_clients(none, "unheard-of", {{"HOME", (home.path() / "empty").string()}});
    CHECK(only(none).state == outlook::info);
}

TEST_CASE("everything is well on the emulator") {
    clean_home const home;
    auto const got = run({"doctor", "--sandbox", "--json"});
    CAPTURE(got.out);
    CHECK(got.code == cli::success);
    auto const report = json::parse(got.out);
    CHECK(report.at("healthy") == json::value(true));
    for (auto const* check :
         {"api_key", "connection", "uploads", "tasks", "web_search", "access_key", "output_folder", "state_folder"}) {
        CAPTURE(check);
        CHECK(find(report, check).at("state") == json::value("ok"));
    }
    CHECK(got.err.empty());
    CHECK(says(run({"doctor", "--sandbox"}).out, "Nothing stands in the way."));
}

TEST_CASE("without a key, and with settings that can't be") {
    clean_home home;
    auto const none = run({"doctor", "--json"});
    CHECK(none.code == cli::failed);
    CHECK(says(find(json::parse(none.out), "api_key").at("fix").as_string(), "dashscope-mcp login"));

    home.set("DASHSCOPE_REGION", "moon");
    auto const wrong = run({"doctor"});
    CHECK(wrong.code == cli::failed);
    CHECK(says(wrong.out, "✗ settings"));
    CHECK(says(wrong.out, "cn-beijing"));
}
