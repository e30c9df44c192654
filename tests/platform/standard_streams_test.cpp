#include "platform/standard_streams.hpp"

#include "descriptors.hpp"

#include <doctest/doctest.h>
#include <boost/system/system_error.hpp>

#include <poll.h>
#include <sys/stat.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <thread>

using namespace test;

namespace {

std::string read_once(int fd) {
    char bytes[100];
    auto const got = ::read(fd, bytes, sizeof bytes);
    return got < 0 ? "errno " + std::to_string(errno) : std::string(bytes, static_cast<std::size_t>(got));
}

/// A pseudo-terminal hands its bytes on from a kernel thread: some time after the write.
std::string read_when_ready(int fd) {
    pollfd ready{fd, POLLIN, 0};
    return ::poll(&ready, 1, 5000) == 1 ? read_once(fd) : "nothing came";
}

std::string const would_block = "errno " + std::to_string(EAGAIN);

}  // namespace

TEST_CASE("standard streams: a pipe's read end gets a description of its own") {
    auto [read_end, write_end] = make_pipe();
    auto const twin = platform::open_nonblocking_twin(read_end.get());
    owned_fd const owner(twin.fd);
    CHECK(twin.pollable);
    CHECK(twin.fd != read_end.get());
    CHECK(is_nonblocking(twin.fd));
    CHECK_FALSE(is_nonblocking(read_end.get()));
    CHECK((::fcntl(twin.fd, F_GETFD) & FD_CLOEXEC) != 0);

    CHECK(read_once(twin.fd) == would_block);
    CHECK(::write(write_end.get(), "hello", 5) == 5);
    CHECK(read_once(twin.fd) == "hello");
    write_end.reset();
    CHECK(read_once(twin.fd) == "");
}

TEST_CASE("standard streams: a pipe's write end, full and with its reader gone") {
    auto [read_end, write_end] = make_pipe();
    auto const twin = platform::open_nonblocking_twin(write_end.get());
    owned_fd const owner(twin.fd);
    CHECK(is_nonblocking(twin.fd));
    CHECK_FALSE(is_nonblocking(write_end.get()));
    std::string const block(4096, 'x');
    while (::write(twin.fd, block.data(), block.size()) > 0) {
    }
    CHECK(errno == EAGAIN);

    ::signal(SIGPIPE, SIG_IGN);
    read_end.reset();
    CHECK(::write(twin.fd, "x", 1) == -1);
    CHECK(errno == EPIPE);
    // Opening the write end again is refused (ENXIO) now: the shared description is used instead.
    auto const late = platform::open_nonblocking_twin(write_end.get());
    owned_fd const late_owner(late.fd);
    CHECK(::write(late.fd, "x", 1) == -1);
    CHECK(errno == EPIPE);
}

TEST_CASE("standard streams: a pipe whose writer is gone already") {
    auto [read_end, write_end] = make_pipe();
    CHECK(::write(write_end.get(), "last", 4) == 4);
    write_end.reset();
    owned_fd const twin(platform::open_nonblocking_twin(read_end.get()).fd);
    CHECK(read_once(twin.get()) == "last");
    CHECK(read_once(twin.get()) == "");
}

