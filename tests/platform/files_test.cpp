#include "platform/files.hpp"

#include "descriptors.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <fstream>
#include <thread>

namespace {

void write(std::filesystem::path const& path, std::string const& text) {
    std::ofstream(path, std::ios::binary) << text;
}

int errno_of(std::filesystem::path const& path, std::size_t limit) {
    return platform::read_file(path, limit).error().value();
}

}  // namespace

TEST_CASE("files: read whole up to the limit") {
    test::scratch_directory const scratch;
    auto const path = scratch / "file";
    for (std::size_t const size : {0u, 1u, 16'383u, 16'384u, 16'385u, 100'000u}) {
        std::string const text(size, 'x');
        write(path, text);
        CHECK(platform::read_file(path, size).value() == text);
        CHECK(platform::read_file(path, size + 1).value() == text);
        if (size > 0) CHECK(errno_of(path, size - 1) == EFBIG);
    }
    write(path, std::string("a\0b\xff", 4));
    CHECK(platform::read_file(path, 10).value() == std::string("a\0b\xff", 4));
}

TEST_CASE("files: what can't be read") {
    test::scratch_directory const scratch;
    CHECK(errno_of(scratch / "missing", 10) == ENOENT);
    CHECK(errno_of(scratch.path(), 10) == EISDIR);
    CHECK(errno_of("/dev/zero", 100'000) == EFBIG);
    write(scratch / "file", "x");
    CHECK(errno_of(scratch / "file" / "below", 10) == ENOTDIR);
    CHECK(platform::read_descriptor(-1, 10).error().value() == EBADF);
}

TEST_CASE("files: a pipe is read to its end") {
    test::scratch_directory const scratch;
    auto const path = scratch / "fifo";
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    std::thread writer([&] { write(path, "through a pipe"); });
    CHECK(platform::read_file(path, 100).value() == "through a pipe");
    writer.join();
}

TEST_CASE("files: the sentence names the file and the reason") {
    auto const error = platform::read_file("/nowhere/at/all", 10).error();
    CHECK(platform::describe_failure("read", "/nowhere/at/all", error) ==
          "can't read /nowhere/at/all: No such file or directory");
}
