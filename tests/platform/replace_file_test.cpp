#include "platform/replace_file.hpp"

#include "platform/files.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <stdexcept>

namespace fs = std::filesystem;
using platform::replace_file;

namespace {

struct folder {
    folder() {
        auto pattern = (fs::temp_directory_path() / "replace file XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path = pattern;
    }
    ~folder() { fs::remove_all(path); }
    fs::path write(fs::path const& name, std::string_view text, mode_t mode = 0644) const {
        std::ofstream(path / name) << text;
        ::chmod((path / name).c_str(), mode);
        return path / name;
    }
    fs::path path;
};

std::string read(fs::path const& path) {
    auto const text = platform::read_file(path, 1 << 20);
    return text ? *text : "(none)";
}

mode_t mode_of(fs::path const& path) {
    struct stat what{};
    REQUIRE(::stat(path.c_str(), &what) == 0);
    return what.st_mode & 07777;
}

std::size_t entries(fs::path const& path) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path), fs::directory_iterator()));
}

std::string problem(fs::path const& path, platform::replacement const& with) {
    try {
        replace_file(path, with);
    } catch (std::runtime_error const& error) {
        return error.what();
    }
    return {};
}

platform::replacement text(std::string to, std::optional<std::string> from = std::nullopt, bool backup = false) {
    return {.text = std::move(to), .expected = std::move(from), .backup = backup};
}

}  // namespace

TEST_CASE("a new file, with the folders that it needs, is the owner's alone") {
    folder const in;
    auto const path = in.path / "a" / "b" / "c.json";
    CHECK(replace_file(path, text("new")).empty());
    CHECK(read(path) == "new");
    CHECK(mode_of(path) == 0600);
    CHECK(mode_of(path.parent_path()) == 0700);
    CHECK(entries(path.parent_path()) == 1);
}

TEST_CASE("a file that is there keeps its mode") {
    folder const in;
    for (mode_t const mode : {0600, 0640, 0664}) {
        auto const path = in.write("f", "old", mode);
        replace_file(path, text("new", "old"));
        CHECK(read(path) == "new");
        CHECK(mode_of(path) == mode);
    }
}

TEST_CASE("secrets take the rights of others away") {
    folder const in;
    auto const path = in.write("f", "old", 0664);
    auto with = text("new", "old");
    with.private_mode = true;
    replace_file(path, with);
    CHECK(mode_of(path) == 0600);
}

TEST_CASE("what was there is kept where a backup is asked for, each time anew") {
    folder const in;
    auto const path = in.write("f", "one", 0640);
    auto const first = replace_file(path, text("two", "one", true));
    auto const second = replace_file(path, text("three", "two", true));
    CHECK(first != second);
    CHECK(read(first) == "one");
    CHECK(read(second) == "two");
    CHECK(read(path) == "three");
    CHECK(mode_of(first) == 0640);
    CHECK(entries(in.path) == 3);
}

TEST_CASE("links are followed, relative ones and dangling ones too, and stay links") {
    folder const in;
    fs::create_directory(in.path / "real");
    auto const target = in.write("real/f", "old");
    fs::create_symlink("real/f", in.path / "near");
    fs::create_symlink(in.path / "near", in.path / "far");
    fs::create_symlink("real/later", in.path / "dangling");

    replace_file(in.path / "far", text("new", "old"));
    CHECK(read(target) == "new");
    CHECK(fs::is_symlink(in.path / "near"));
    replace_file(in.path / "dangling", text("made"));
    CHECK(read(in.path / "real/later") == "made");
    CHECK(fs::is_symlink(in.path / "dangling"));
}

TEST_CASE("links in a circle are refused") {
    folder const in;
    fs::create_symlink("b", in.path / "a");
    fs::create_symlink("a", in.path / "b");
    CHECK(problem(in.path / "a", text("x")).find("circle") != std::string::npos);
}

TEST_CASE("a change by somebody else is not overwritten") {
    folder const in;
    auto const path = in.write("f", "theirs");
    for (auto const& with : {text("ours", "before"), text("ours"), text("ours", "before", true)}) {
        CHECK(problem(path, with).find("changed by another program") != std::string::npos);
        CHECK(read(path) == "theirs");
        CHECK(entries(in.path) == 1);
    }
    CHECK(problem(in.path / "gone", text("ours", "before")).find("changed") != std::string::npos);
    CHECK(entries(in.path) == 1);
}

TEST_CASE("what is no file, or in no folder, is left alone") {
    folder const in;
    fs::create_directory(in.path / "folder");
    CHECK(problem(in.path / "folder", text("x")).find("not a regular file") != std::string::npos);
    in.write("file", "old");
    CHECK(problem(in.path / "file/below", text("x")).find("can't") != std::string::npos);
    CHECK(entries(in.path) == 2);
}
