// What is saved on this machine, as resources.

#include "tools/media_resources.hpp"

#include "mcp/request_error.hpp"
#include "tool_bench.hpp"

#include <fstream>

using namespace tools;
using namespace tools::test;

namespace {

struct media_bench : tool_bench {
    media_bench() : media_folder(folder / "made"), source(io.get_executor(), media_folder, 1000) {}

    void write(std::string const& name, std::string_view bytes = "text") {
        std::filesystem::create_directories(media_folder);
        std::ofstream(media_folder / name, std::ios::binary) << bytes;
    }
    mcp::resource_page list(std::string from = {}) {
        listener who(io.get_executor(), sender);
        return run(source.list(std::move(from), who));
    }
    std::optional<mcp::resource_reading> read(std::string const& name) {
        listener who(io.get_executor(), sender);
        auto const uri = "dashscope://media/" + name;
        REQUIRE(source.covers(uri));
        return run(source.read(uri, who));
    }

    std::filesystem::path media_folder;
    media_resources source;
};

}  // namespace

TEST_CASE("names that tools give") {
    struct {
        std::string_view name;
        bool ours;
    } const cases[] = {
        {"20261122-140300-cat-1.png", true},
        {"20261122-140300-a-long-stem-12.mp4", true},
        {"20261122-140300-stem-1", true},
        {"20261122-140300-1.png", false},
        {"20261122-140300-stem.png", false},
        {"2026112-140300-stem-1.png", false},
        {"20261122-14030-stem-1.png", false},
        {"holiday.jpg", false},
        {".20261122-140300-cat-1.png", false},
        {"20261122-140300-../x-1.png", false},
        {"", false},
    };
    for (auto const& each : cases) {
        CAPTURE(each.name);
        CHECK(is_saved_name(each.name) == each.ours);
    }
}

TEST_CASE("saved files are listed, newest first, and nothing else that is there") {
    media_bench bench;
    CHECK(bench.list().resources.empty());
    bench.write("20261122-140300-cat-1.png", "12345");
    bench.write("20261123-140300-dog-1.srt");
    bench.write("20261122-140301-empty-1.png", "");
    bench.write("private.txt");
    std::filesystem::create_symlink("/etc/passwd", bench.media_folder / "20261122-140302-link-1.txt");
    std::filesystem::create_directory(bench.media_folder / "20261122-140303-folder-1");
    auto const page = bench.list();
    REQUIRE(page.resources.size() == 2);
    CHECK(page.next.empty());
    CHECK(page.resources[0].at("name") == "20261123-140300-dog-1.srt");
    auto const& picture = page.resources[1].as_object();
    CHECK(picture.at("uri") == "dashscope://media/20261122-140300-cat-1.png");
    CHECK(picture.at("mimeType") == "image/png");
    CHECK(picture.at("size") == 5);
    auto const modified = std::string(picture.at("annotations").at("lastModified").as_string());
    CHECK(modified.size() == 20);
    CHECK(modified.back() == 'Z');
}

TEST_CASE("a list goes on where it was, whatever has come since") {
    media_bench bench;
    for (int i = 10; i < 70; ++i) bench.write("20261122-1403" + std::to_string(i) + "-cat-1.png");
    auto const first = bench.list();
    CHECK(first.resources.size() == 50);
    REQUIRE_FALSE(first.next.empty());
    bench.write("20261123-000000-new-1.png");
    auto const second = bench.list(first.next);
    CHECK(second.resources.size() == 10);
    CHECK(second.next.empty());
    CHECK(second.resources[0].at("name").as_string() < first.resources[49].at("name").as_string());
    CHECK_THROWS_AS(bench.list("nonsense"), mcp::request_error);
}

TEST_CASE("a file is read as text or bytes; none outside, none too large, none that is no result") {
    media_bench bench;
    bench.write("20261122-140300-words-1.srt", "1\n00:00");
    bench.write("20261122-140300-cat-1.png", std::string("\0\x01\xff", 3));
    bench.write("20261122-140300-film-1.mp4", std::string(2000, 'x'));
    bench.write("private.txt");
    std::ofstream(bench.folder / "20261122-140300-outside-1.txt") << "secret";
    std::filesystem::create_symlink(bench.folder / "20261122-140300-outside-1.txt",
                                    bench.media_folder / "20261122-140300-link-1.txt");
    auto const text = bench.read("20261122-140300-words-1.srt");
    REQUIRE(text);
    CHECK(text->contents.at(0).at("text") == "1\n00:00");
    CHECK(text->contents.at(0).at("mimeType") == "application/x-subrip");
    CHECK_FALSE(text->cache.shared);
    CHECK(bench.read("20261122-140300-cat-1.png")->contents.at(0).at("blob") == "AAH/");
    for (auto const* none : {"20261122-140300-gone-1.png", "private.txt", "20261122-140300-link-1.txt",
                             "..%2F20261122-140300-outside-1.txt"}) {
        CAPTURE(none);
        CHECK_FALSE(bench.read(none));
    }
    try {
        bench.read("20261122-140300-film-1.mp4");
        FAIL("no error");
    } catch (mcp::request_error const& error) {
        check_parts(error.what(), {"20261122-140300-film-1.mp4 has 2.0 kB", (bench.media_folder).string()});
    }
}

TEST_CASE("who watches hears of what a tool saves, and of nothing once the watch is dropped") {
    media_bench bench;
    int told = 0;
    auto watch = bench.source.watch_list({}, [&] { ++told; });
    auto const until = [&](int times) {
        auto const limit = platform::clock::now() + std::chrono::minutes(1);
        bench.io.restart();
        while (told < times && platform::clock::now() < limit) bench.io.run_one_until(limit);
        return told >= times;
    };
    // The folder is not there yet.
    bench.write("20261122-140300-cat-1.png");
    REQUIRE(until(1));
    bench.write("20261122-140301-cat-1.png");
    REQUIRE(until(2));
    auto second = bench.source.watch_list({}, [&] { told += 10; });
    watch.reset();
    bench.write("20261122-140302-cat-1.png");
    REQUIRE(until(12));
    second.reset();
    bench.write("20261122-140303-cat-1.png");
    bench.io.restart();
    bench.io.run_for(std::chrono::milliseconds(300));
    CHECK(told == 12);
}

TEST_CASE("names are suggested") {
    media_bench bench;
    bench.write("20261122-140300-cat-1.png");
    listener who(bench.io.get_executor(), bench.sender);
    CHECK(bench.run(bench.source.complete("dashscope://media/{name}", {"name", "", {}}, who)) ==
          std::vector<std::string>{"20261122-140300-cat-1.png"});
}
