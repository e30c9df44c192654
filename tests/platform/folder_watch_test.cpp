#include "platform/folder_watch.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <fstream>
#include <optional>

namespace {

namespace fs = std::filesystem;

struct bench {
    bench() {
        std::string name = (fs::temp_directory_path() / "folder-watch-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()));
        root = name;
    }
    ~bench() {
        watch.reset();
        io.restart();
        io.poll();
        fs::remove_all(root);
    }

    void begin(fs::path const& folder) {
        watch.emplace(io.get_executor(), folder, [this] { ++told; });
    }
    void write(fs::path const& file) { std::ofstream(file) << "text"; }
    /// Runs until it was told more often than `times`; for at most a minute.
    bool hears_after(int times) {
        auto const until = platform::clock::now() + std::chrono::minutes(1);
        io.restart();
        while (told <= times && platform::clock::now() < until) io.run_one_until(until);
        return told > times;
    }
    void idle(std::chrono::milliseconds time) {
        io.restart();
        io.run_for(time);
    }

    fs::path root;
    boost::asio::io_context io{1};
    std::optional<platform::folder_watch> watch;
    int told = 0;
};

}  // namespace

TEST_CASE("files that are written, renamed and removed are told, many at a time as one") {
    bench env;
    env.begin(env.root);
    env.idle(std::chrono::milliseconds(50));
    CHECK(env.told == 0);
    for (auto const* name : {"one", "two", "three"}) env.write(env.root / name);
    REQUIRE(env.hears_after(0));
    CHECK(env.told == 1);
    fs::rename(env.root / "one", env.root / "four");
    REQUIRE(env.hears_after(1));
    fs::remove(env.root / "two");
    REQUIRE(env.hears_after(2));
}

TEST_CASE("files with a dot don't count") {
    bench env;
    env.begin(env.root);
    env.write(env.root / ".part");
    env.idle(std::chrono::milliseconds(300));
    CHECK(env.told == 0);
    fs::rename(env.root / ".part", env.root / "whole");
    CHECK(env.hears_after(0));
}

TEST_CASE("a folder that comes later is found, also when it comes again") {
    bench env;
    auto const folder = env.root / "later";
    env.begin(folder);
    env.idle(std::chrono::milliseconds(50));
    fs::create_directory(folder);
    env.write(folder / "first");
    REQUIRE(env.hears_after(0));
    auto const before = env.told;
    fs::remove_all(folder);
    REQUIRE(env.hears_after(before));
    fs::create_directory(folder);
    auto const again = env.told;
    REQUIRE(env.hears_after(again));
    auto const found = env.told;
    env.write(folder / "second");
    CHECK(env.hears_after(found));
}

TEST_CASE("nothing is told once it is gone") {
    bench env;
    env.begin(env.root);
    env.write(env.root / "one");
    env.watch.reset();
    env.idle(std::chrono::milliseconds(300));
    CHECK(env.told == 0);
}
