#include "platform/deadline.hpp"

#include "support/run.hpp"

#include <boost/asio/io_context.hpp>

#include <stdexcept>

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

platform::task<int> answer(platform::clock::duration after) {
    auto const executor = co_await asio::this_coro::executor;
    platform::timer timer(executor, after);
    co_await timer.async_wait(platform::use_task);
    co_return 42;
}

platform::task<int> fail() {
    throw std::runtime_error("failed");
    co_return 0;
}

auto in(platform::clock::duration time) {
    return platform::clock::now() + time;
}

}  // namespace

TEST_CASE("work that ends in time gives its result") {
    asio::io_context io;
    CHECK(test::run(io, platform::with_deadline(answer(1ms), in(1h))) == 42);
}

TEST_CASE("work that takes too long is cancelled") {
    asio::io_context io;
    CHECK(!test::run(io, platform::with_deadline(answer(1h), in(5ms))).has_value());
}

TEST_CASE("a deadline in the past") {
    asio::io_context io;
    CHECK(!test::run(io, platform::with_deadline(answer(1h), in(-1s))).has_value());
}

TEST_CASE("an exception of the work passes through") {
    asio::io_context io;
    CHECK_THROWS_AS(test::run(io, platform::with_deadline(fail(), in(1h))), std::runtime_error);
}

TEST_CASE("cancelling the caller cancels the work") {
    asio::io_context io;
    test::background call(io, platform::with_deadline(answer(1h), in(1h)));
    REQUIRE(!call.ended);
    CHECK(call.ends_when_cancelled());
    // Nothing is left behind: no timer, no work.
    io.restart();
    io.run();
}

TEST_CASE("deadlines nest") {
    asio::io_context io;
    auto inner = platform::with_deadline(answer(1h), in(5ms));
    auto const result = test::run(io, platform::with_deadline(std::move(inner), in(1h)));
    REQUIRE(result.has_value());
    CHECK(!result->has_value());
}

TEST_CASE("a watchdog bites once its deadline has passed") {
    asio::io_context io;
    int bites = 0;
    platform::watchdog watchdog(io.get_executor(), [&] { ++bites; });
    watchdog.expect_before(in(1ms));
    io.run();
    CHECK(bites == 1);
    CHECK(watchdog.bitten());
}

TEST_CASE("a watchdog's deadline can be moved") {
    asio::io_context io;
    platform::clock::time_point bitten;
    platform::watchdog watchdog(io.get_executor(), [&] { bitten = platform::clock::now(); });

    SUBCASE("later, again and again") {
        auto const deadline = in(30ms);
        watchdog.expect_before(in(5ms));
        watchdog.expect_before(in(10ms));
        watchdog.expect_before(deadline);
        io.run();
        CHECK(watchdog.bitten());
        CHECK(bitten >= deadline);
    }
    SUBCASE("earlier") {
        watchdog.expect_before(in(1h));
        watchdog.expect_before(in(5ms));
        io.run_for(test::patience);
        CHECK(watchdog.bitten());
    }
    SUBCASE("to never") {
        watchdog.expect_before(in(5ms));
        watchdog.expect_before(platform::clock::time_point::max());
        io.run_for(30ms);
        CHECK(!watchdog.bitten());
    }
}

TEST_CASE("a disarmed watchdog lets the program end") {
    asio::io_context io;
    bool bitten = false;
    SUBCASE("disarmed") {
        platform::watchdog watchdog(io.get_executor(), [&] { bitten = true; });
        watchdog.expect_before(in(1h));
        watchdog.disarm();
        io.run();
        CHECK(!watchdog.bitten());
    }
    SUBCASE("destroyed") {
        {
            platform::watchdog(io.get_executor(), [&] { bitten = true; }).expect_before(in(1h));
        }
        io.run();
    }
    CHECK(!bitten);
}
