#include "platform/signals.hpp"

#include "descriptors.hpp"

#include <doctest/doctest.h>
#include <boost/asio/io_context.hpp>

#include <csignal>
#include <optional>
#include <vector>

using namespace std::chrono_literals;

TEST_CASE("signals: each one that ends programs is reported, again and again") {
    boost::asio::io_context io;
    std::vector<int> received;
    platform::signals signals(io.get_executor(), [&](int signal) { received.push_back(signal); });
    std::vector<int> const sent{SIGTERM, SIGINT, SIGHUP, SIGTERM};
    for (int const signal : sent) {
        ::raise(signal);
        io.run_for(20ms);
    }
    CHECK(received == sent);
}

TEST_CASE("signals: none after stop, and the io_context may end") {
    boost::asio::io_context io;
    int calls = 0;
    platform::signals signals(io.get_executor(), [&](int) { ++calls; });
    ::raise(SIGTERM);  // queued, not yet delivered
    signals.stop();
    io.run();
    CHECK(calls == 0);
}

TEST_CASE("signals: the callback may destroy its owner") {
    boost::asio::io_context io;
    std::optional<platform::signals> signals;
    int calls = 0;
    signals.emplace(io.get_executor(), [&](int) {
        ++calls;
        signals.reset();
    });
    ::raise(SIGHUP);
    io.run();
    CHECK(calls == 1);
}

TEST_CASE("signals: what the parent ignores stays ignored") {
    pid_t const child = test::in_child([] {
        std::signal(SIGHUP, SIG_IGN);  // nohup
        boost::asio::io_context io;
        int last = 0;
        platform::signals signals(io.get_executor(), [&](int signal) { last = signal; });
        ::raise(SIGHUP);
        io.run_for(20ms);
        if (last != 0) return 1;
        ::raise(SIGINT);
        io.run_for(20ms);
        return last == SIGINT ? 0 : 2;
    });
    CHECK(test::wait_for(child) == 0);
}

TEST_CASE("signals: a broken pipe is an error, not the end") {
    pid_t const child = test::in_child([] {
        std::signal(SIGPIPE, SIG_DFL);
        platform::ignore_sigpipe();
        int ends[2];
        if (::pipe(ends) != 0) return 1;
        ::close(ends[0]);
        return ::write(ends[1], "x", 1) == -1 && errno == EPIPE ? 0 : 2;
    });
    CHECK(test::wait_for(child) == 0);
}
