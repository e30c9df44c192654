#include "platform/worker.hpp"

#include <doctest/doctest.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <atomic>

#include <thread>

using namespace platform;
using namespace std::chrono_literals;

namespace {

struct working {
    boost::asio::io_context io{1};
    worker on;

    int run(std::function<int()> work) {
        std::optional<int> result;
        std::exception_ptr thrown;
        bool ended = false;
        io.restart();
        boost::asio::co_spawn(io.get_executor(), on.run(std::move(work)), [&](std::exception_ptr error, int value) {
            thrown = error;
            result = value;
            ended = true;
        });
        while (!ended) io.run_one();
        if (thrown) std::rethrow_exception(thrown);
        return *result;
    }
};

}  // namespace

TEST_CASE_FIXTURE(working, "work runs on another thread, its result comes back") {
    auto const here = std::this_thread::get_id();
    std::thread::id there;
    CHECK(run([&] {
              there = std::this_thread::get_id();
              return 42;
          }) == 42);
    CHECK(there != here);
    CHECK(run([] { return 43; }) == 43);
}

TEST_CASE_FIXTURE(working, "what it throws comes back too") {
    CHECK_THROWS_WITH_AS(run([]() -> int { throw std::runtime_error("no"); }), "no", std::runtime_error);
}

TEST_CASE_FIXTURE(working, "a cancelled caller leaves; destroying the worker waits for the work") {
    std::atomic<bool> begun = false, left = false, finished = false;
    bool ended = false;
    {
        worker short_lived;
        boost::asio::cancellation_signal stop;
        std::function<int()> const slow = [&] {
            begun = true;
            while (!left) std::this_thread::yield();
            std::this_thread::sleep_for(20ms);
            finished = true;
            return 1;
        };
        boost::asio::co_spawn(io.get_executor(), short_lived.run(slow),
                              boost::asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr error, int) {
                                  CHECK(error);
                                  ended = true;
                              }));
        io.poll();
        while (!begun) std::this_thread::yield();
        stop.emit(boost::asio::cancellation_type::terminal);
        while (!ended) io.run_one();
        CHECK_FALSE(finished);
        left = true;
    }
    CHECK(finished);
}

TEST_CASE_FIXTURE(working, "work that was started is fetched later, in any order") {
    bool ended = false;
    auto const fetch = [&]() -> task<void> {
        auto one = on.start(io.get_executor(), std::function<int()>([] { return 1; }));
        auto two = on.start(io.get_executor(), std::function<int()>([]() -> int { throw std::runtime_error("no"); }));
        auto three = on.start(io.get_executor(), std::function<int()>([] { return 3; }));
        auto dropped = on.start(io.get_executor(), std::function<int()>([] { return 4; }));
        auto const third = co_await std::move(three).get();
        CHECK(third == 3);
        auto const first = co_await std::move(one).get();
        CHECK(first == 1);
        std::string said;
        try {
            co_await std::move(two).get();
        } catch (std::runtime_error const& error) {
            said = error.what();
        }
        CHECK(said == "no");
        ended = true;
    };
    boost::asio::co_spawn(io.get_executor(), fetch(), boost::asio::detached);
    io.run();
    CHECK(ended);
}

TEST_CASE_FIXTURE(working, "work that has not begun is forgotten with its worker") {
    std::atomic<int> begun = 0;
    {
        worker short_lived;
        std::function<int()> const slow = [&begun] {
            std::this_thread::sleep_for(50ms);
            return ++begun;
        };
        for (int i = 0; i < 1000; ++i) short_lived.start(io.get_executor(), slow);
    }
    CHECK(begun < 100);
    io.run();
}
