#include "transport/http_exchange.hpp"

#include <doctest/doctest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

using transport::http_exchange;

TEST_CASE("messages come out in order; the answer stands last") {
    boost::asio::io_context io;
    http_exchange exchange(io.get_executor(), 1000);
    exchange.notify("a");
    exchange.notify("b");
    CHECK_FALSE(exchange.finished());
    exchange.finish({"r", 200, ""});
    CHECK(exchange.finished());
    CHECK(exchange.next_notification() == "a");
    CHECK(exchange.next_notification() == "b");
    CHECK_FALSE(exchange.next_notification());
    CHECK(exchange.answer().body == "r");
}

TEST_CASE("a reader that is too slow for notifications loses some, never the answer") {
    boost::asio::io_context io;
    http_exchange exchange(io.get_executor(), 10);
    for (int i = 0; i < 100; ++i) exchange.notify("12345");
    int kept = 0;
    while (exchange.next_notification()) ++kept;
    CHECK(kept == 2);
    exchange.notify("12345");
    CHECK(exchange.has_notifications());
    exchange.finish({std::string(1000, 'x'), 200, ""});
    CHECK(exchange.answer().body.size() == 1000);
}

TEST_CASE("waiting ends when something comes, or with its time") {
    boost::asio::io_context io;
    http_exchange exchange(io.get_executor(), 1000);
    int woken = 0;
    auto const wait = [&]() -> platform::task<void> {
        co_await exchange.wait(platform::clock::time_point::max());
        ++woken;
        co_await exchange.wait(platform::clock::time_point::max());  // there is something: returns at once
        ++woken;
        exchange.next_notification();
        co_await exchange.wait(platform::clock::now());
        ++woken;
    };
    boost::asio::co_spawn(io, wait(), boost::asio::detached);
    io.poll();
    CHECK(woken == 0);
    exchange.notify("a");
    io.run();
    CHECK(woken == 3);
}

TEST_CASE("a nudge ends one wait, also one that comes later") {
    boost::asio::io_context io;
    http_exchange exchange(io.get_executor(), 1000);
    int woken = 0;
    auto const wait = [&]() -> platform::task<void> {
        for (int i = 0; i < 3; ++i) {
            co_await exchange.wait(platform::clock::time_point::max());
            ++woken;
        }
    };
    exchange.nudge();
    boost::asio::co_spawn(io, wait(), boost::asio::detached);
    io.poll();
    CHECK(woken == 1);
    exchange.nudge();
    exchange.nudge();
    io.poll();
    CHECK(woken == 2);
    exchange.finish({"r", 200, ""});
    io.run();
    CHECK(woken == 3);
}
