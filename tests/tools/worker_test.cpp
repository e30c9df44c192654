#include "tools/worker.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <doctest/doctest.h>

#include <atomic>

#include <thread>

using namespace tools;
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
    std::atomic<bool> finished = false;
    bool ended = false;
    {
        worker short_lived;
        boost::asio::cancellation_signal stop;
        std::function<int()> const slow = [&] {
            std::this_thread::sleep_for(100ms);
            finished = true;
            return 1;
        };
        boost::asio::co_spawn(io.get_executor(), short_lived.run(slow),
                              boost::asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr error, int) {
                                  CHECK(error);
                                  ended = true;
                              }));
        io.poll();
        stop.emit(boost::asio::cancellation_type::terminal);
        while (!ended) io.run_one();
        CHECK_FALSE(finished);
    }
    CHECK(finished);
}
