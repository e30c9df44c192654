#include "platform/key_file.hpp"

#include "descriptors.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <fstream>
#include <set>
#include <stdexcept>
#include <vector>

namespace {

mode_t mode_of(std::filesystem::path const& path) {
    struct stat what{};
    REQUIRE(::stat(path.c_str(), &what) == 0);
    return what.st_mode & 07777;
}

void put(std::filesystem::path const& path, std::string const& text, mode_t mode) {
    std::ofstream(path) << text;
    REQUIRE(::chmod(path.c_str(), mode) == 0);
}

std::string failure(std::filesystem::path const& path) {
    try {
        platform::load_or_make_key(path);
    } catch (std::runtime_error const& error) {
        return error.what();
    }
    return {};
}

std::size_t entries(std::filesystem::path const& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

}  // namespace

TEST_CASE("key file: made once, private, and kept") {
    test::scratch_directory const scratch;
    auto const path = scratch / "a" / "b" / "key";
    mode_t const old_mask = ::umask(0);  // the worst one: nothing is masked
    auto const key = platform::load_or_make_key(path);
    ::umask(old_mask);
    CHECK(key.size() == 64);
    CHECK(key.find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(mode_of(path) == 0600);
    CHECK(mode_of(scratch / "a") == 0700);
    CHECK(mode_of(scratch / "a" / "b") == 0700);
    CHECK(entries(path.parent_path()) == 1);  // no temporary file is left
    CHECK(platform::load_or_make_key(path) == key);
    CHECK(platform::load_or_make_key(scratch / "other") != key);
}

TEST_CASE("key file: a folder that exists keeps its mode") {
    test::scratch_directory const scratch;
    REQUIRE(::chmod(scratch.path().c_str(), 0755) == 0);
    platform::load_or_make_key(scratch / "key");
    CHECK(mode_of(scratch.path()) == 0755);
}

TEST_CASE("key file: processes that race agree on one key") {
    for (int round = 0; round < 10; ++round) {
        test::scratch_directory const scratch;
        auto const path = scratch / "state" / "key";
        auto [gate_read, gate_write] = test::make_pipe();
        auto [read_end, write_end] = test::make_pipe();
        std::vector<pid_t> children;
        for (int i = 0; i < 8; ++i)
            children.push_back(
                test::in_child([gate = gate_read.get(), held = gate_write.get(), out = write_end.get(), &path] {
                    ::close(held);
                    char byte = 0;
                    (void)!::read(gate, &byte, 1);  // returns for all at once, when the parent opens the gate
                    auto const key = platform::load_or_make_key(path) + "\n";
                    return ::write(out, key.data(), key.size()) == 65 ? 0 : 1;
                }));
        write_end.reset();
        gate_write.reset();
        auto const told = test::read_to_end(read_end.get());
        for (pid_t const child : children) CHECK(test::wait_for(child) == 0);
        std::set<std::string> keys;
        for (std::size_t at = 0; at < told.size(); at += 65) keys.insert(told.substr(at, 64));
        CHECK(told.size() == 8 * 65);
        CHECK(keys.size() == 1);
        CHECK(*keys.begin() == platform::load_or_make_key(path));
        CHECK(entries(path.parent_path()) == 1);
    }
}

TEST_CASE("key file: what an operator wrote is taken as it is, trimmed") {
    test::scratch_directory const scratch;
    put(scratch / "key", "  c2VjcmV0\r\n", 0600);
    CHECK(platform::load_or_make_key(scratch / "key") == "c2VjcmV0");
    put(scratch / "read-only", "abc", 0400);
    CHECK(platform::load_or_make_key(scratch / "read-only") == "abc");
    std::filesystem::create_symlink(scratch / "key", scratch / "link");
    CHECK(platform::load_or_make_key(scratch / "link") == "c2VjcmV0");
}

TEST_CASE("key file: open to others is refused, and the fix said") {
    test::scratch_directory const scratch;
    auto const path = scratch / "key";
    for (mode_t const mode : {0644, 0640, 0604, 0620, 0602, 0610, 0601, 0666}) {
        put(path, "abc", mode);
        auto const sentence = failure(path);
        CAPTURE(sentence);
        CHECK(sentence.find("run chmod 600 " + path.string()) != std::string::npos);
        CHECK(sentence.find("abc") == std::string::npos);
    }
    CHECK(failure(path).find("mode 0666") != std::string::npos);
}

TEST_CASE("key file: what is no key file") {
    test::scratch_directory const scratch;
    std::filesystem::create_directory(scratch / "folder");
    REQUIRE(::mkfifo((scratch / "fifo").c_str(), 0600) == 0);
    put(scratch / "empty", "\n", 0600);
    put(scratch / "long", std::string(2000, 'a'), 0600);
    put(scratch / "file", "x", 0600);
    struct {
        char const* name;
        char const* says;
    } const cases[] = {
        {"folder", "not a regular file"}, {"fifo", "not a regular file"},  {"empty", "is empty"},
        {"long", "File too large"},       {"file/key", "Not a directory"},
    };
    for (auto const& [name, says] : cases) {
        auto const sentence = failure(scratch / name);
        CAPTURE(sentence);
        CHECK(sentence.find(says) != std::string::npos);
        CHECK(sentence.find(scratch.path().string()) != std::string::npos);
    }
}

TEST_CASE("key file: a folder that can't be made") {
    auto const sentence = failure("/proc/no/such/key");
    CAPTURE(sentence);
    CHECK(sentence.starts_with("can't make the folder /proc/no"));
}