TEST_CASE("standard streams: a named pipe") {
    scratch_directory const scratch;
    auto const path = scratch / "fifo";
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    owned_fd const both(::open(path.c_str(), O_RDWR | O_CLOEXEC));
    owned_fd const read_end(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::filesystem::remove(path);  // no longer reachable by its name
    owned_fd const twin(platform::open_nonblocking_twin(read_end.get()).fd);
    CHECK_FALSE(is_nonblocking(read_end.get()));
    CHECK(::write(both.get(), "hi", 2) == 2);
    CHECK(read_once(twin.get()) == "hi");
}

TEST_CASE("standard streams: sockets take the flag themselves") {
    auto [ours, theirs] = make_socketpair();
    auto const twin = platform::open_nonblocking_twin(ours.get());
    owned_fd const owner(twin.fd);
    CHECK(twin.pollable);
    CHECK(is_nonblocking(twin.fd));
    CHECK_FALSE(is_nonblocking(theirs.get()));
    CHECK(read_once(twin.fd) == would_block);
    CHECK(::write(theirs.get(), "hello", 5) == 5);
    CHECK(read_once(twin.fd) == "hello");
    CHECK(::write(twin.fd, "back", 4) == 4);
    CHECK(read_once(theirs.get()) == "back");
}

TEST_CASE("standard streams: a regular file goes on from where it stands") {
    scratch_directory const scratch;
    auto const path = scratch / "file";
    owned_fd const file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    CHECK(::write(file.get(), "first second", 12) == 12);
    CHECK(::lseek(file.get(), 6, SEEK_SET) == 6);
    auto const twin = platform::open_nonblocking_twin(file.get());
    owned_fd const owner(twin.fd);
    CHECK_FALSE(twin.pollable);
    CHECK_FALSE(is_nonblocking(file.get()));
    CHECK(read_once(twin.fd) == "second");
}

TEST_CASE("standard streams: /dev/null never waits") {
    owned_fd const null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    auto const twin = platform::open_nonblocking_twin(null.get());
    owned_fd const owner(twin.fd);
    CHECK_FALSE(twin.pollable);
    CHECK(read_once(twin.fd) == "");
    CHECK(::write(twin.fd, "x", 1) == 1);
}

TEST_CASE("standard streams: a terminal keeps its flags for the shell") {
    owned_fd const master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (master.get() < 0 || ::grantpt(master.get()) != 0 || ::unlockpt(master.get()) != 0) return;
    owned_fd const terminal(::open(::ptsname(master.get()), O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (terminal.get() < 0) return;

    owned_fd const twin(platform::open_nonblocking_twin(terminal.get()).fd);
    CHECK(is_nonblocking(twin.get()));
    CHECK_FALSE(is_nonblocking(terminal.get()));
    CHECK(::ttyname(twin.get()) == std::string(::ttyname(terminal.get())));
    CHECK(::write(master.get(), "line\n", 5) == 5);
    CHECK(read_when_ready(twin.get()) == "line\n");
    CHECK(read_when_ready(master.get()) == "line\r\n");  // the terminal's echo

    // The other side can't be reopened: /dev/ptmx would give a new pair.
    owned_fd const master_twin(platform::open_nonblocking_twin(master.get()).fd);
    CHECK(::write(twin.get(), "echo", 4) == 4);
    CHECK(read_when_ready(master_twin.get()) == "echo");
}

TEST_CASE("standard streams: one that is closed is an error") {
    CHECK_THROWS_AS(platform::open_nonblocking_twin(1'000'000), boost::system::system_error);
}

TEST_CASE("standard streams: closed ones are filled with /dev/null") {
    CHECK(wait_for(in_child([] {
              ::close(0);
              ::close(2);
              platform::ensure_standard_streams();
              struct stat zero{}, two{}, null{};
              if (::fstat(0, &zero) != 0 || ::fstat(2, &two) != 0 || ::stat("/dev/null", &null) != 0) return 1;
              if (zero.st_rdev != null.st_rdev || two.st_rdev != null.st_rdev) return 2;
              return ::write(2, "x", 1) == 1 ? 0 : 3;
          })) == 0);
}

TEST_CASE("leave: flushes, keeps the code, runs no destructor and waits for no thread") {
    auto [read_end, write_end] = make_pipe();
    pid_t const child = in_child([fd = write_end.get()] {
        ::dup2(fd, 1);
        std::atexit([] { ::write(1, "atexit", 6); });
        std::thread([] { std::this_thread::sleep_for(std::chrono::hours(1)); }).detach();
        std::setvbuf(stdout, nullptr, _IOFBF, 4096);
        std::fputs("from C,", stdout);
        std::cout << "from C++";
        platform::leave(7);
        return 0;
    });
    write_end.reset();
    CHECK(read_to_end(read_end.get()) == "from C,from C++");
    CHECK(wait_for(child) == 7);
}

TEST_CASE("leave: a thread that sits in a read of stdin does not delay it") {
    auto [read_end, write_end] = make_pipe();
    pid_t const child = in_child([fd = read_end.get()] {
        ::dup2(fd, 0);
        std::thread([] { (void)std::getchar(); }).detach();
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        platform::leave(3);
        return 0;
    });
    CHECK(wait_for(child) == 3);
}
