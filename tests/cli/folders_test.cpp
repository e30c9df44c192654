#include "cli/folders.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace cli;
namespace fs = std::filesystem;

namespace {

platform::environment const at_home{{"HOME", "/home/ann"}};

bool holds(std::vector<fs::path> const& all, fs::path const& one) { return std::ranges::find(all, one) != all.end(); }

}  // namespace

TEST_CASE("the output folder") {
    dashscope::settings settings;
    CHECK(output_folder(settings, at_home) == "/home/ann/Downloads/dashscope");
    settings.output_dir = "~/made";
    CHECK(output_folder(settings, at_home) == "/home/ann/made");
    settings.output_dir = "/srv/made";
    CHECK(output_folder(settings, at_home) == "/srv/made");
}

TEST_CASE("what becomes of media: flag over environment over what fits the transport") {
    struct {
        command what;
        std::string_view flag, variable;
        tools::output_mode mode;
    } const cases[] = {
        {command::stdio, "", "", tools::output_mode::files},
        {command::call, "", "", tools::output_mode::files},
        {command::http, "", "", tools::output_mode::urls},
        {command::http, "files", "", tools::output_mode::files},
        {command::stdio, "", "inline", tools::output_mode::inline_images},
        {command::stdio, "urls", "inline", tools::output_mode::urls},
    };
    for (auto const& each : cases) {
        options given;
        given.what = each.what;
        given.output = each.flag;
        auto environment = at_home;
        if (!each.variable.empty()) environment["DASHSCOPE_MCP_OUTPUT"] = each.variable;
        CHECK(output_options(given, {}, environment).mode == each.mode);
    }
    CHECK(output_options({}, {}, at_home).previews);
    options plain;
    plain.previews = false;
    CHECK_FALSE(output_options(plain, {}, at_home).previews);
    auto wrong = at_home;
    wrong["DASHSCOPE_MCP_OUTPUT"] = "loud";
    CHECK_THROWS_WITH_AS(output_options({}, {}, wrong),
                         "DASHSCOPE_MCP_OUTPUT: 'loud' is not urls, files or inline.", dashscope::settings_error);
}

TEST_CASE("files may be read from a person's own folders, or from those that were named") {
    auto const usual = file_roots({}, "/home/ann/out", at_home);
    for (auto const* each : {"/home/ann/out", "/home/ann/Desktop", "/home/ann/Documents", "/home/ann/Downloads",
                             "/home/ann/Pictures", "/home/ann/Music", "/home/ann/Videos"})
        CHECK(holds(usual, each));
    CHECK_FALSE(holds(usual, "/home/ann"));
    CHECK_FALSE(holds(usual, "/"));

    options named;
    named.roots = {"~/in", "/data"};
    CHECK(file_roots(named, "/home/ann/out", at_home) == std::vector<fs::path>{"/home/ann/in", "/data"});
    // Over HTTP callers are others than the user: only what the operator names.
    named.what = command::http;
    CHECK(file_roots(named, "/home/ann/out", at_home) == std::vector<fs::path>{"/home/ann/in", "/data"});
    named.roots.clear();
    CHECK(file_roots(named, "/home/ann/out", at_home).empty());
}

TEST_CASE("the working directory counts, unless it is the root or the home itself") {
    auto const before = fs::current_path();
    auto const roots_at = [](fs::path const& here, platform::environment const& environment) {
        fs::current_path(here);
        return file_roots({}, "/out", environment);
    };
    auto const temporary = fs::canonical(fs::temp_directory_path());
    // It comes first: a name that other folders hold too is the file that the caller stands beside.
    CHECK(roots_at(temporary, at_home).front() == temporary);
    CHECK_FALSE(holds(roots_at(temporary, {{"HOME", temporary.string()}}), temporary));
    CHECK_FALSE(holds(roots_at("/", at_home), "/"));
    fs::current_path(before);
}
