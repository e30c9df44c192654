#include "tools/output_folder.hpp"

#include "platform/files.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <ctime>
#include <regex>

#include <sys/stat.h>
#include <unistd.h>

using namespace tools;
namespace fs = std::filesystem;

namespace {

struct scratch {
    scratch() {
        auto name = (fs::temp_directory_path() / "output-folder-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()));
        folder = fs::canonical(name);
    }
    ~scratch() { fs::remove_all(folder); }

    std::size_t files(fs::path const& in) const {
        std::size_t count = 0;
        for ([[maybe_unused]] auto const& each : fs::directory_iterator(in)) ++count;
        return count;
    }
    static fs::path save(fs::path const& in, std::string_view bytes, std::string_view stem, int number = 1) {
        new_file file(in);
        file.write(bytes);
        return file.keep(stem, number, "png", at);
    }

    static constexpr std::chrono::system_clock::time_point at{std::chrono::seconds(1'795'000'000)};
    fs::path folder;
};

}  // namespace

TEST_CASE("stems keep letters, digits, - and _") {
    struct {
        std::string_view given, safe;
    } const cases[] = {
        {"cat", "cat"},
        {"A Red  Cat", "A-Red-Cat"},
        {"../../etc/passwd", "etcpasswd"},
        {"a/b\\c:d*e", "abcde"},
        {"snake_case-2", "snake_case-2"},
        {"", "result"},
        {"...", "result"},
        {"  ", "result"},
        {"trailing ", "trailing"},
        {"-x", "-x"},
        {"line\nbreak\x01", "linebreak"},
        {"一只猫", "result"},
        {"猫 cat", "cat"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.given);
        CHECK(safe_stem(each.given) == each.safe);
    }
    CHECK(safe_stem(std::string(500, 'a')).size() == 40);
}

TEST_CASE_FIXTURE(scratch, "files get names that sort by time") {
    auto const path = save(folder / "deep" / "er", "bytes", "a cat", 3);
    CHECK(path.parent_path() == folder / "deep" / "er");
    CHECK(std::regex_match(path.filename().string(), std::regex(R"(\d{8}-\d{6}-a-cat-3\.png)")));
    auto const text = platform::read_file(path, 100);
    REQUIRE(text);
    CHECK(*text == "bytes");
    CHECK(files(path.parent_path()) == 1);
}

TEST_CASE_FIXTURE(scratch, "an existing file is never overwritten") {
    auto const first = save(folder, "one", "x");
    auto const second = save(folder, "two", "x");
    auto const third = save(folder, "three", "x");
    CHECK(first.filename().string().ends_with("-1.png"));
    CHECK(second.filename().string().ends_with("-2.png"));
    CHECK(third.filename().string().ends_with("-3.png"));
    CHECK(*platform::read_file(first, 100) == "one");
    CHECK(*platform::read_file(third, 100) == "three");
}

TEST_CASE_FIXTURE(scratch, "a link in the place is not followed") {
    auto const victim = folder / "victim";
    auto const first = save(folder, "one", "x");
    fs::remove(first);
    fs::create_symlink(victim, first);
    auto const second = save(folder, "two", "x");
    CHECK(second != first);
    CHECK_FALSE(fs::exists(victim));
}

TEST_CASE_FIXTURE(scratch, "what is not kept leaves nothing behind") {
    {
        new_file file(folder);
        file.write("half");
        CHECK(files(folder) == 1);
    }
    CHECK(files(folder) == 0);
}

TEST_CASE_FIXTURE(scratch, "no extension, no dot") {
    new_file file(folder);
    CHECK(file.keep("x", 1, "", at).extension() == "");
}

TEST_CASE_FIXTURE(scratch, "files are readable as the umask says, not only by their owner") {
    auto const before = ::umask(022);
    auto const path = save(folder, "x", "x");
    ::umask(before);
    struct stat facts {};
    REQUIRE(::stat(path.c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777) == 0644);
}

TEST_CASE_FIXTURE(scratch, "a folder that can't be says why") {
    save(folder, "x", "blocker");
    auto const blocker = fs::directory_iterator(folder)->path();
    struct {
        fs::path folder;
        std::string_view part;
    } const cases[] = {{blocker / "sub", "Not a directory"}, {"/proc/nowhere", "can't write to /proc/nowhere"}};
    for (auto const& each : cases) {
        CAPTURE(each.folder);
        try {
            new_file file(each.folder);
            FAIL("no error");
        } catch (folder_error const& error) {
            CHECK(std::string_view(error.what()).find(each.part) != std::string_view::npos);
        }
    }
}
