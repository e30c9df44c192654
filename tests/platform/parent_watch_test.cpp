#include "platform/parent_watch.hpp"

#include "descriptors.hpp"

#include <doctest/doctest.h>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <csignal>
#include <optional>
#include <string>

using namespace std::chrono_literals;
using platform::parent_watch;

namespace {

void say(int fd, std::string const& text) {
    (void)!::write(fd, text.data(), text.size());
}

/// The child of the process under test: says which way it watches, then "gone" once its parent has ended.
int watch_and_tell(int fd, parent_watch::method how) {
    boost::asio::io_context io;
    std::optional<parent_watch> watch;
    int calls = 0;
    watch.emplace(io.get_executor(), [&] { ++calls; }, how);
    say(fd, std::string(watch->mechanism()) + ";");
    auto const end = std::chrono::steady_clock::now() + 10s;
    while (calls == 0 && std::chrono::steady_clock::now() < end) io.run_one_for(100ms);
    say(fd, calls == 0 ? "late" : "gone");
    io.restart();
    io.run_for(1200ms);  // longer than the polling interval: no second call
    say(fd, calls == 1 ? "" : ";again");
    return 0;
}

/// A parent with a child that watches it; the parent ends by SIGKILL, as a crashing host does.
std::string tell_of_killed_parent(parent_watch::method how) {
    auto [read_end, write_end] = test::make_pipe();
    pid_t const parent = test::in_child([fd = write_end.get(), how] {
        if (::fork() == 0) ::_exit(watch_and_tell(fd, how));
        for (;;) ::pause();
        return 0;
    });
    write_end.reset();
    std::string told(1, ' ');
    // The first byte says that the watch is set up.
    REQUIRE(::read(read_end.get(), told.data(), 1) == 1);
    ::usleep(50'000);
    ::kill(parent, SIGKILL);
    CHECK(test::wait_for(parent) == 128 + SIGKILL);
    return told + test::read_to_end(read_end.get());
}

}  // namespace

TEST_CASE("parent watch: tells once when the parent is killed") {
    CHECK(tell_of_killed_parent(parent_watch::method::polling) == "polling;gone");
    auto const best = tell_of_killed_parent(parent_watch::method::best);
    CHECK((best == "pidfd;gone" || best == "polling;gone"));
}

TEST_CASE("parent watch: is quick where the kernel helps") {
    auto [read_end, write_end] = test::make_pipe();
    pid_t const parent = test::in_child([fd = write_end.get()] {
        if (::fork() != 0) {
            ::usleep(100'000);
            return 0;
        }
        boost::asio::io_context io;
        std::optional<parent_watch> watch;
        watch.emplace(io.get_executor(), [&] {
            say(fd, "gone");
            watch.reset();
        });
        bool const helped = watch->mechanism() == std::string("pidfd");
        auto const begin = std::chrono::steady_clock::now();
        io.run();  // ends: nothing is pending any more
        auto const took = std::chrono::steady_clock::now() - begin;
        say(fd, !helped || took < 900ms ? " quickly" : " slowly");
        return 0;
    });
    write_end.reset();
    CHECK(test::read_to_end(read_end.get()) == "gone quickly");
    CHECK(test::wait_for(parent) == 0);
}

TEST_CASE("parent watch: silent while the parent lives, and after stop") {
    for (auto const how : {parent_watch::method::best, parent_watch::method::polling}) {
        pid_t const child = test::in_child([how] {
            boost::asio::io_context io;
            int calls = 0;
            parent_watch watch(io.get_executor(), [&] { ++calls; }, how);
            io.run_for(1200ms);
            if (calls != 0 || watch.mechanism() == std::string("none")) return 1;
            watch.stop();
            io.restart();
            io.run();
            return calls == 0 ? 0 : 2;
        });
        CHECK(test::wait_for(child) == 0);
    }
}

TEST_CASE("parent watch: an orphan of long ago has no parent to lose") {
    // Only where orphans go to pid 1, not to a subreaper, is this to be seen.
    auto [read_end, write_end] = test::make_pipe();
    pid_t const parent = test::in_child([fd = write_end.get()] {
        if (::fork() != 0) return 0;
        ::usleep(100'000);
        bool const adopted_by_init = ::getppid() == 1;
        boost::asio::io_context io;
        parent_watch watch(io.get_executor(), [] {});
        bool const watches = watch.mechanism() != std::string("none");
        if (!watches) io.run();  // returns at once
        say(fd, watches == !adopted_by_init ? "right" : "wrong");
        return 0;
    });
    write_end.reset();
    CHECK(test::wait_for(parent) == 0);
    CHECK(test::read_to_end(read_end.get()) == "right");
}
