#include "platform/program.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <fstream>

namespace fs = std::filesystem;
using platform::environment;

namespace {

struct folder {
    folder() {
        auto pattern = (fs::temp_directory_path() / "program XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path = pattern;
    }
    ~folder() { fs::remove_all(path); }
    void write(fs::path const& name, mode_t mode) const {
        fs::create_directories((path / name).parent_path());
        std::ofstream(path / name) << "#!/bin/sh\n";
        ::chmod((path / name).c_str(), mode);
    }
    fs::path path;
};

}  // namespace

TEST_CASE("programs are found as a shell finds them") {
    folder const in;
    in.write("a/tool", 0644);
    in.write("b/tool", 0755);
    fs::create_directories(in.path / "c/tool");
    auto const path = [&](std::string_view name) { return (in.path / name).string(); };
    environment const from{{"PATH", path("none") + "::" + path("c") + ":" + path("a") + ":" + path("b")}};
    CHECK(platform::find_program("tool", from) == path("b/tool"));
    CHECK(platform::find_program("other", from).empty());
    CHECK(platform::find_program("", from).empty());
    CHECK(platform::find_program(path("b/tool"), from) == path("b/tool"));
    CHECK(platform::find_program(path("a/tool"), from).empty());
    CHECK(platform::find_program("tool", {}).empty());
}

TEST_CASE("this program is named by the link that it was started by, or by itself") {
    folder const in;
    auto const running = fs::read_symlink("/proc/self/exe");
    fs::create_directory(in.path / "bin");
    fs::create_symlink(running, in.path / "bin/linked");
    in.write("bin/other", 0755);
    environment const from{{"PATH", (in.path / "bin").string()}};
    CHECK(platform::program_path("linked", from) == in.path / "bin/linked");
    CHECK(platform::program_path((in.path / "bin/../bin/linked").string(), from) == in.path / "bin/linked");
    CHECK(platform::program_path("other", from) == running);
    CHECK(platform::program_path("nowhere", from) == running);
    CHECK(platform::program_path("", from) == running);
}
