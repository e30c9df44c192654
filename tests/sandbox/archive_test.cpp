#include "sandbox/archive.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

#include <unistd.h>

namespace fs = std::filesystem;
using names = std::vector<std::string>;

namespace {

struct temporary_folder {
    temporary_folder() {
        std::string pattern = fs::temp_directory_path() / "sandbox-archive-XXXXXX";
        REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path = pattern;
    }
    ~temporary_folder() { fs::remove_all(path); }
    temporary_folder(temporary_folder const&) = delete;

    fs::path path;
};

void check_keeping(sandbox::archive& kept) {
    CHECK(!kept.get("tasks", "a"));
    CHECK(kept.names("tasks").empty());
    kept.put("tasks", "b", "two");
    kept.put("tasks", "a", std::string("on\0e", 4));
    kept.put("others", "a", "three");
    CHECK(kept.get("tasks", "a") == std::string("on\0e", 4));
    CHECK(kept.get("others", "a") == "three");
    CHECK(kept.has("tasks", "b"));
    CHECK(!kept.has("tasks", "c"));
    CHECK(kept.names("tasks") == names{"a", "b"});
    kept.put("tasks", "a", "new");
    CHECK(kept.get("tasks", "a") == "new");
    CHECK(kept.names("tasks") == names{"a", "b"});
}

}  // namespace

TEST_SUITE("sandbox/archive") {
    TEST_CASE("in memory") {
        sandbox::archive kept;
        check_keeping(kept);
    }

    TEST_CASE("below a directory") {
        temporary_folder folder;
        sandbox::archive kept;
        kept.keep_in(folder.path / "made" / "when missing");
        check_keeping(kept);
    }

    TEST_CASE("another process finds what is below a directory") {
        temporary_folder folder;
        sandbox::archive first, second;
        first.keep_in(folder.path);
        second.keep_in(folder.path);
        first.put("tasks", "a", "one");
        CHECK(second.get("tasks", "a") == "one");
        CHECK(second.names("tasks") == names{"a"});
    }

    TEST_CASE("only the owner may look into the directory") {
        temporary_folder folder;
        sandbox::archive kept;
        kept.keep_in(folder.path / "data");
        CHECK((fs::status(folder.path / "data").permissions() & (fs::perms::group_all | fs::perms::others_all)) ==
              fs::perms::none);
    }

    TEST_CASE("what is older than the longest retention goes when the directory is opened") {
        temporary_folder folder;
        sandbox::archive first;
        first.keep_in(folder.path);
        first.put("tasks", "old", "1");
        first.put("tasks", "new", "2");
        fs::last_write_time(folder.path / "tasks" / "old", fs::file_time_type::clock::now() - std::chrono::hours(49));
        sandbox::archive second;
        second.keep_in(folder.path);
        CHECK(second.names("tasks") == names{"new"});
    }

    TEST_CASE("half-written files are nobody's values") {
        temporary_folder folder;
        sandbox::archive kept;
        kept.keep_in(folder.path);
        kept.put("tasks", "a", "1");
        std::ofstream(folder.path / "tasks" / "b.77.part") << "half";
        CHECK(kept.names("tasks") == names{"a"});
    }

    TEST_CASE("a directory that can't be made is an error") {
        temporary_folder folder;
        std::ofstream(folder.path / "file") << "x";
        sandbox::archive kept;
        CHECK_THROWS_AS(kept.keep_in(folder.path / "file" / "below"), fs::filesystem_error);
    }

    TEST_CASE("above a gigabyte the oldest values make room") {
        sandbox::archive kept;
        constexpr std::size_t much = std::size_t{400} << 20;
        kept.put("uploads", "a", std::string(much, 'a'));
        kept.put("uploads", "b", std::string(much, 'b'));
        kept.put("uploads", "c", std::string(much, 'c'));
        CHECK(kept.names("uploads") == names{"b", "c"});
    }
}
